"""Where an authorisation stands on a day, from its dated events."""

import datetime

import pytest

from therapies.enums import APPROVED_STATUSES, STATUS_AFTER, EventKind, Status
from therapies.status import is_approved, problems_of, status_on

AUTHORISED = ("2018-08-22", "authorised")
TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("authorised", Status.IN_FORCE),
        ("kind changed", Status.IN_FORCE),
        ("label restricted", Status.RESTRICTED),
        ("suspended", Status.SUSPENDED),
        ("no longer marketed", Status.NOT_MARKETED),
        ("withdrawn", Status.WITHDRAWN),
        ("expired", Status.EXPIRED),
        ("refused", Status.REFUSED),
        ("application withdrawn", Status.APPLICATION_WITHDRAWN),
    ],
)
def test_status_after_each_event_is_what_it_brings(event, status):
    assert status_on([AUTHORISED, ("2020-05-01", event)], TODAY) == status


def test_every_event_has_a_status_or_leaves_it():
    assert set(EventKind) - set(STATUS_AFTER) == {EventKind.KIND_CHANGED}


def test_status_after_a_suspension_was_lifted_is_in_force():
    events = [AUTHORISED, ("2020", "suspended"), ("2021", "suspension lifted")]

    assert status_on(events, TODAY) == Status.IN_FORCE


def test_status_of_a_changed_kind_keeps_the_restriction():
    events = [AUTHORISED, ("2020", "label restricted"), ("2021", "kind changed")]

    assert status_on(events, TODAY) == Status.RESTRICTED


def test_status_of_a_suspension_lifted_brings_an_earlier_restriction_back():
    events = [AUTHORISED, ("2019", "label restricted"), ("2020", "suspended"), ("2021", "suspension lifted")]

    assert status_on(events, TODAY) == Status.RESTRICTED


@pytest.mark.parametrize("meanwhile", ["label restricted", "no longer marketed", "kind changed"])
def test_suspension_holds_until_it_is_lifted_whatever_happens_meanwhile(meanwhile):
    events = [AUTHORISED, ("2020", "suspended"), ("2021", meanwhile)]

    assert status_on(events, TODAY) == Status.SUSPENDED
    assert problems_of(events) == []


@pytest.mark.parametrize("event", ["label restricted", "no longer marketed", "kind changed", "suspension lifted"])
@pytest.mark.parametrize(
    ("before", "status"),
    [
        ([], Status.UNKNOWN),
        ([("2019", "refused")], Status.REFUSED),
        ([AUTHORISED, ("2019", "withdrawn")], Status.WITHDRAWN),
        ([AUTHORISED, ("2019", "expired")], Status.EXPIRED),
    ],
)
def test_what_is_not_authorised_is_not_approved_by_anything_else(before, event, status):
    assert status_on([*before, ("2020", event)], TODAY) == status


def test_lifting_a_suspension_of_what_was_never_authorised_approves_nothing():
    assert status_on([("2020", "suspension lifted")], TODAY) == Status.UNKNOWN


def test_status_without_events_is_unknown():
    assert status_on([], TODAY) == Status.UNKNOWN
    assert not is_approved(Status.UNKNOWN)


@pytest.mark.parametrize(
    ("date", "day", "status"),
    [
        ("2021", (2020, 12, 31), Status.UNKNOWN),
        ("2021", (2021, 1, 1), Status.IN_FORCE),
        ("2021-03", (2021, 2, 28), Status.UNKNOWN),
        ("2021-03", (2021, 3, 1), Status.IN_FORCE),
        ("2021-03-05", (2021, 3, 4), Status.UNKNOWN),
        ("2021-03-05", (2021, 3, 5), Status.IN_FORCE),
    ],
)
def test_event_of_a_partial_date_counts_from_its_first_day(date, day, status):
    assert status_on([(date, "authorised")], datetime.date(*day)) == status


def test_event_that_lies_ahead_does_not_count_yet():
    events = [AUTHORISED, ("2027-01-01", "withdrawn")]

    assert status_on(events, TODAY) == Status.IN_FORCE
    assert status_on(events, datetime.date(2027, 1, 1)) == Status.WITHDRAWN


def test_status_of_today_is_the_default():
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)

    assert status_on([(str(yesterday), "authorised"), (str(tomorrow), "expired")]) == Status.IN_FORCE


@pytest.mark.parametrize("status", list(Status))
def test_only_an_authorisation_in_force_is_an_approval(status):
    assert is_approved(status) is (status in {Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED})
    assert set(APPROVED_STATUSES) == {Status.IN_FORCE, Status.RESTRICTED, Status.NOT_MARKETED}


@pytest.mark.parametrize(
    "events",
    [
        [],
        [AUTHORISED],
        [("2025-09-24", "refused")],
        [("2025", "application withdrawn")],
        [AUTHORISED, ("2019", "kind changed"), ("2020", "label restricted"), ("2021", "no longer marketed"),
         ("2022", "withdrawn")],
        [AUTHORISED, ("2019", "suspended"), ("2020", "suspension lifted"), ("2021", "expired")],
        [("2018", "authorised"), ("2018-08-22", "kind changed")],
        [("2018-08", "authorised"), ("2018-08-22", "kind changed")],
        [("2018-08-22", "authorised"), ("2018-08", "kind changed")],
        [AUTHORISED, ("2018-08-22", "kind changed")],
        [AUTHORISED, ("2025-05-15", "no longer marketed"), ("2025-05-15", "withdrawn")],
        [AUTHORISED, ("2019", "suspended"), ("2020-01-01", "suspension lifted"), ("2020-01-01", "label restricted")],
        [AUTHORISED, ("2019", "suspended"), ("2020", "suspension lifted"), ("2021", "suspended")],
        [("2018", "authorised"), ("2018", "withdrawn")],
    ],
)  # fmt: skip
def test_events_in_order_have_no_problems(events):
    assert problems_of(events) == []


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([("2020", "withdrawn")], "Event 1 (“authorisation withdrawn”, 2020) comes before any authorisation"),
        ([("2020", "suspended")], "comes before any authorisation: add that first"),
        ([AUTHORISED, ("2017-12-31", "withdrawn")],
         "Event 2 (2017-12-31) is earlier than the one before it (2018-08-22): put them in order."),
        ([("2018", "authorised"), ("2017", "kind changed")], "Event 2 (2017) is earlier"),
        ([("2018-08", "authorised"), ("2018-07-31", "kind changed")], "is earlier than the one before it (2018-08)"),
        ([AUTHORISED, ("2019", "withdrawn"), ("2020", "label restricted")],
         "Event 3 (“use restricted”, 2020) follows the end (“authorisation withdrawn”): enter a new authorisation"),
        ([AUTHORISED, ("2019", "expired"), ("2020", "authorised")], "follows the end (“authorisation ran out”)"),
        ([("2019", "refused"), ("2020", "authorised")], "follows the end (“authorisation refused”)"),
        ([("2019", "application withdrawn"), ("2020", "refused")], "follows the end (“application withdrawn”)"),
        ([AUTHORISED, ("2019", "authorised")], "Event 2: “authorised” stands twice; keep the first one."),
        ([AUTHORISED, ("2019", "refused")], "Event 2 (“authorisation refused”, 2019) cannot follow “authorised”"),
        ([AUTHORISED, ("2019", "application withdrawn")], "cannot follow “authorised”: enter “authorisation"),
        ([AUTHORISED, ("2019", "suspended"), ("2020", "suspended")], "Event 3 (2020): it is suspended already"),
        ([AUTHORISED, ("2019", "suspended"), ("2020", "suspension lifted"), ("2021", "suspension lifted")],
         "Event 4: no suspension was entered that could be lifted."),
        ([AUTHORISED, ("2018-08-22", "withdrawn")],
         "Event 2 (“authorisation withdrawn”) is of the same day as “authorised” (2018-08-22): two statuses overlap"),
        ([AUTHORISED, ("2020-01-01", "suspended"), ("2020-01-01", "suspension lifted")], "two statuses overlap"),
        ([AUTHORISED, ("2019", "suspension lifted")], "Event 2: no suspension was entered that could be lifted."),
    ],
)  # fmt: skip
def test_events_that_contradict_each_other_are_told_with_place_and_remedy(events, told):
    assert any(told in problem for problem in problems_of(events)), problems_of(events)


def test_events_with_several_problems_tell_all_of_them():
    events = [("2020", "suspended"), ("2019", "withdrawn"), ("2021", "authorised")]

    assert len(problems_of(events)) == 3
