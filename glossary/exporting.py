"""The glossary as a table, in the columns in which it is imported: what comes back unchanged changes nothing."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from glossary.importing.columns import HEADINGS
from glossary.importing.held import load_held
from glossary.importing.rows import guarded_cells

LONGEST_XLSX_CELL = 32_767
WIDE, NARROW = 60, 22
WIDE_COLUMNS = ("short definition", "more detail", "also called", "sources", "in a sentence")


class ExportError(Exception):
    """The glossary cannot be written in this form; the message names term and column, and the remedy."""


def may_export(user) -> bool:
    """Return whether a user may export terms with their drafts: whoever may look at them in the admin."""
    return any(user.has_perm(f"glossary.{action}_term") for action in ("view", "change"))


def table(language: str = "") -> Iterator[list[str]]:
    """Yield the headings and then one row a term, in its latest version, by language and name.

    Drafts are in it: the table is for editors. Terms that were taken away or merged are not.
    """
    yield list(HEADINGS)
    for term in load_held().exported():
        if language in ("", term.row.language):
            yield guarded_cells(term.row)


def as_csv(language: str = "") -> bytes:
    """Return the table as CSV in UTF-8, with the mark by which Excel knows it."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table(language))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(language: str = "") -> bytes:
    """Return the table as a workbook whose cells are all text, so that Excel makes no date of a gene's name.

    Raises ExportError for a cell that a workbook cannot hold: it would be cut, and come back changed.
    """
    rows = list(table(language))
    for row in rows:
        _check_fits(row)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Glossary")
    sheet.freeze_panes = "B2"
    for number, heading in enumerate(HEADINGS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if heading in WIDE_COLUMNS else NARROW
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, text, is_heading=number == 0) for text in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _check_fits(row: list[str]) -> None:
    for heading, text in zip(HEADINGS, row, strict=True):
        facts = {"slug": row[0], "column": heading}
        if len(text) > LONGEST_XLSX_CELL:
            raise ExportError(_("“%(slug)s”, %(column)s: too long for a cell of XLSX; export as CSV instead.") % facts)
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise ExportError(
                _("“%(slug)s”, %(column)s: holds a control character; correct it, or export as CSV.") % facts
            )


def _cell(sheet, text: str, *, is_heading: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_heading:
        cell.font = Font(bold=True)
    return cell
