"""Lists on what FDA's Purple Book and our US authorisations disagree."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.base.exporting import first_of
from therapies.importing.propose import note_purple_book
from therapies.importing.purple_book import read_purple_book


class Command(BaseCommand):
    """Reads the monthly CSV; compares licence number, holder, first licensure and status."""

    help = "Compare FDA's Purple Book (CSV) with our US authorisations. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="store the differences for the editors")

    def handle(self, *args, **options):
        book = read_purple_book(options["file"])
        if book.errors:
            raise CommandError("Nothing was written:\n" + "\n".join(f"  {error}" for error in first_of(book.errors)))
        with transaction.atomic():
            report = note_purple_book(book, options["file"])
            for line in report.new:
                self.stdout.write(f"  Differs: {line}")
            for line in report.not_mapped:
                self.stdout.write(f"  Not mapped: {line}")
            self.stdout.write(
                f"{len(book.licences)} licences read: {len(report.new)} new differences, {report.known} known already, "
                f"{report.agreeing} of ours agree."
            )
            if not options["commit"]:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit to keep this.")
