"""Proposes availability by country from a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.base.exporting import first_of
from therapies.importing.availability import propose_availability, read_rows


class Command(BaseCommand):
    """All rows or none; each therapy that changes gets a draft for the editors."""

    help = "Propose availability by country from a CSV file. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="make the drafts")

    def handle(self, *args, **options):
        try:
            text = options["file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as UTF-8 text: {error}") from None
        rows, errors = read_rows(text)
        with transaction.atomic():
            report = propose_availability(rows) if not errors else None
            errors = errors or report.errors
            if errors:
                raise CommandError("Nothing was written:\n" + "\n".join(f"  {error}" for error in first_of(errors)))
            for line in report.changed:
                self.stdout.write(f"  {line}")
            self.stdout.write(f"{len(report.changed)} changes proposed, {report.unchanged} rows unchanged.")
            if not options["commit"]:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit to keep this.")
