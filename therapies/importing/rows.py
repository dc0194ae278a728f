"""One line of EMA's table as checked facts. Pure: touches no database and imports no models."""

import datetime
import re
from dataclasses import dataclass

from therapies.enums import AuthorisationKind, EventKind

PREVIOUS_NAME = re.compile(r"^(?P<name>.+?)\s*\(previously (?P<previous>.+)\)$", re.IGNORECASE)
TEXT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

# EMA's words for where a medicine stands. "Withdrawn" ended an authorisation; "Application withdrawn" never had one.
ENDED = {
    "withdrawn": EventKind.WITHDRAWN,
    "expired": EventKind.EXPIRED,
    "lapsed": EventKind.EXPIRED,
    "revoked": EventKind.WITHDRAWN,
}
NEVER = {
    "refused": EventKind.REFUSED,
    "application withdrawn": EventKind.APPLICATION_WITHDRAWN,
    "withdrawn from rolling review": EventKind.APPLICATION_WITHDRAWN,
}
RUNNING = {"authorised": None, "suspended": EventKind.SUSPENDED}
UNDECIDED = ("opinion", "opinion under re-examination")


class RowError(Exception):
    """A line that cannot be used; the message names row, column and remedy."""


@dataclass(frozen=True)
class EmaRow:
    """One advanced therapy as EMA lists it. Dates are days or None; ``status`` is EMA's word in small letters."""

    place: str
    name: str
    previous_name: str
    number: str
    status: str
    inn: str
    active_substances: tuple[str, ...]
    areas: tuple[str, ...]
    indication: str
    holder: str
    kind: AuthorisationKind
    authorised_on: datetime.date | None
    refused_on: datetime.date | None
    application_withdrawn_on: datetime.date | None
    ended_on: datetime.date | None
    suspended_on: datetime.date | None
    listed_year: str
    page: str

    @property
    def was_authorised(self) -> bool:
        return self.status in RUNNING or self.status in ENDED

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    def events(self) -> list[tuple[str, EventKind]]:
        """Return the dated events the line tells of, in order; an end whose day EMA does not give is left out."""
        dated = [
            (self.authorised_on, EventKind.AUTHORISED if self.was_authorised else None),
            (self.refused_on, NEVER.get(self.status)),
            (self.application_withdrawn_on, NEVER.get(self.status)),
            (self.suspended_on, RUNNING.get(self.status)),
            (self.ended_on, ENDED.get(self.status)),
        ]
        return sorted((day.isoformat(), kind) for day, kind in dated if day and kind)


def is_yes(value: object) -> bool:
    return str(value or "").strip().lower() == "yes"


def parse_day(value: object, place: str) -> datetime.date | None:
    """Return a day from dd/mm/yyyy text or a date cell; None for an empty cell. Raises RowError naming the place."""
    if value is None or str(value).strip() in ("", "N/A"):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = TEXT_DATE.fullmatch(str(value).strip())
    if not match:
        raise RowError(f"{place}: “{value}” is not a date; EMA writes dd/mm/yyyy.")
    day, month, year = map(int, match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise RowError(f"{place}: “{value}” does not exist in the calendar.") from None


def parse_list(value: object) -> tuple[str, ...]:
    """Return the parts of a cell that EMA divides by semicolons; commas belong to the terms."""
    return tuple(part.strip() for part in str(value or "").split(";") if part.strip())


def parse_row(cells: dict[str, object], place: str) -> EmaRow:
    """Turn one line (our column name -> cell) into facts. Raises RowError with row, column and remedy."""
    name = " ".join(str(cells.get("name") or "").split())
    number = str(cells.get("number") or "").strip()
    status = " ".join(str(cells.get("status") or "").lower().split())
    if not name or not number:
        raise RowError(f"{place}: name and product number must be there; is the line part of a merged cell?")
    known = {*RUNNING, *ENDED, *NEVER, *UNDECIDED}
    if status not in known:
        raise RowError(
            f"{place}, medicine status: “{cells.get('status')}” is new to us; known: {', '.join(sorted(known))}."
        )
    previous = PREVIOUS_NAME.match(name)
    return EmaRow(
        place=place,
        name=previous["name"] if previous else name,
        previous_name=previous["previous"] if previous else "",
        number=number,
        status=status,
        inn="; ".join(parse_list(cells.get("inn"))),
        active_substances=parse_list(cells.get("active_substance")),
        areas=parse_list(cells.get("areas")),
        indication=re.sub(r"<[^>]+>", " ", str(cells.get("indication") or "")).strip(),
        holder=" ".join(str(cells.get("holder") or "").split()),
        kind=_kind(cells),
        authorised_on=parse_day(cells.get("authorised_on"), f"{place}, marketing authorisation date"),
        refused_on=parse_day(cells.get("refused_on"), f"{place}, refusal date"),
        application_withdrawn_on=parse_day(
            cells.get("application_withdrawn_on"), f"{place}, withdrawal of application"
        ),
        ended_on=parse_day(cells.get("ended_on"), f"{place}, withdrawal, expiry, revocation or lapse"),
        suspended_on=parse_day(cells.get("suspended_on"), f"{place}, suspension"),
        listed_year=_year(parse_day(cells.get("updated_on"), f"{place}, last updated")),
        page=str(cells.get("page") or "").strip(),
    )


def _year(day: datetime.date | None) -> str:
    return str(day.year) if day else ""


def _kind(cells) -> AuthorisationKind:
    if is_yes(cells.get("conditional")):
        return AuthorisationKind.CONDITIONAL
    return AuthorisationKind.EXCEPTIONAL if is_yes(cells.get("exceptional")) else AuthorisationKind.STANDARD
