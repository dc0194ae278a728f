"""One line of EMA's table as checked facts. Pure: touches no database and imports no models."""

import datetime
import re
from dataclasses import dataclass

from therapies.enums import AuthorisationKind, EventKind

PREVIOUS_NAME = re.compile(r"^(?P<name>.+?)\s*\(previously (?P<previous>.+)\)$", re.IGNORECASE)
TEXT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.Z+]*)?", re.ASCII)
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "n/a", "")
LONGEST = {"name": 120, "product number": 60, "holder": 200, "medicine URL": 500}

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
END_COLUMN = "withdrawal, expiry, revocation or lapse"


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

    @property
    def end(self) -> EventKind | None:
        """How an authorisation, or the application for one, ended by EMA's word; None while it runs."""
        return ENDED.get(self.status) or NEVER.get(self.status)

    @property
    def has_end_day(self) -> bool:
        return any(kind == self.end for _day, kind in self.events())

    def events(self) -> list[tuple[str, EventKind]]:
        """Return the dated events the line tells of, in order; an end whose day EMA does not give is left out.

        EMA leaves the date of a refusal on a line that was authorised later: only what belongs to the status counts.
        """
        end, never = ENDED.get(self.status), NEVER.get(self.status)
        dated = [
            (self.authorised_on, EventKind.AUTHORISED if self.was_authorised else None),
            (self.refused_on, never if never == EventKind.REFUSED else None),
            (self.application_withdrawn_on, never if never == EventKind.APPLICATION_WITHDRAWN else None),
            (self.suspended_on, EventKind.SUSPENDED if end or self.status == "suspended" else None),
            (self.ended_on, end),
        ]
        return sorted((day.isoformat(), kind) for day, kind in dated if day and kind)


def yes_or_no(value: object, place: str) -> bool:
    """Return whether a cell says yes; an empty one says no. Raises RowError for anything that is neither."""
    word = str("" if value is None else value).strip().lower()
    if word not in {*YES, *NO}:
        raise RowError(f"{place}: “{value}” is neither Yes nor No.")
    return word in YES


def parse_day(value: object, place: str) -> datetime.date | None:
    """Return a day from dd/mm/yyyy or ISO text or a date cell; None for an empty one. Raises RowError with place."""
    if value is None or str(value).strip() in ("", "N/A"):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match, iso = TEXT_DATE.fullmatch(str(value).strip()), ISO_DATE.fullmatch(str(value).strip())
    if match:
        day, month, year = map(int, match.groups())
    elif iso:
        year, month, day = map(int, iso.groups())
    else:
        raise RowError(f"{place}: “{value}” is not a date; EMA writes dd/mm/yyyy.")
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
    row = EmaRow(
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
        kind=_kind(cells, place),
        authorised_on=parse_day(cells.get("authorised_on"), f"{place}, marketing authorisation date"),
        refused_on=parse_day(cells.get("refused_on"), f"{place}, refusal date"),
        application_withdrawn_on=parse_day(
            cells.get("application_withdrawn_on"), f"{place}, withdrawal of application"
        ),
        ended_on=parse_day(cells.get("ended_on"), f"{place}, {END_COLUMN}"),
        suspended_on=parse_day(cells.get("suspended_on"), f"{place}, suspension"),
        listed_year=_year(parse_day(cells.get("updated_on"), f"{place}, last updated")),
        page=str(cells.get("page") or "").strip(),
    )
    _check_dates(row)
    _check_texts(row)
    return row


def _check_dates(row: EmaRow) -> None:
    """Raise RowError when two dates, or a date and the status, cannot both be true."""
    for column, day in ((END_COLUMN, row.ended_on), ("suspension", row.suspended_on)):
        if day and row.authorised_on and day < row.authorised_on:
            raise RowError(
                f"{row.place}, {column}: {day:%d/%m/%Y} lies before the authorisation ({row.authorised_on:%d/%m/%Y})."
            )
    if row.status in RUNNING and row.ended_on:
        raise RowError(
            f"{row.place}, {END_COLUMN}: {row.ended_on:%d/%m/%Y}, but the medicine status is “{row.status}”: "
            "both cannot be true."
        )


def _check_texts(row: EmaRow) -> None:
    """Raise RowError for a text that the portal could not keep, or an address that is none."""
    texts = {"name": row.name, "product number": row.number, "holder": row.holder, "medicine URL": row.page}
    for column, text in texts.items():
        if len(text) > LONGEST[column]:
            raise RowError(f"{row.place}, {column}: longer than {LONGEST[column]} characters; is it the right column?")
    if row.page and not re.match(r"https?://[^\s/]+", row.page):
        raise RowError(f"{row.place}, medicine URL: “{row.page}” is not a web address.")


def _year(day: datetime.date | None) -> str:
    return str(day.year) if day else ""


def _kind(cells: dict[str, object], place: str) -> AuthorisationKind:
    if yes_or_no(cells.get("conditional"), f"{place}, conditional approval"):
        return AuthorisationKind.CONDITIONAL
    if yes_or_no(cells.get("exceptional"), f"{place}, exceptional circumstances"):
        return AuthorisationKind.EXCEPTIONAL
    return AuthorisationKind.STANDARD
