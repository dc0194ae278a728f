"""Compares EMA's table of medicines with what we hold, and proposes drafts; publishes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.base.exporting import first_of
from therapies.importing.propose import propose_from_ema
from therapies.importing.reading import read_table


class Command(BaseCommand):
    """Reads the XLSX or JSON form; says what is new, what is known and what could not be mapped."""

    help = "Compare EMA's table of medicines (XLSX or JSON) with our therapies. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="store the differences and make the drafts")

    def handle(self, *args, **options):
        table = read_table(options["file"])
        if table.errors:
            listed = "\n".join(f"  {error}" for error in first_of(table.errors))
            raise CommandError(f"Nothing was written. Put these right and run the command again:\n{listed}")
        with transaction.atomic():
            report = propose_from_ema(table, options["file"])
            self._print(table, report)
            if not options["commit"]:
                transaction.set_rollback(True)
                self.stdout.write("Dry run: nothing was written. Add --commit to keep this.")

    def _print(self, table, report):
        self.stdout.write(f"{table.seen} lines read, {len(table.rows)} advanced therapies for people. {table.as_of}")
        for heading, lines in (
            ("Differs", report.new),
            ("New draft", report.drafts),
            ("Not mapped", report.not_mapped),
        ):
            for line in lines:
                self.stdout.write(f"  {heading}: {line}")
        self.stdout.write(
            f"{len(report.new)} new differences, {len(report.drafts)} drafts, {report.known} known already, "
            f"{report.agreeing} therapies agree."
        )
