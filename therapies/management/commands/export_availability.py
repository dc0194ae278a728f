"""Writes availability by country to a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand

from therapies.exporting import availability_csv


class Command(BaseCommand):
    """The published rows, in the form in which import_availability reads them."""

    help = "Write the published availability by country to a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options):
        text = availability_csv()
        options["file"].write_text(text, encoding="utf-8")
        self.stdout.write(f"{text.count(chr(10)) - 1} rows written to {options['file']}.")
