"""Which trials exist, whether they are recruiting, and where."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "trials"
    verbose_name = "trials"

    def ready(self):
        # Models are complete only now, and the handlers need them.
        from trials.signal_handlers import connect

        connect()
