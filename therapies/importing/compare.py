"""What a regulator's line says differently from what we hold. Pure: touches no database and imports no models."""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass

from portal.base.partial_dates import PartialDate
from portal.base.text import fold
from therapies.enums import FINAL_EVENTS, EventKind, Status
from therapies.importing.rows import ENDED, NEVER, EmaRow
from therapies.status import is_approved, status_on

# We add "(applicant)" or an earlier name behind a holder's name; the register's own name stands before it.
BRACKET = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class Held:
    """One EU authorisation as we hold it."""

    brand_name: str
    number: str
    holder: str
    kind: str
    events: tuple[tuple[str, str], ...]

    @property
    def status(self) -> Status:
        return status_on(self.events)

    @property
    def was_authorised(self) -> bool:
        return bool(self.date_of({EventKind.AUTHORISED}))

    def date_of(self, kinds: Collection[str]) -> str:
        """The date of the first event of some kinds; empty where there is none."""
        return next((date for date, kind in self.events if kind in kinds), "")


@dataclass(frozen=True)
class Difference:
    """One fact on which the regulator and we disagree, in words a person can act on."""

    field: str
    ours: str
    theirs: str


def compare(row: EmaRow, held: Held) -> list[Difference]:
    """Return every disagreement; a partial date of ours that includes EMA's day agrees with it."""
    found = [
        _if_different("product number", held.number, row.number),
        _if_different("brand name", held.brand_name, row.name, also=row.previous_name),
        _if_different("holder", BRACKET.sub("", held.holder), row.holder),
        _status(row, held),
        _date("authorised on", held.date_of({EventKind.AUTHORISED}), row.authorised_on),
        _date("ended on", held.date_of(set(FINAL_EVENTS)), row.ended_on),
    ]
    if row.status in NEVER:
        withdrawn = held.date_of({EventKind.APPLICATION_WITHDRAWN})
        found.append(_date("refused on", held.date_of({EventKind.REFUSED}), row.refused_on))
        found.append(_date("application withdrawn on", withdrawn, row.application_withdrawn_on))
    if row.status == "suspended":
        found.append(_date("suspended on", held.date_of({EventKind.SUSPENDED}), row.suspended_on))
    if row.status == "authorised":
        found.append(_if_different("kind", held.kind, str(row.kind.value)))
    return [difference for difference in found if difference is not None]


def _if_different(name: str, ours: str, theirs: str, also: str = "") -> Difference | None:
    if not theirs or fold(ours) in (fold(theirs), fold(f"{theirs} previously {also}")):
        return None
    if also and fold(ours) == fold(also):
        return Difference(name, ours, f"{theirs} (previously {also})")
    return Difference(name, ours or "nothing", theirs)


def _status(row: EmaRow, held: Held) -> Difference | None:
    if row.is_undecided:
        return Difference("status", str(held.status.label), row.status) if is_approved(held.status) else None
    expected = {
        "authorised": (Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED),
        "suspended": (Status.SUSPENDED,),
        **dict.fromkeys(ENDED, (Status.WITHDRAWN, Status.EXPIRED)),
        **dict.fromkeys(NEVER, (Status.REFUSED, Status.APPLICATION_WITHDRAWN)),
    }[row.status]
    return None if held.status in expected else Difference("status", str(held.status.label), row.status)


def _date(name: str, ours: str, theirs: datetime.date | None) -> Difference | None:
    if theirs is None:
        return None
    if ours:
        date = PartialDate.parse(ours)
        if date.earliest <= theirs <= date.latest:
            return None
    return Difference(name, ours or "nothing", theirs.isoformat())
