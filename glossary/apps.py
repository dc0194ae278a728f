"""What a word means."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "glossary"
    verbose_name = "glossary"

    def ready(self):
        # Models are complete only now, and the handlers need them.
        from glossary.signal_handlers import connect
        from glossary.stop_words import problem_of_form
        from portal.base.models import refuse_forms

        connect()
        refuse_forms("glossary.Term", problem_of_form)
