"""Reads trials of the EU's register (CTIS) from files, or over the network where the settings allow it."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from trials.enums import Registry
from trials.importing.connections import connect
from trials.importing.ctis import parse_trial
from trials.importing.ctis_live import read_ctis
from trials.importing.runs import COULD_NOT_RUN, import_files
from trials.management.reading_report import CODES, ReadingCommand
from trials.registries import normalise_number


class Command(ReadingCommand):
    """Drafts only. A trial that a record of ClinicalTrials.gov already names by its EU number is linked with it."""

    help = f"Read trials of the EU's register from files, or with --search or --numbers from the register. {CODES}"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--search", default="", help="ask the register for trials that contain these words")
        parser.add_argument("--numbers", nargs="+", default=[], help="ask the register for these trials")

    def handle(self, *args, **options):
        is_live = bool(options["search"] or options["numbers"])
        if is_live == bool(options["files"]):
            raise CommandError("Give files, or --search, or --numbers.", returncode=COULD_NOT_RUN)
        if is_live:
            self._ask(options)
            return
        self.read(
            options,
            lambda tell, progress: import_files(
                options["files"], source=Registry.EUCT, parse=parse_trial, limit=options["limit"], tell=tell,
                progress=progress,
            ),
        )  # fmt: skip

    def _ask(self, options):
        if not settings.CTIS_BASE_URL:
            raise CommandError(
                "Asking the EU's register is switched off: set CTIS_BASE_URL.", returncode=COULD_NOT_RUN
            )  # fmt: skip
        numbers = [self._number(text) for text in re.split("[,;]", ",".join(options["numbers"])) if text.strip()]
        http = connect(settings.CTIS_BASE_URL)
        try:
            self.read(
                options,
                lambda tell, progress: read_ctis(
                    http, words=options["search"], numbers=numbers, limit=options["limit"], tell=tell, progress=progress
                ),
            )
        finally:
            http.close()

    def _number(self, text):
        pair = normalise_number(text)
        if pair is None or pair[0] != Registry.EUCT:
            raise CommandError(f"“{text}” is not a number of the EU's register.", returncode=COULD_NOT_RUN)
        return pair[1]
