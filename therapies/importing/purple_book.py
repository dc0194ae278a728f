"""FDA's Purple Book against our US authorisations: number, holder, first licensure, licence. Touches no database."""

import csv
import datetime
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from portal.base.text import fold
from therapies.enums import Status
from therapies.importing.compare import Difference, Held

HEADER_START = "N/R/U"
LARGEST = 100_000_000
DAY = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{2}|\d{4})")
MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
NEEDED = ("Applicant", "BLA Number", "Proprietary Name", "Licensure")


@dataclass(frozen=True)
class Licence:
    """One licensed product: all its rows (strengths, supplements) taken together."""

    place: str
    number: str
    name: str
    applicant: str
    licensure: str
    marketing: str
    first_licensed: datetime.date | None


@dataclass
class PurpleBook:
    """The licences of the whole database section, by licence number, and what could not be read."""

    licences: dict[str, Licence] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_purple_book(path: Path) -> PurpleBook:
    """Read a monthly download. It holds two sections under the same headings; only the last, the whole list, counts."""
    book = PurpleBook()
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{path.name} is larger than {LARGEST // 1_000_000} MB: is it the right file?")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        book.errors.append(f"{path} does not exist.")
        return book
    except (UnicodeDecodeError, ValueError) as error:
        book.errors.append(f"{path.name} cannot be read: {error}.")
        return book
    lines = list(csv.reader(io.StringIO(text)))
    headers = [number for number, line in enumerate(lines) if line and line[0].strip() == HEADER_START]
    if not headers:
        book.errors.append(f"No line beginning with “{HEADER_START}”: download the Purple Book as CSV.")
        return book
    names = [name.strip() for name in lines[headers[-1]]]
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        book.errors.append(f"Line {headers[-1] + 1}: these columns are missing: {', '.join(lacking)}.")
        return book
    for number, line in enumerate(lines[headers[-1] + 1 :], start=headers[-1] + 2):
        if any(cell.strip() for cell in line):
            _take(dict(zip(names, line, strict=False)), f"line {number}", book)
    return book


def parse_day(text: str) -> datetime.date | None:
    """Return a day from "8-Dec-23" or "2-Dec-1987"; two-digit years above 40 are of the last century."""
    match = DAY.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = int(match[1]), MONTHS.get(match[2]), int(match[3])
    if year < 100:
        year += 1900 if year > 40 else 2000
    return datetime.date(year, month, day) if month else None


def _take(cells: dict, place: str, book: PurpleBook) -> None:
    number = cells["BLA Number"].strip()
    first = parse_day(cells.get("Date of First Licensure") or "") or parse_day(cells.get("Approval Date") or "")
    known = book.licences.get(number)
    if known is not None:
        dates = [day for day in (known.first_licensed, first) if day]
        first = min(dates) if dates else None
        place = known.place
    book.licences[number] = Licence(
        place=place,
        number=number,
        name=cells["Proprietary Name"].strip(),
        applicant=" ".join(cells["Applicant"].split()),
        licensure=cells["Licensure"].strip(),
        marketing=(cells.get("Marketing Status") or "").strip(),
        first_licensed=first,
    )


def compare_licence(licence: Licence, held: Held) -> list[Difference]:
    """Return on what FDA's list and our authorisation disagree."""
    found = []
    ours = held.date_of({"authorised"})
    if licence.first_licensed and ours and not licence.first_licensed.isoformat().startswith(ours):
        found.append(Difference("first licensure", ours, licence.first_licensed.isoformat()))
    if not _same_company(held.holder, licence.applicant):
        found.append(Difference("holder", held.holder, licence.applicant))
    revoked = "revoked" in licence.licensure.lower()
    in_force = held.status in (Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED, Status.SUSPENDED)
    if revoked == in_force:
        found.append(Difference("status", str(held.status.label), licence.licensure))
    elif licence.marketing.startswith("Disc") and held.status in (Status.IN_FORCE, Status.RESTRICTED):
        found.append(Difference("status", str(held.status.label), f"{licence.licensure}, discontinued"))
    return found


def _same_company(ours: str, theirs: str) -> bool:
    """Whether two spellings of a company begin with the same word or one holds the other ("Celgene (Bristol …)")."""
    first, second = fold(ours), fold(theirs)
    return (
        not second or first == second or first in second or second in first or first.split()[:1] == second.split()[:1]
    )
