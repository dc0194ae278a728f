"""Reading XLSX files that come from outside: bounded in size, without formulas, with the place of every problem."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 60_000_000  # EMA's table of 2026 unpacks to 6 MB
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]+\d+):([A-Z]+\d+)["']""")


class SpreadsheetError(Exception):
    """The file cannot be used; the message names the place and what to do."""


def read_rows(path: Path) -> Iterator[tuple[int, list]]:
    """Yield row number and cells of the first sheet, without reading the whole file into memory.

    Raises SpreadsheetError for a file that is no XLSX, is damaged, is too large packed or unpacked, has too many rows,
    or holds a formula. Cells beyond the hundredth column are left out: EMA's sheet is 1,024 columns wide and uses 39.
    """
    check_package(path)
    number = 0
    with _first_sheet(path) as sheet:
        # Some programs write "A1" as the size of every sheet; trusting it would cut the table off without a word.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MOST_COLUMNS)
        while (row := _next_row(rows, path, number)) is not None:
            number += 1
            if number > MOST_ROWS:
                raise SpreadsheetError(f"Row {number}: more than {MOST_ROWS} rows; split the file.")
            yield number, [_value(cell, number, column) for column, cell in enumerate(row, start=1)]


def check_package(path: Path) -> None:
    """Raise SpreadsheetError when the file is no XLSX or would unpack to more than it should."""
    if path.stat().st_size > LARGEST_FILE:
        raise SpreadsheetError(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB: is it the right file?")
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except Exception as error:  # damaged packages make zipfile raise half a dozen kinds
        raise SpreadsheetError(f"{path.name} is not an XLSX file: save it as XLSX, not as XLS or HTML.") from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SpreadsheetError(
            f"{path.name} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB and was not opened."
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise SpreadsheetError(f"{path.name} is a packed file, but not a spreadsheet.")


def merged_cells(path: Path) -> list[tuple[int, str]]:
    """Return first row and range of each merged area of the first sheet."""
    with _first_sheet(path) as sheet:
        part = sheet._worksheet_path  # it need not be sheet1.xml, and openpyxl tells nobody else
    try:
        with zipfile.ZipFile(path) as package:
            found = MERGED.findall(package.read(part))
    except Exception as error:
        raise SpreadsheetError(f"{path.name} is damaged and cannot be opened: save it again as XLSX.") from error
    areas = [(start.decode(), end.decode()) for start, end in found]
    return [(coordinate_to_tuple(start)[0], f"{start}:{end}") for start, end in areas]


@contextmanager
def _first_sheet(path: Path) -> Iterator[ReadOnlyWorksheet]:
    """Open a workbook and close it again; the file is ours, because openpyxl leaves it open where it fails."""
    with path.open("rb") as stream:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know; none of them matters here
                workbook = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
            sheet = workbook.worksheets[0]
        except Exception as error:
            raise SpreadsheetError(f"{path.name} is damaged and cannot be opened: save it again as XLSX.") from error
        try:
            yield sheet
        finally:
            workbook.close()


def _next_row(rows: Iterator, path: Path, number: int):
    """Return the next row, or None after the last one; a package may turn out to be damaged only here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return next(rows, None)
    except Exception as error:
        raise SpreadsheetError(f"{path.name} is damaged after row {number}: save it again as XLSX.") from error


def _value(cell, row: int, column: int):
    value = cell.value
    if value is None:
        return None
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        raise SpreadsheetError(f"{get_column_letter(column)}{row} holds a formula: paste values only.")
    return value
