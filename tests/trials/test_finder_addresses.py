"""What stands in the finder's address: whatever it is, no error; whoever it tells about, no trace."""

import logging

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.conditions import make_condition
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_trial
from trials.models import Place, PlaceName, RegistrySite

pytestmark = pytest.mark.django_db

PARAMETERS = (
    "q",
    "near",
    "place",
    "within",
    "country",
    "status",
    "age",
    "age_unit",
    "sex",
    "phase",
    "kind",
    "sort",
    "page",
)
ODD = {
    "nothing": "",
    "control characters": "\x00\x01\x1f\x7f",
    "very long": "9" * 10_000,
    "negative": "-1",
    "not a number": "NaN",
    "fraction": "1e309",
    "other digits": "١٢",
    "quotes": "'\"`; DROP TABLE trials_trial; --",
    "mark-up": "<script>alert(1)</script>",
    "signs of patterns": "%_[]^$.*+?(){}|\\&!:'",
    "right to left": "خلية \u202e abc",
    "half a pair": "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
}
MOST_QUERIES = 15


@pytest.fixture
def town():
    place = Place.objects.create(
        geoname=1, name="Qwertzstadt", country="DE", latitude=50.0, longitude=8.0, population=100_000
    )
    PlaceName.objects.create(place=place, folded="qwertzstadt")
    return place


def trials_near(number, condition):
    for _number in range(number):
        trial = make_trial(conditions=[condition], countries=())
        record = trial.registry_records.get()
        RegistrySite.objects.create(record=record, city="Town", country="DE", latitude=50.1, longitude=8.1)


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_value_is_ignored_or_explained(client, town, value):
    trial = make_trial("Anything")

    for name in PARAMETERS:
        assert client.get("/trials/", {"q": "x", "near": "Qwertzstadt", name: value}).status_code == 200, name
    for name in ("near", "place"):
        assert client.get(trial.get_absolute_url(), {"near": "Qwertzstadt", name: value}).status_code == 200, name


def test_parameter_given_twice_and_names_nobody_knows(client, town):
    assert client.get("/trials/?q=a&q=b&age=1&age=2&near=x&near=y&zzz=1&within=50&within=x").status_code == 200


@pytest.mark.parametrize("age", ["-1", "abc", "121", "1.5", "9" * 30])
def test_age_that_is_none_is_explained_beside_its_field(client, age):
    page = client.get("/trials/", {"age": age}).content.decode()

    assert "Write the age as a whole number from 0 to 120" in page
    assert 'aria-invalid="true"' in page
    assert "<title>Error:" in page


def test_unknown_place_is_explained_and_not_used(client):
    make_trial("Somewhere")
    page = client.get("/trials/", {"near": "Xyzzyville"}).content.decode()

    assert "We do not know a place called “Xyzzyville”" in page
    assert "Somewhere" in page


def test_everything_asked_is_in_the_address_and_can_be_left_out(client, town):
    make_condition("Testosis")
    page = client.get("/trials/?q=testosis&near=Qwertzstadt&within=50&age=7&status=open").content.decode()

    assert 'value="testosis"' in page
    assert 'value="Qwertzstadt"' in page
    assert 'href="?q=testosis&amp;age=7&amp;status=open"' in page
    assert 'href="?near=Qwertzstadt&amp;within=50&amp;age=7&amp;status=open"' in page


def test_page_about_a_reader_is_kept_out_of_shared_caches_and_search_engines(client, town):
    answer = client.get("/trials/", {"near": "Qwertzstadt"})

    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("number", [3, 30])
def test_number_of_queries_does_not_grow(client, town, number):
    condition = make_condition("Testosis")
    trials_near(number, condition)
    asked = {"q": "testosis", "near": "Qwertzstadt", "status": "open", "age": "7"}
    client.get("/trials/", asked)  # what is kept in memory is read once

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/trials/", asked).content.decode()

    assert f"{number} trials" in page
    assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_nothing_found_needs_no_more_queries(client, town):
    make_organisation("Society", conditions=[make_condition("Testosis")])
    asked = {"q": "testosis", "near": "Qwertzstadt", "within": "50", "status": "open"}
    client.get("/trials/", asked)

    with CaptureQueriesContext(connection) as queries:
        client.get("/trials/", asked)

    assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_place_and_condition_of_a_reader_are_neither_stored_nor_logged(client, town, caplog, capfd):
    make_condition("Testosis")
    trial = make_trial("Anything")
    client.get("/trials/")  # the words around every page are made when they are first needed
    rows = {model: model.objects.count() for model in apps.get_models()}
    asked = {"q": "testosis", "near": "Qwertzstadt", "place": "1", "age": "7"}
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)

    with CaptureQueriesContext(connection) as queries:
        for address in ("/trials/", trial.get_absolute_url(), "/trials/no-such-trial/"):
            client.get(address, asked)
        client.post("/trials/", asked)

    assert [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert {model: model.objects.count() for model in apps.get_models()} == rows
    said = " ".join([*(record.getMessage() for record in caplog.records), *capfd.readouterr()]).lower()
    assert [word for word in ("testosis", "qwertzstadt", "age=7", "place=1") if word in said] == []
    assert "qwertzstadt" not in str(getattr(cache, "_cache", "")).lower()


def test_error_while_answering_does_not_log_what_was_asked(client, town, caplog, capfd, monkeypatch):
    def fails(_asked):
        raise RuntimeError("made to fail")

    monkeypatch.setattr("trials.views.look", fails)
    client.raise_request_exception = False

    answer = client.get("/trials/", {"q": "testosis", "near": "Qwertzstadt"})

    assert answer.status_code == 500
    said = " ".join([*(record.getMessage() for record in caplog.records), *capfd.readouterr()]).lower()
    assert "/trials/" in said
    assert "testosis" not in said
    assert "qwertzstadt" not in said
