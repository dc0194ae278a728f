"""The shared kernel: imports no other app of ours."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "portal.base"
    label = "base"
    verbose_name = "shared kernel"

    def ready(self):
        # Models are complete only now, and the handlers need them.
        from portal.base.frame import connect

        connect()
