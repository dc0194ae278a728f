"""FDA's Purple Book against our US authorisations: number, holder, first licensure, licence. Touches no database."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

from portal.base.csv_lines import CsvError, csv_lines
from portal.base.spreadsheets import MOST_ROWS
from portal.base.text import fold
from therapies.enums import Status
from therapies.importing.compare import Difference, Held

HEADER_START = "N/R/U"
LARGEST = 100_000_000
# "8-Dec-23", "2-Dec-1987", "December 8, 2023", "12/8/2023", "2023-12-08": FDA's exports differ from month to month.
FORMS = (
    re.compile(r"(?P<day>\d{1,2})-(?P<name>[A-Za-z]{3})[a-z]*-(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)
MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
NEEDED = ("Applicant", "BLA Number", "Proprietary Name", "Licensure")
DATES = ("Date of First Licensure", "Approval Date")
NO_VALUE = ("", "n/a")


class PurpleBookError(Exception):
    """A file or line that cannot be used; the message names the place."""


@dataclass(frozen=True)
class Licence:
    """One licensed product: all its rows (strengths, supplements) taken together."""

    number: str
    name: str
    applicant: str
    licensure: str
    marketing: str
    first_licensed: datetime.date | None

    @property
    def has_name(self) -> bool:
        return self.name.lower() not in NO_VALUE

    @property
    def is_revoked(self) -> bool:
        return "revoked" in self.licensure.lower()

    @property
    def is_discontinued(self) -> bool:
        return self.marketing.startswith("Disc")

    def with_row(self, other: "Licence") -> "Licence":
        """Return the licence as both rows give it: held and sold as long as one strength is."""
        dates = [day for day in (self.first_licensed, other.first_licensed) if day]
        return Licence(
            number=self.number,
            name=self.name if self.has_name else other.name,
            applicant=other.applicant or self.applicant,
            licensure=self.licensure if other.is_revoked else other.licensure,
            marketing=self.marketing if other.is_discontinued else other.marketing,
            first_licensed=min(dates) if dates else None,
        )


@dataclass
class PurpleBook:
    """The licences of the whole database section, by licence number, and what could not be read."""

    licences: dict[str, Licence] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_purple_book(path: Path) -> PurpleBook:
    """Read a monthly download. It holds two sections under the same headings; only the last, the whole list, counts."""
    book = PurpleBook()
    try:
        lines = _lines(path)
        names, start = _header(lines)
    except PurpleBookError as error:
        book.errors.append(str(error))
        return book
    for number, line in lines[start:]:
        if any(cell.strip() for cell in line):
            _take(dict(zip(names, line, strict=False)), f"line {number}", book)
    if not book.licences and not book.errors:
        book.errors.append(f"No licence below line {start}: download the Purple Book again.")
    return book


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return every line with its number in the file."""
    try:
        if path.stat().st_size > LARGEST:
            raise PurpleBookError(f"{path.name} is larger than {LARGEST // 1_000_000} MB: is it the right file?")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PurpleBookError(f"{path} does not exist.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PurpleBookError(f"{path.name} cannot be read as text: {error}.") from None
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, line in csv_lines(text):
            lines.append((number, line))
            if len(lines) > MOST_ROWS:
                raise PurpleBookError(f"Line {number}: more than {MOST_ROWS} lines; is it the right file?")
    except CsvError as error:
        raise PurpleBookError(str(error)) from None
    return lines


def _header(lines: list[tuple[int, list[str]]]) -> tuple[list[str], int]:
    """Return the headings of the last section and the place of the first line below them."""
    places = [place for place, (_number, line) in enumerate(lines) if line and line[0].strip() == HEADER_START]
    if not places:
        raise PurpleBookError(f"No line beginning with “{HEADER_START}”: download the Purple Book as CSV.")
    number, line = lines[places[-1]]
    names = [name.strip() for name in line]
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        raise PurpleBookError(f"Line {number}: these columns are missing: {', '.join(lacking)}.")
    return names, places[-1] + 1


def parse_day(text: str, place: str) -> datetime.date | None:
    """Return a day; two-digit years above 40 are of the last century. Raises PurpleBookError naming the place."""
    text = text.strip()
    if text.lower() in NO_VALUE:
        return None
    parts = next((match.groupdict() for form in FORMS if (match := form.fullmatch(text))), None)
    if parts is None:
        raise PurpleBookError(f"{place}: “{text}” is not a date; the Purple Book writes 8-Dec-23.")
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 1900 if year > 40 else 2000
    month = MONTHS.get(parts["name"].title(), 0) if "name" in parts else int(parts["month"])
    try:
        return datetime.date(year, month, int(parts["day"]))
    except ValueError:
        raise PurpleBookError(f"{place}: “{text}” does not exist in the calendar.") from None


def bare_number(text: str) -> str:
    """Return a licence number as the Purple Book writes it: "BLA 125197" becomes "125197"."""
    return text.strip().upper().removeprefix("BLA").removeprefix("STN").strip()


def _take(cells: dict[str, str], place: str, book: PurpleBook) -> None:
    number = cells.get("BLA Number", "").strip()
    if not number or "Licensure" not in cells:
        book.errors.append(f"{place}: the line ends too early, or BLA Number is empty.")
        return
    try:
        days = [parse_day(cells.get(name, ""), f"{place}, {name}") for name in DATES]
    except PurpleBookError as error:
        book.errors.append(str(error))
        return
    licence = Licence(
        number=number,
        name=cells.get("Proprietary Name", "").strip(),
        applicant=" ".join(cells.get("Applicant", "").split()),
        licensure=cells["Licensure"].strip(),
        marketing=cells.get("Marketing Status", "").strip(),
        first_licensed=next((day for day in days if day), None),
    )
    known = book.licences.get(number)
    book.licences[number] = known.with_row(licence) if known else licence


def compare_licence(licence: Licence, held: Held) -> list[Difference]:
    """Return on what FDA's list and our authorisation disagree."""
    found = []
    if bare_number(held.number) != licence.number:
        found.append(Difference("licence number", held.number or "nothing", licence.number))
    if licence.has_name and not fold(held.brand_name).startswith(fold(licence.name)):
        found.append(Difference("brand name", held.brand_name, licence.name))
    ours = held.date_of({"authorised"})
    if licence.first_licensed and not (ours and licence.first_licensed.isoformat().startswith(ours)):
        found.append(Difference("first licensure", ours or "nothing", licence.first_licensed.isoformat()))
    if not _same_company(held.holder, licence.applicant):
        found.append(Difference("holder", held.holder, licence.applicant))
    return [*found, *_status(licence, held)]


def _status(licence: Licence, held: Held) -> list[Difference]:
    licensed = (Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED, Status.SUSPENDED)
    ours = str(held.status.label)
    if licence.is_revoked == (held.status in licensed):
        return [Difference("status", ours, licence.licensure)]
    if licence.is_discontinued and held.status in (Status.IN_FORCE, Status.RESTRICTED):
        return [Difference("status", ours, f"{licence.licensure}, discontinued")]
    return []


def _same_company(ours: str, theirs: str) -> bool:
    """Whether two spellings of a company begin with the same word or one holds the other ("Celgene (Bristol …)")."""
    first, second = fold(ours), fold(theirs)
    return (
        not second or first == second or first in second or second in first or first.split()[:1] == second.split()[:1]
    )
