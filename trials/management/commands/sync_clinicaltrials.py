"""Reads ClinicalTrials.gov over the network; new studies become drafts, known records are brought up to date."""

import re

from django.core.management.base import CommandError

from trials.enums import Registry
from trials.importing.connections import connect_ctgov
from trials.importing.live import LiveSync, Wish
from trials.importing.runs import COULD_NOT_RUN
from trials.management.reading_report import CODES, ReadingCommand
from trials.registries import normalise_number


class Command(ReadingCommand):
    """Takes up an unfinished run of the same kind by itself. Publishes nothing."""

    help = f"Read our trials from ClinicalTrials.gov, as far as they changed. {CODES}"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--numbers", nargs="+", default=[], metavar="NCT", help="read these trials only")
        parser.add_argument("--query", default="", help="search for this instead of our conditions and therapies")
        parser.add_argument("--full", action="store_true", help="read everything again, not only what changed")

    def handle(self, *args, **options):
        numbers = self._numbers(options["numbers"])
        if numbers and options["query"]:
            raise CommandError("Give either --numbers or --query.", returncode=COULD_NOT_RUN)
        wish = Wish(numbers=numbers, query=options["query"], full=options["full"], limit=options["limit"])
        client = connect_ctgov()
        try:
            self.read(options, lambda tell, progress: LiveSync(client, wish, tell=tell, progress=progress).run())
        finally:
            client.http.close()

    def _numbers(self, typed):
        found = []
        for text in (text for argument in typed for text in re.split("[,;]", argument) if text.strip()):
            pair = normalise_number(text)
            if pair is None or pair[0] != Registry.CTGOV:
                raise CommandError(f"“{text}” is not a number of ClinicalTrials.gov.", returncode=COULD_NOT_RUN)
            found.append(pair[1])
        return tuple(dict.fromkeys(found))
