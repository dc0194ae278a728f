"""A file as rows of text: CSV or XLSX, bounded in size, with the place of everything that is wrong with it."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types, and we use one function

from glossary.importing.cells import NO, YES
from glossary.importing.columns import HEADINGS, normalise, problems_of_header
from glossary.importing.rows import FileRow, Place, RowError

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 150_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 100_000
MEGABYTE = 1_000_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WIDE_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
HEADER = Place(1, 1)


class FileRefused(Exception):
    """The file cannot be used as a table; ``errors`` lists why, with the place and what to do."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(map(str, self.errors)))


def read_table(content: bytes) -> list[FileRow]:
    """Return the rows of a CSV or XLSX file, told apart by what is in it. Raises FileRefused."""
    if len(content) > LARGEST_FILE:
        raise refused(
            _("the file is larger than %(most)s MB: is it the right one?") % {"most": LARGEST_FILE // MEGABYTE}
        )
    if content.startswith(OLE):
        raise refused(_("this is an old XLS file, or one with a password: save it as XLSX without a password."))
    lines = _lines_of_workbook(content) if content.startswith(ZIP) else _lines_of_text(content)
    return _rows(lines)


def refused(message: str, place: Place = HEADER, column: str = "") -> FileRefused:
    """Return the exception for a file with one fault."""
    return FileRefused([RowError(place, column, message)])


def _rows(lines: Iterator[tuple[Place, list[Any]]]) -> list[FileRow]:
    """Return the rows below the line of headings; empty lines are left out."""
    header_place, header = next(lines, (HEADER, []))
    problems = problems_of_header([str(cell or "") for cell in header])
    if problems:
        raise FileRefused([RowError(header_place, "", problem) for problem in problems])
    names = [normalise(str(cell or "")) for cell in header]
    rows: list[FileRow] = []
    errors: list[RowError] = []
    for place, cells in lines:
        if not any(cell not in (None, "") for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            raise refused(_("there are more than %(most)s rows: split the file.") % {"most": MOST_ROWS}, place)
        texts, problems_here = _texts(names, cells, place)
        errors += problems_here
        rows.append(FileRow.of(place, texts))
    if errors:
        raise FileRefused(errors)
    return rows


def _texts(names: list[str], cells: list[Any], place: Place) -> tuple[dict[str, str], list[RowError]]:
    texts, errors = dict.fromkeys(HEADINGS, ""), []
    for number, cell in enumerate(cells):
        name = names[number] if number < len(names) else ""
        problem, text = "", ""
        if isinstance(cell, CellFault):
            problem = str(cell)
        else:
            text = str(cell or "")
        if text and not name:
            problem = _("cell %(number)s, “%(text)s”, stands below no heading: check the separators and quotes.") % {
                "number": number + 1, "text": text.strip()[:40],
            }  # fmt: skip
        elif len(text) > LONGEST_CELL:
            problem = _("more than %(most)s characters: is a quotation mark missing?") % {"most": LONGEST_CELL}
        if problem:
            errors.append(RowError(place, name, problem))
        elif name:
            texts[name] = text
    return texts, errors


# --- CSV -------------------------------------------------------------------------------------------------------------


def _lines_of_text(content: bytes) -> Iterator[tuple[Place, list[Any]]]:
    text = _decoded(content)
    separator = _separator(text)
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, width = 1, 0
    for row in _counted(reader):
        number, cells = row
        place = Place(line, number)
        line = reader.line_num + 1
        width = width or len(cells)
        if cells and len(cells) < width:
            raise refused(
                _("%(found)s cells instead of %(width)s: check the separators and quotes.")
                % {"found": len(cells), "width": width},
                place,
            )
        yield place, cells


def _counted(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Number the rows of a CSV reader as a spreadsheet does; name the line where its quotes are wrong."""
    number = 0
    while True:
        number += 1
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refused(
                _("the quotation marks do not pair: a cell in quotes ends with one, and one inside is written twice."),
                Place(begins, number),
            ) from None
        yield number, cells


def _decoded(content: bytes) -> str:
    """Return the text of a file, which must be UTF-8, with or without a byte order mark."""
    remedy = _(
        "Save it as UTF-8: in Excel as “CSV UTF-8”, in LibreOffice with the character set “Unicode (UTF-8)”; "
        "or save it as XLSX."
    )
    for mark, name in WIDE_ENCODINGS.items():
        if content.startswith(mark):
            raise refused(_("the file is written in %(name)s, not in UTF-8.") % {"name": name} + f" {remedy}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        begin = content.rfind(b"\n", 0, error.start) + 1
        near = content[begin : error.start][-30:].decode("utf-8", "replace")
        place = Place(line, line)
        raise refused(
            _("after “%(near)s” stands a letter that is not UTF-8.") % {"near": near} + f" {remedy}", place
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused(_("this is not text.") + f" {remedy}", Place(line, line))
    return text


def _separator(text: str) -> str:
    """Return what divides the columns: whatever makes the most headings known."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    known = {
        sign: sum(normalise(heading.strip('" \r')) in HEADINGS for heading in first.split(sign)) for sign in ",;\t"
    }
    best = max(known, key=lambda sign: known[sign])
    if best == "\t":
        raise refused(_("the columns are divided by tabs: save the file with commas or semicolons, or as XLSX."))
    return best


# --- XLSX ------------------------------------------------------------------------------------------------------------


class CellFault(str):
    """Stands for a cell that cannot be read; says why and what to do."""

    __slots__ = ()


def _lines_of_workbook(content: bytes) -> Iterator[tuple[Place, list[Any]]]:
    _check_package(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = workbook.worksheets
        for sheet in sheets[1:]:
            if any(value is not None for row in sheet.iter_rows(values_only=True) for value in row):
                raise refused(
                    _("the sheet “%(name)s” holds something too: keep one sheet, or move the other into a file.")
                    % {"name": sheet.title}
                )
        for number, row in enumerate(sheets[0].iter_rows(max_col=MOST_COLUMNS), start=1):
            yield Place(number, number), [_value(cell) for cell in row]
    except FileRefused:
        raise
    except Exception:  # noqa: BLE001 - whatever openpyxl stumbles over, the person gets a remedy
        raise refused(_("the file is damaged and cannot be opened: save it again as XLSX.")) from None


def _check_package(content: bytes) -> None:
    """Refuse what is no XLSX or would unpack to more than it should; nothing is unpacked for that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError):
        raise refused(_("the file is damaged and cannot be opened: save it again as XLSX.")) from None
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refused(
            _("the file unpacks to more than %(most)s MB and was not opened: is it the right one?")
            % {"most": LARGEST_UNPACKED // MEGABYTE}
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise refused(_("this is a packed file, but not XLSX: save the table as XLSX or CSV."))


def _value(cell: Any) -> str | None:
    """Return a cell as text; numbers as they are shown, a formula or date as a fault."""
    value = cell.value
    kind = getattr(cell, "data_type", "")
    if value is None or (isinstance(value, str) and kind not in ("f", "e")):
        return value
    if kind == "f":
        return CellFault(_("this is a formula: paste its value instead, or format the cell as text."))
    if kind == "e":
        return CellFault(_("the spreadsheet shows an error (%(error)s): type the text again.") % {"error": value})
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return CellFault(
            _("the spreadsheet made a date of it (%(date)s): format the cell as text and type the word again.")
            % {"date": value}
        )
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
