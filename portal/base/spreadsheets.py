"""Reading XLSX files that come from outside: bounded in size, without formulas, with the place of every problem."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 300_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+):([A-Z]+\d+)"')


class SpreadsheetError(Exception):
    """The file cannot be used; the message names the place and what to do."""


def read_rows(path: Path) -> Iterator[tuple[int, list]]:
    """Yield row number and cells of the first sheet, without reading the whole file into memory.

    Raises SpreadsheetError for a file that is no XLSX, is too large packed or unpacked, has too many rows, or holds a
    formula. Cells beyond the hundredth column are left out: EMA's sheet is 1,024 columns wide and uses 39.
    """
    check_package(path)
    try:
        workbook = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        raise SpreadsheetError(f"{path.name} is damaged and cannot be opened: save it again as XLSX.") from error
    try:
        sheet = workbook.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if number > MOST_ROWS:
                raise SpreadsheetError(f"Row {number}: more than {MOST_ROWS} rows; split the file.")
            yield number, [_value(cell, number, column) for column, cell in enumerate(row, start=1)]
    finally:
        workbook.close()


def check_package(path: Path) -> None:
    """Raise SpreadsheetError when the file is no XLSX or would unpack to more than it should."""
    if path.stat().st_size > LARGEST_FILE:
        raise SpreadsheetError(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB: is it the right file?")
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError):
        raise SpreadsheetError(f"{path.name} is not an XLSX file: save it as XLSX, not as XLS or HTML.") from None
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SpreadsheetError(
            f"{path.name} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB and was not opened."
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise SpreadsheetError(f"{path.name} is a packed file, but not a spreadsheet.")


def merged_cells(path: Path) -> list[tuple[int, str]]:
    """Return first row and range of each merged area of the first sheet."""
    with zipfile.ZipFile(path) as package:
        names = sorted(name for name in package.namelist() if name.startswith("xl/worksheets/sheet"))
        found = MERGED.findall(package.read(names[0])) if names else []
    areas = [(start.decode(), end.decode()) for start, end in found]
    return [(coordinate_to_tuple(start)[0], f"{start}:{end}") for start, end in areas]


def _value(cell, row: int, column: int):
    value = cell.value
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        raise SpreadsheetError(f"{get_column_letter(column)}{row} holds a formula: paste values only.")
    return value
