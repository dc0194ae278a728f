"""Takes glossary terms from a CSV or XLSX file, as drafts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from glossary.importing.reading import LARGEST_FILE
from glossary.importing.sync import import_terms
from glossary.management.people import find_user


class Command(BaseCommand):
    """All rows or none; every new or changed term becomes a draft in review, and nothing is published or deleted."""

    help = "Make drafts of the new and changed terms in a CSV or XLSX file. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="make the drafts and send them into review")
        parser.add_argument("--by", default="", help="user name of whoever answers for the import")

    def handle(self, *args, **options):
        by = find_user(options["by"])
        report = import_terms(
            _content(options["file"]), by=by, file_name=options["file"].name, commit=options["commit"]
        )
        if report.refused:
            listed = "\n".join(f"  {error}" for error in report.refused)
            raise CommandError(f"Nothing was written. Put these right and run the command again:\n{listed}")
        self._print(report)

    def _print(self, report):
        for entry in report.created:
            self.stdout.write(f"  New: {entry}")
        for entry in report.changed:
            self.stdout.write(f"  Changed: {entry} {entry.note}".rstrip())
            for difference in entry.differences:
                self.stdout.write(f"    {difference}")
        for name in report.missing:
            self.stdout.write(f"  Not in the file, left as it is: {name}")
        self.stdout.write(
            f"{len(report.created)} new, {len(report.changed)} changed, {report.unchanged} unchanged, "
            f"{len(report.missing)} not in the file."
        )
        if report.is_written:
            self.stdout.write("The drafts are made and in review; readers see them once they are approved.")
        elif report.changes_something:
            self.stdout.write("Dry run: nothing was written. Add --commit to make the drafts.")


def _content(path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
