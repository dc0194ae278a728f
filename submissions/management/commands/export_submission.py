"""Writes out everything that is held about a message, for its sender."""

import json

from django.core.management.base import BaseCommand, CommandError

from submissions.finding import with_code
from submissions.keeping import everything_about


class Command(BaseCommand):
    """The log of the message says afterwards that it was handed out."""

    help = "Write everything we hold about a message, in all its versions, as JSON."

    def add_arguments(self, parser):
        parser.add_argument("code", help="receipt code of the message, such as 7KF-2QD")

    def handle(self, *args, **options):
        submission = with_code(options["code"])
        if submission is None:
            raise CommandError(f"There is no message {options['code']}. Was it mistyped, or erased?")
        self.stdout.write(json.dumps(everything_about(submission), indent=2, ensure_ascii=False))
