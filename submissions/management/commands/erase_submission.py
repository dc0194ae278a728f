"""Erases messages on the wish of their senders."""

from django.core.management.base import BaseCommand, CommandError

from submissions.enums import ErasedBy
from submissions.finding import with_code
from submissions.keeping import erase


class Command(BaseCommand):
    """Cannot be undone; a line of proof without personal data stays."""

    help = "Erase messages with all their versions, contact data, questions and answers."

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="+", metavar="code", help="receipt code of a message, such as 7KF-2QD")
        parser.add_argument(
            "--asked-by",
            choices=[who.value for who in ErasedBy if who != ErasedBy.RULE],
            default=ErasedBy.REQUEST.value,
            help="on whose wish (default: request)",
        )

    def handle(self, *args, **options):
        unknown = [code for code in options["codes"] if with_code(code) is None]
        if unknown:
            raise CommandError(f"There is no message {', '.join(unknown)}; nothing was erased.")
        for code in options["codes"]:
            # A version of a message erased just now is gone already.
            if submission := with_code(code):
                codes = erase(submission, ErasedBy(options["asked_by"]))
                self.stdout.write(f"Erased: {', '.join(codes)}")
