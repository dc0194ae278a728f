"""Writes the glossary to a CSV or XLSX file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from glossary.exporting import ExportError, as_csv, as_xlsx

FORMS = {".csv": as_csv, ".xlsx": as_xlsx}


class Command(BaseCommand):
    """The latest version of every term, drafts included, in the columns in which import_glossary reads them."""

    help = "Write the glossary with its drafts to FILE.csv or FILE.xlsx, in the form in which import_glossary reads it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="", help="only the terms in this language, for example fr")

    def handle(self, *args, **options):
        path = options["file"]
        write = FORMS.get(path.suffix.lower())
        if write is None:
            raise CommandError(f"{path}: the name must end with .csv or .xlsx.")
        try:
            content = write(options["language"])
            path.write_bytes(content)
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"The glossary was written to {path}.")
