"""Reads studies of ClinicalTrials.gov from files."""

from pathlib import Path

from trials.enums import Registry
from trials.importing.ctgov import parse_study
from trials.importing.runs import import_files
from trials.management.reading_report import CODES, ReadingCommand


class Command(ReadingCommand):
    """Single studies, pages, arrays and JSON lines, plain or packed with gzip, of any size. Publishes nothing."""

    help = f"Read files of ClinicalTrials.gov (JSON of API v2). {CODES}"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args, **options):
        self.read(
            options,
            lambda tell, progress: import_files(
                options["files"], source=Registry.CTGOV, parse=parse_study, limit=options["limit"], tell=tell,
                progress=progress,
            ),
        )  # fmt: skip
