"""Where an authorisation stands on a day, worked out from its dated events. Pure functions; no database."""

import datetime
from collections.abc import Iterable

from portal.base.partial_dates import PartialDate
from therapies.enums import APPROVED_STATUSES, FINAL_EVENTS, FIRST_EVENTS, STATUS_AFTER, EventKind, Status

Event = tuple[str, str]


def status_on(events: Iterable[Event], day: datetime.date | None = None) -> Status:
    """Return the status on a day (today by default) from events ``(partial date, kind)`` in order of time.

    An event dated to a year or month counts from the first day it can mean. Restrictions and "no longer sold" leave
    the authorisation in force; only suspension, withdrawal and expiry end it. A change of kind leaves the status.
    """
    day = day or datetime.date.today()
    status = Status.UNKNOWN
    for date, kind in events:
        if PartialDate.parse(date).earliest > day:
            continue
        status = STATUS_AFTER.get(EventKind(kind), status)
    return status


def is_approved(status: Status) -> bool:
    """Return whether a therapy with this status may be called approved."""
    return status in APPROVED_STATUSES


def problems_of(events: Iterable[Event]) -> list[str]:
    """Return what is wrong with the events of one authorisation, in words that say what to do; empty when all is well.

    Rules: a first event is an authorisation, a refusal or a withdrawn application; dates do not run backwards; nothing
    follows an end; a suspension is lifted only after it began.
    """
    problems: list[str] = []
    kinds: list[EventKind] = []
    before: PartialDate | None = None
    for number, (date, kind) in enumerate(events, start=1):
        current, event = PartialDate.parse(date), EventKind(kind)
        if not kinds and event not in FIRST_EVENTS:
            problems.append(f"Event {number} (“{event.label}”, {date}) comes before any authorisation: add that first.")
        if before is not None and current.latest < before.earliest:
            problems.append(f"Event {number} ({date}) is earlier than the one before it ({before}): put them in order.")
        if kinds and kinds[-1] in FINAL_EVENTS:
            problems.append(
                f"Event {number} (“{event.label}”, {date}) follows the end (“{kinds[-1].label}”): "
                "enter a new authorisation instead."
            )
        if event == EventKind.AUTHORISED and EventKind.AUTHORISED in kinds:
            problems.append(f"Event {number}: “authorised” stands twice; keep the first one.")
        if event == EventKind.SUSPENSION_LIFTED and EventKind.SUSPENDED not in kinds:
            problems.append(f"Event {number}: no suspension was entered that could be lifted.")
        kinds.append(event)
        before = current
    return problems
