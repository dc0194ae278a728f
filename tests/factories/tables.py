"""Tables of terms for tests, as files somebody would bring."""

import csv
import io

from openpyxl import Workbook

from glossary.importing.columns import HEADINGS
from glossary.importing.rows import FileRow, Place

FILLED_IN = {
    "slug": "new-word",
    "language": "en",
    "name": "New word",
    "short definition": "What the word means, in plain words.",
    "mark in texts": "yes",
}


def cells(**changes) -> dict:
    """Return a row's cells by heading; ``short_definition=`` stands for the column “short definition”."""
    changed = {name.replace("_", " "): value for name, value in changes.items()}
    assert set(changed) <= set(HEADINGS), changed
    return {**dict.fromkeys(HEADINGS, ""), **FILLED_IN, **changed}


def file_row(line=2, **changes) -> FileRow:
    """Return a row as it is read from a file."""
    return FileRow.of(Place(line, line), cells(**changes))


def as_csv(*rows: dict, header=HEADINGS, delimiter=",", encoding="utf-8") -> bytes:
    """Return rows as the bytes of a CSV file."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([row.get(heading, "") for heading in header] for row in rows)
    return written.getvalue().encode(encoding)


def as_xlsx(*rows: list, header=HEADINGS, further_sheets=()) -> bytes:
    """Return lists of cells as the bytes of a workbook; a string that begins with “=” is a formula there."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    for title, value in further_sheets:
        workbook.create_sheet(title)["A1"] = value
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
