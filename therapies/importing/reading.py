"""EMA's table of medicines, as XLSX or JSON, to checked rows of advanced therapies for people. Touches no database."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.base.spreadsheets import MOST_ROWS, SpreadsheetError, merged_cells, read_rows
from therapies.importing.columns import by_our_names, missing, our_name, twice
from therapies.importing.rows import EmaRow, RowError, parse_row, yes_or_no

LARGEST_JSON = 100_000_000
PREAMBLE_ROWS = 40
FEWEST_KNOWN_HEADINGS = 4
DAY_OF_TABLE = re.compile(r"(\d{2})/(\d{2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")


@dataclass
class EmaTable:
    """What was read: the advanced therapies, how many lines there were, what is wrong, and how old the data is."""

    rows: list[EmaRow] = field(default_factory=list)
    seen: int = 0
    errors: list[str] = field(default_factory=list)
    as_of: str = ""

    @property
    def day(self) -> datetime.date | None:
        """The day on which EMA made the table, where the table says so."""
        match = DAY_OF_TABLE.search(self.as_of)
        if not match:
            return None
        day, month, year = map(int, match.groups()[:3] if match[1] else reversed(match.groups()[3:]))
        try:
            return datetime.date(year, month, day)
        except ValueError:
            return None


def read_table(path: Path) -> EmaTable:
    """Read a file. Every problem is collected with its place; a table with errors must not be used."""
    table = EmaTable()
    try:
        lines = _json_lines(path, table) if path.suffix.lower() == ".json" else _xlsx_lines(path, table)
        for place, cells in lines:
            _take(place, cells, table)
    except SpreadsheetError as error:
        table.errors.append(str(error))
    except FileNotFoundError:
        table.errors.append(f"{path} does not exist.")
    except OSError as error:
        table.errors.append(f"{path} cannot be read: {error.strerror}.")
    times = Counter(row.number for row in table.rows)
    for row in table.rows:
        if times[row.number] > 1:
            table.errors.append(f"{row.place}: product number {row.number} stands more than once.")
    if not table.rows and not table.errors:
        table.errors.append(f"No advanced therapy for people in {table.seen} lines: is it EMA's whole table?")
    return table


def _take(place: str, cells: dict, table: EmaTable) -> None:
    table.seen += 1
    try:
        is_for_people = str(cells.get("category") or "").strip().lower() == "human"
        if yes_or_no(cells.get("advanced_therapy"), f"{place}, advanced therapy") and is_for_people:
            table.rows.append(parse_row(cells, place))
    except RowError as error:
        table.errors.append(str(error))


def _xlsx_lines(path: Path, table: EmaTable) -> Iterable[tuple[str, dict]]:
    headings: list = []
    for number, cells in read_rows(path):
        if not headings:
            table.as_of = table.as_of or _as_of(cells)
            if _looks_like_header(cells):
                headings = cells
                _check_header(headings, f"row {number}")
                _check_merged(path, number)
            elif number > PREAMBLE_ROWS:
                break
            continue
        if any(cell not in (None, "") for cell in cells):
            yield f"row {number}", by_our_names(headings, cells)
    if not headings:
        raise SpreadsheetError(
            f"No line of headings (“Category”, “Name of medicine” …) in the first {PREAMBLE_ROWS} rows: is it EMA's?"
        )


def _json_lines(path: Path, table: EmaTable) -> Iterable[tuple[str, dict]]:
    if path.stat().st_size > LARGEST_JSON:
        raise SpreadsheetError(f"{path.name} is larger than {LARGEST_JSON // 1_000_000} MB: is it the right file?")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number of thousands of digits, too deep
        raise SpreadsheetError(f"{path.name} is not JSON: {error}.") from None
    data = content.get("data") if isinstance(content, dict) else content
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise SpreadsheetError(f"{path.name} has no list called “data”: is it EMA's table?")
    if len(data) > MOST_ROWS:
        raise SpreadsheetError(f"Entry {MOST_ROWS + 1}: more than {MOST_ROWS} entries; is it the right file?")
    meta = content.get("meta") if isinstance(content, dict) else None
    table.as_of = str(meta.get("timestamp") or "") if isinstance(meta, dict) else ""
    for number, entry in enumerate(data, start=1):
        place = f"entry {number}"
        _check_header(list(entry), place)
        for key, value in entry.items():
            if isinstance(value, list | dict):
                raise SpreadsheetError(f"{place}, {key}: holds a list or an object; EMA writes text.")
        yield place, by_our_names(entry, entry.values())


def _looks_like_header(cells: list) -> bool:
    known = {our_name(cell) for cell in cells} - {""}
    return "category" in known and len(known) >= FEWEST_KNOWN_HEADINGS


def _check_header(headings: list, place: str) -> None:
    lacking = missing(headings)
    if lacking:
        raise SpreadsheetError(f"{place}: these columns are missing: {', '.join(lacking)}. Download the table again.")
    if twice(headings):
        raise SpreadsheetError(f"{place}: these columns stand twice: {', '.join(twice(headings))}. Remove one of each.")


def _check_merged(path: Path, header_row: int) -> None:
    for row, area in merged_cells(path):
        if row > header_row:
            raise SpreadsheetError(f"Cells {area} are merged: unmerge them, so that each line has its own values.")


def _as_of(cells: list) -> str:
    """Return what a line of the preamble says of the table's age: the words and, in a cell of its own, the day."""
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    start = next((place for place, text in enumerate(texts) if "generated" in text.lower()), None)
    return "" if start is None else " ".join(texts[start:])
