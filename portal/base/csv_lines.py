"""Reading CSV that comes from outside, the same whatever else the process reads: bounded cells, line by line.

Python keeps one limit on the length of a cell for the whole process, and whoever reads long cells raises it. So the
limit here is our own, looked at after reading; the process's is only ever raised, never lowered under another reader.
"""

import csv
import io
from collections.abc import Iterator

LONGEST_CELL = 131_072


class CsvError(Exception):
    """The text is no CSV that can be used; the message names the line."""


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells; raises CsvError where the text is no CSV or a cell does not end."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError(f"Line {reader.line_num}: is not CSV ({error}).") from None
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise CsvError(
                f"Line {reader.line_num}: is not CSV (field larger than field limit ({LONGEST_CELL})): "
                "is a quotation mark missing?"
            )
        yield reader.line_num, cells
