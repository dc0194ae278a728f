"""EMA's table of medicines, as XLSX or JSON, to checked rows of advanced therapies for people. Touches no database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.base.spreadsheets import SpreadsheetError, merged_cells, read_rows
from therapies.importing.columns import missing, our_name
from therapies.importing.rows import EmaRow, RowError, is_yes, parse_row

LARGEST_JSON = 100_000_000
PREAMBLE_ROWS = 40


@dataclass
class EmaTable:
    """What was read: the advanced therapies, how many lines there were, what is wrong, and how old the data is."""

    rows: list[EmaRow] = field(default_factory=list)
    seen: int = 0
    errors: list[str] = field(default_factory=list)
    as_of: str = ""


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
    numbers = [row.number for row in table.rows]
    for row in table.rows:
        if numbers.count(row.number) > 1:
            table.errors.append(f"{row.place}: product number {row.number} stands more than once.")
    return table


def _take(place: str, cells: dict, table: EmaTable) -> None:
    table.seen += 1
    is_for_people = str(cells.get("category") or "").strip().lower() == "human"
    if not (is_for_people and is_yes(cells.get("advanced_therapy"))):
        return
    try:
        table.rows.append(parse_row(cells, place))
    except RowError as error:
        table.errors.append(str(error))


def _xlsx_lines(path: Path, table: EmaTable) -> Iterable[tuple[str, dict]]:
    names: list[str] = []
    header_row = 0
    for number, cells in read_rows(path):
        if not names:
            table.as_of = table.as_of or _as_of(cells)
            if _looks_like_header(cells):
                names, header_row = [our_name(cell) for cell in cells], number
                _check_header(set(names), f"row {number}")
                _check_merged(path, header_row)
            elif number > PREAMBLE_ROWS:
                break
            continue
        if any(cell not in (None, "") for cell in cells):
            yield f"row {number}", {name: cell for name, cell in zip(names, cells, strict=False) if name}
    if not names:
        raise SpreadsheetError(
            f"No line of headings (“Category”, “Name of medicine” …) in the first {PREAMBLE_ROWS} rows: is it EMA's?"
        )


def _json_lines(path: Path, table: EmaTable) -> Iterable[tuple[str, dict]]:
    if path.stat().st_size > LARGEST_JSON:
        raise SpreadsheetError(f"{path.name} is larger than {LARGEST_JSON // 1_000_000} MB: is it the right file?")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SpreadsheetError(f"{path.name} is not JSON: {error}.") from None
    data = content.get("data") if isinstance(content, dict) else content
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise SpreadsheetError(f"{path.name} has no list called “data”: is it EMA's table?")
    if isinstance(content, dict):
        table.as_of = str((content.get("meta") or {}).get("timestamp") or "")
    for number, entry in enumerate(data, start=1):
        cells = {our_name(key): value for key, value in entry.items() if our_name(key)}
        if number == 1:
            _check_header(set(cells), "entry 1")
        yield f"entry {number}", cells


def _looks_like_header(cells: list) -> bool:
    return {"category", "name", "number"} <= {our_name(cell) for cell in cells}


def _check_header(names: set[str], place: str) -> None:
    lacking = missing(names)
    if lacking:
        raise SpreadsheetError(f"{place}: these columns are missing: {', '.join(lacking)}. Download the table again.")


def _check_merged(path: Path, header_row: int) -> None:
    for row, area in merged_cells(path):
        if row > header_row:
            raise SpreadsheetError(f"Cells {area} are merged: unmerge them, so that each line has its own values.")


def _as_of(cells: list) -> str:
    return next((str(cell).strip() for cell in cells if cell and "generated" in str(cell).lower()), "")
