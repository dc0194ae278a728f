"""What a word means."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "glossary"
    verbose_name = "glossary"

    def ready(self):
        # Models are complete only now, and the handlers need them.
        from glossary.signal_handlers import connect

        connect()
