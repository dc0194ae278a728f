"""Filtering by standing in the database says what the status in Python says, for whatever events there are."""

import datetime
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.kernel import locale_of, number
from tests.factories.therapies import make_authorisation, make_therapy
from therapies.enums import EventKind, Standing, Status
from therapies.models import Authorisation, AuthorisationEvent, Therapy
from therapies.status import is_approved

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 23)
ENDED = (Status.WITHDRAWN, Status.EXPIRED)
NEVER = (Status.REFUSED, Status.APPLICATION_WITHDRAWN)


def standing_of(statuses):
    """Return the standing of a therapy whose authorisations have these statuses; the words of the filter."""
    if any(is_approved(status) for status in statuses):
        return Standing.APPROVED
    if Status.SUSPENDED in statuses:
        return Standing.SUSPENDED
    if any(status in ENDED for status in statuses):
        return Standing.ENDED
    return Standing.NEVER if any(status in NEVER for status in statuses) else None


def store(histories):
    """Store one therapy for each list of authorisations, each a pair of place and events, in few queries."""
    locale = locale_of("en")
    same = {"locale": locale, "live": True, "in_short": "x", "given": "in vivo", "kind": "in_vivo_gene"}
    names = [f"t {number()}" for _history in histories]
    therapies = [
        Therapy(name=name, folded_name=name, slug=name.replace(" ", "-"), modification="addition", **same)
        for name in names
    ]
    Therapy.objects.bulk_create(therapies)
    rows, events = [], []
    for therapy, history in zip(therapies, histories, strict=True):
        for place, (jurisdiction, dated) in enumerate(history):
            row = Authorisation(therapy=therapy, jurisdiction=jurisdiction, brand_name=f"B {place}", regulator="R",
                                sort_order=place)  # fmt: skip
            rows.append(row)
            events += [AuthorisationEvent(authorisation=row, date=date, kind=kind, sort_order=order)
                       for order, (date, kind) in enumerate(dated)]  # fmt: skip
    Authorisation.objects.bulk_create(rows)
    AuthorisationEvent.objects.bulk_create(events)
    return therapies


def disagreements(jurisdiction=""):
    """Return the therapies on which the database and Python disagree."""
    found = {standing: {therapy.pk for therapy in Therapy.objects.all().standing(standing, jurisdiction, DAY)}
             for standing in Standing}  # fmt: skip
    wrong = []
    for therapy in Therapy.objects.with_status():
        rows = [row for row in therapy.authorisations.all() if jurisdiction in ("", row.jurisdiction)]
        expected = standing_of([row.status_on(DAY) for row in rows])
        in_database = [standing for standing in Standing if therapy.pk in found[standing]]
        if in_database != ([expected] if expected else []):
            wrong.append(([row.dated_events for row in rows], expected, in_database))
    return wrong


def test_all_histories_of_up_to_three_events_agree():
    histories = [
        [("EU", [(f"20{10 + place}", kind) for place, kind in enumerate(kinds)])]
        for length in range(4)
        for kinds in itertools.product(EventKind.values, repeat=length)
    ]
    assert len(histories) == 1 + 10 + 100 + 1000
    store(histories)

    assert disagreements() == []
    assert disagreements("EU") == []


DATES = st.sampled_from(["2009", "2015-07", "2020-01-31", "2026", "2026-11", "2026-11-22", "2026-11-23", "2026-11-24",
                         "2026-12", "2027", "2999-01-01"])  # fmt: skip
EVENTS = st.lists(st.tuples(DATES, st.sampled_from(EventKind.values)), max_size=6, unique=True)
HISTORY = st.lists(st.tuples(st.sampled_from(["EU", "US", "UK"]), EVENTS), max_size=3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HISTORY, min_size=1, max_size=8))
def test_any_histories_agree_in_any_place(histories):
    with transaction.atomic():
        store(histories)
        wrong = [*disagreements(), *disagreements("EU"), *disagreements("US")]
        transaction.set_rollback(True)

    assert wrong == []


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ([("2018", "authorised"), ("2019", "suspended"), ("2020", "label restricted")], Standing.SUSPENDED),
        ([("2018", "authorised"), ("2019", "suspended"), ("2020", "no longer marketed")], Standing.SUSPENDED),
        ([("2018", "authorised"), ("2019", "suspended"), ("2020", "kind changed")], Standing.SUSPENDED),
        ([("2018", "authorised"), ("2019", "suspended"), ("2020", "suspension lifted")], Standing.APPROVED),
        ([("2018", "authorised"), ("2019", "suspended"), ("2020", "expired")], Standing.ENDED),
        ([("2018", "authorised"), ("2999", "withdrawn")], Standing.APPROVED),
        ([("2019", "refused")], Standing.NEVER),
    ],
)
def test_filter_of_the_public_list_finds_it_under_its_standing_only(client, events, standing):
    make_therapy("Exampla", events=events)

    found = [value for value in Standing.values if b"Exampla" in client.get(f"/therapies/?status={value}").content]

    assert found == [standing]


def test_standing_in_one_place_is_not_that_in_another(client):
    make_therapy(
        "Zynteglo",
        authorisations=[
            make_authorisation("Zynteglo", "EU", [("2019", "authorised"), ("2022", "withdrawn")]),
            make_authorisation("Zynteglo", "US", [("2022", "authorised")]),
        ],
    )

    def is_found(address):
        return b"Zynteglo" in client.get(address).content

    assert is_found("/therapies/?status=approved")
    assert is_found("/therapies/?status=approved&where=US")
    assert is_found("/therapies/?status=ended&where=EU")
    assert not is_found("/therapies/?status=approved&where=EU")
    assert not is_found("/therapies/?status=ended")
    assert not is_found("/therapies/?status=never&where=UK")
