"""Where an authorisation stands on a day, worked out from its dated events. Pure functions; no database."""

import datetime
from collections.abc import Iterable

from portal.base.partial_dates import PartialDate
from therapies.enums import (
    APPROVED_STATUSES,
    DECIDING_EVENTS,
    FINAL_EVENTS,
    FIRST_EVENTS,
    STATUS_AFTER,
    SUSPENSION_EVENTS,
    EventKind,
    Status,
)

Event = tuple[str, str]


def status_on(events: Iterable[Event], day: datetime.date | None = None) -> Status:
    """Return the status on a day (today by default) from events ``(partial date, kind)`` in order of time.

    An event dated to a year or month counts from the first day it can mean. Restrictions and "no longer sold" leave
    the authorisation in force; only suspension, withdrawal and expiry end it. A change of kind leaves the status. A
    suspension holds until it is lifted or the authorisation ends, whatever else happens meanwhile; once it is lifted,
    an earlier restriction holds again. What was not authorised is not approved by being restricted.
    """
    day = day or datetime.date.today()
    status, is_suspended = Status.UNKNOWN, False
    for date, kind in events:
        if PartialDate.parse(date).earliest > day:
            continue
        event = EventKind(kind)
        if event in SUSPENSION_EVENTS:
            is_suspended = event == EventKind.SUSPENDED
        elif event in DECIDING_EVENTS:
            status, is_suspended = STATUS_AFTER[event], False
        elif is_approved(status):
            status = STATUS_AFTER.get(event, status)
    return Status.SUSPENDED if is_suspended else status


def is_planned(date: str) -> bool:
    """Return whether an event of a partial date is still to come; until then it counts for nothing."""
    return PartialDate.parse(date).earliest > datetime.date.today()


def is_approved(status: Status) -> bool:
    """Return whether a therapy with this status may be called approved."""
    return status in APPROVED_STATUSES


def problems_of(events: Iterable[Event]) -> list[str]:
    """Return what is wrong with the events of one authorisation, in words that say what to do; empty when all is well.

    Rules: a first event is an authorisation, a refusal or a withdrawn application; dates do not run backwards; nothing
    follows an end; a suspension is lifted only after it began; what was authorised is not refused; one day does not
    bring two statuses.
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
        if before is not None and _overlap(before, kinds[-1], current, event):
            problems.append(
                f"Event {number} (“{event.label}”) is of the same day as “{kinds[-1].label}” ({date}): two statuses "
                "overlap; correct one of the dates."
            )
        problems += _problems_after(number, date, event, kinds)
        kinds.append(event)
        before = current
    return problems


def _overlap(before: PartialDate, earlier: EventKind, current: PartialDate, later: EventKind) -> bool:
    """Whether two events in a row make an authorisation hold and not hold on one day.

    Sales may well stop on the day on which an authorisation ends.
    """
    is_one_day = before == current and current.precision == "day"
    both = {earlier, later}
    if not is_one_day or not both <= set(STATUS_AFTER) or EventKind.NO_LONGER_MARKETED in both:
        return False
    return is_approved(STATUS_AFTER[earlier]) != is_approved(STATUS_AFTER[later])


def _problems_after(number: int, date: str, event: EventKind, kinds: list[EventKind]) -> list[str]:
    """Return why an event may not follow those before it."""
    problems = []
    if kinds and kinds[-1] in FINAL_EVENTS:
        problems.append(
            f"Event {number} (“{event.label}”, {date}) follows the end (“{kinds[-1].label}”): "
            "enter a new authorisation instead."
        )
    if event == EventKind.AUTHORISED and EventKind.AUTHORISED in kinds:
        problems.append(f"Event {number}: “authorised” stands twice; keep the first one.")
    if event in (EventKind.REFUSED, EventKind.APPLICATION_WITHDRAWN) and EventKind.AUTHORISED in kinds:
        problems.append(
            f"Event {number} (“{event.label}”, {date}) cannot follow “authorised”: enter “authorisation withdrawn” "
            "or “authorisation ran out”."
        )
    suspensions = [kind for kind in kinds if kind in SUSPENSION_EVENTS]
    is_suspended = suspensions[-1:] == [EventKind.SUSPENDED]
    if event == EventKind.SUSPENSION_LIFTED and not is_suspended:
        problems.append(f"Event {number}: no suspension was entered that could be lifted.")
    if event == EventKind.SUSPENDED and is_suspended:
        problems.append(f"Event {number} ({date}): it is suspended already; enter when that suspension was lifted.")
    return problems
