"""Tables as files that a spreadsheet opens without harm."""

import csv
import io

MOST_TOLD = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def first_of(lines: list[str], most: int = MOST_TOLD) -> list[str]:
    """Return lines for a person to read: all of them, or the first and how many more there are."""
    return lines if len(lines) <= most else [*lines[:most], f"… and {len(lines) - most} more."]


def harmless(value) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(header, rows) -> str:
    """Return rows as CSV with a header line."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()
