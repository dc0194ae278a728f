"""What an editor is told about authorisations and events that cannot be."""

import pytest

from tests.factories.admin import DRAFT, PUBLISH, address, fill, filled_in, messages_on, rows
from tests.factories.kernel import make_source
from tests.factories.staff import make_superuser, signed_in
from tests.factories.therapies import make_therapy
from therapies.models import Therapy

pytestmark = pytest.mark.django_db

NO_ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def authorisation(brand_name="Glybera", *events, number=0):
    """Return one authorisation with its events as the form sends it."""
    values = rows("authorisations", *[{}] * number, {
        "jurisdiction": "EU", "regulator": "EMA", "brand_name": brand_name, "kind": "standard",
    })  # fmt: skip
    typed = [{"date": date, "kind": kind} for date, kind in events]
    name = f"authorisations-{number}-events"
    values |= {f"{name}-{key}": value for key, value in NO_ROWS.items()}
    return values | rows(name, *typed)


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def send(browser, events, button=PUBLISH, **changes):
    values = filled_in(Therapy, name="Glybera", slug="glybera")
    return fill(
        browser, address(Therapy, "add"), {**values, **authorisation("Glybera", *events), **changes}, button=button
    )


def test_authorisation_with_events_in_order_is_published(browser):
    answer = send(browser, [("2012-10-25", "authorised"), ("2017-10-28", "expired")])

    assert answer.status_code == 302, messages_on(answer)
    assert Therapy.objects.get().authorisations.get().dated_events == [
        ("2012-10-25", "authorised"), ("2017-10-28", "expired"),
    ]  # fmt: skip


@pytest.mark.parametrize("button", [DRAFT, PUBLISH], ids=["draft", "publish"])
@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([("2017", "authorised"), ("2012", "expired")], "Glybera: Event 2 (2012) is earlier than the one before it"),
        ([("2012", "authorised"), ("2017", "expired"), ("2018", "suspended")], "Glybera: Event 3"),
        ([("2012", "withdrawn")], "comes before any authorisation"),
    ],
)
def test_authorisation_with_events_that_contradict_is_refused_and_named(browser, button, events, told):
    answer = send(browser, events, button)

    assert answer.status_code == 200
    assert told in messages_on(answer)
    assert not Therapy.objects.exists()


@pytest.mark.parametrize("date", ["2021-02-30", "March 2021", "2021-13"])
def test_event_with_a_date_that_does_not_exist_is_refused(browser, date):
    answer = send(browser, [(date, "authorised")])

    assert answer.status_code == 200
    assert "check month and day" in messages_on(answer) or "write 2021" in messages_on(answer)
    assert not Therapy.objects.exists()


def test_order_of_the_rows_on_the_screen_is_the_order_of_the_events(browser):
    events = authorisation("Glybera", ("2017-10-28", "expired"), ("2012-10-25", "authorised"))
    events |= {"authorisations-0-events-0-ORDER": 2, "authorisations-0-events-1-ORDER": 1}
    values = filled_in(Therapy, name="Glybera", slug="glybera")

    answer = fill(browser, address(Therapy, "add"), {**values, **events}, button=PUBLISH)

    assert answer.status_code == 302, messages_on(answer)


def test_event_marked_for_deletion_does_not_count(browser):
    therapy = make_therapy("Glybera", events=(("2012", "authorised"), ("2011", "expired")))

    refused = fill(browser, address(therapy, "edit"), {}, button=PUBLISH)
    accepted = fill(browser, address(therapy, "edit"), {"authorisations-0-events-1-DELETE": "1"}, button=PUBLISH)

    assert refused.status_code == 200
    assert accepted.status_code == 302, messages_on(accepted)


def test_cells_given_in_vivo_are_refused_in_plain_words(browser):
    answer = send(browser, [("2012", "authorised")], kind="gene_modified_cells", given="in vivo")

    assert answer.status_code == 200
    assert "choose “ex vivo”" in messages_on(answer)


def test_event_entered_twice_is_refused(browser):
    answer = send(browser, [("2012", "authorised"), ("2012", "authorised")])

    assert answer.status_code == 200
    assert "duplicate" in messages_on(answer)
    assert not Therapy.objects.exists()


def test_country_of_availability_entered_twice_is_refused(browser):
    row = {"country": "FR", "state": "launched", "source": make_source().pk, "checked_on": "2026-01-05"}

    answer = send(browser, [("2012", "authorised")], **rows("availability", row, row))

    assert answer.status_code == 200
    assert "duplicate" in messages_on(answer)
    assert not Therapy.objects.exists()
