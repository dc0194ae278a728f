"""A therapy without an authorisation in force is never called approved in the feeds and in the public API."""

import datetime
import json
import re
import xml.etree.ElementTree as Xml

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.base.models import ChangeNote
from portal.base.reviewing import note_change
from portal.home.openapi import document
from tests.factories.articles import make_home
from tests.factories.conditions import make_condition
from tests.factories.kernel import make_change_note
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from therapies.models import AuthorisationEvent

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
AUTHORISED = ("2012-10-25", "authorised")
# Each as the authorisations of a therapy, and what readers are told in the feeds.
NOWHERE = "Today it is not approved in any of the places we look at."
NO_LONGER = "Today it is no longer approved."
NOT_APPROVED = {
    "withdrawn": ([{"events": [AUTHORISED, ("2017-10-28", "withdrawn")]}], NO_LONGER),
    "conditional lapsed": ([{"events": [AUTHORISED, ("2017-10-28", "expired")], "kind": "conditional"}], NO_LONGER),
    "suspended": ([{"events": [AUTHORISED, ("2017", "suspended")]}], "Today its approval is suspended."),
    "refused": ([{"events": [("2025-09-24", "refused")]}], NOWHERE),
    "application withdrawn": ([{"events": [("2025-09-24", "application withdrawn")]}], NOWHERE),
    "in review": ([{"events": []}], NOWHERE),
    "decision still to come": ([{"events": [("2999-01-01", "authorised")]}], NOWHERE),
    "investigational": ([], NOWHERE),
    "ended in one place, refused in another": (
        [
            {"events": [AUTHORISED, ("2017-10-28", "withdrawn")]},
            {"jurisdiction": "US", "events": [("2019", "refused")]},
        ],
        NO_LONGER,
    ),
}
every_standing = pytest.mark.parametrize("name", NOT_APPROVED)
CALLED_APPROVED = re.compile(r"\b(?:approved|authori[sz]ed|licen[sc]ed|in force)\b", re.IGNORECASE)
HONEST = re.compile(r"\b(?:no longer|not|never) approved\b", re.IGNORECASE)
# True on the day it was written; the feed keeps it, because a change that was told stays told.
OLD_NEWS = "It is approved in the European Union."


def authorisation(**fields):
    kind = fields.pop("kind", "standard")
    made = make_authorisation("Glybera", **fields)
    made.kind = kind
    return made


def make_glybera(name, slug_of_condition="Lack of lipase"):
    rows, told = NOT_APPROVED[name]
    condition = make_condition(slug_of_condition)
    therapy = make_therapy("Glybera", authorisations=[authorisation(**row) for row in rows], conditions=[condition])
    trial = make_trial("Known trial", therapies=[therapy], conditions=[condition])
    return condition, therapy, trial, told


def entries_of(client, address) -> list[str]:
    """Return the words of each entry of a feed, Atom or JSON: its title, its tags and its sentence."""
    content = client.get(address).content.decode()
    if address.endswith(".json"):
        return [" ".join([one["title"], *one["tags"], one["content_text"]]) for one in json.loads(content)["items"]]
    entries = Xml.fromstring(content).findall(f"{ATOM}entry")  # noqa: S314 - our own
    return [" ".join([*entry.itertext(), *(tag.get("term") for tag in entry.iter(f"{ATOM}category"))])
            for entry in entries]  # fmt: skip


FEEDS = [
    f"/{path}.{form}" for form in ("atom", "json")
    for path in ("changes/feed", "changes/therapy/glybera/feed", "changes/condition/lack-of-lipase/feed")
]  # fmt: skip


def strings_in(value, path=()):
    """Return every text in JSON, with the names that lead to it."""
    if isinstance(value, dict):
        return [pair for key, one in value.items() for pair in strings_in(one, (*path, key))]
    if isinstance(value, list):
        return [pair for one in value for pair in strings_in(one, path)]
    return [(path, value)]


@every_standing
def test_feeds_say_where_it_stands_today_beside_every_old_sentence(client, name):
    _condition, therapy, _trial, told = make_glybera(name)
    for sentence in (OLD_NEWS, "We corrected a word."):
        make_change_note(therapy, sentence, kind="status", changed_on=datetime.date(2026, 1, 8))

    entries = {address: entries_of(client, address) for address in FEEDS}

    assert {len(found) for found in entries.values()} == {2}
    assert [(address, entry) for address, found in entries.items() for entry in found if told not in entry] == []


@every_standing
def test_nothing_of_ours_in_a_feed_calls_it_approved(client, name):
    _condition, therapy, _trial, _told = make_glybera(name)
    make_change_note(therapy, "We corrected a word.", kind="status")

    entries = [(address, entry) for address in FEEDS for entry in entries_of(client, address)]

    assert len(entries) == len(FEEDS)
    assert [one for one in entries if CALLED_APPROVED.search(HONEST.sub("", one[1]))] == []


@pytest.mark.parametrize("address", ["/changes/", "/"])
def test_pages_with_the_same_sentences_say_so_too(client, address):
    make_home()
    _condition, therapy, _trial, told = make_glybera("withdrawn")
    make_change_note(therapy, OLD_NEWS, kind="status")

    assert f"{OLD_NEWS} {told}" in client.get(address).content.decode()


def test_sentences_on_what_is_approved_or_no_therapy_stay_as_they_are(client):
    condition, trial = make_condition("Lack of lipase"), make_trial("Known trial")
    for subject in (make_therapy("Luxturna", conditions=[condition]), condition, trial):
        make_change_note(subject, "We corrected a word.")

    told = [item["content_text"] for item in client.get("/changes/feed.json").json()["items"]]

    assert told == ["We corrected a word."] * 3


@pytest.mark.parametrize("form", ["atom", "json"])
def test_feed_needs_as_many_queries_for_many_therapies_as_for_few(client, form):
    def queries(number):
        for _ in range(number):
            make_change_note(make_therapy(events=NOT_APPROVED["withdrawn"][0][0]["events"]), "We corrected a word.")
        client.get(f"/changes/feed.{form}")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/changes/feed.{form}")
        return [query["sql"] for query in caught]

    few, many = queries(3), queries(27)

    assert len(many) == len(few), "\n".join(many)


@every_standing
def test_api_calls_no_authorisation_approved(client, name):
    make_glybera(name)

    [in_list], alone = client.get("/api/v1/therapy/").json()["results"], client.get("/api/v1/therapy/glybera/").json()

    for facts in (in_list, alone):
        flags = [(path, value) for path, value in strings_in(facts) if path[-1] == "is_approved"]
        assert len(flags) == len(NOT_APPROVED[name][0])
        assert [path for path, value in flags if value is not False] == []
        # What happened on a day is history; that it holds today is said by "status" and "is_approved" alone.
        words = [(path, value) for path, value in strings_in(facts) if isinstance(value, str) and "events" not in path]
        assert [one for one in words if CALLED_APPROVED.search(HONEST.sub("", one[1]))] == []


def test_event_still_to_come_is_marked_in_the_api(client):
    make_glybera("decision still to come")

    row = client.get("/api/v1/therapy/glybera/").json()["authorisations"][0]

    assert row["events"] == [{"date": "2999-01-01", "kind": "authorised", "is_planned": True}]
    assert (row["status"], row["is_approved"]) == ("unknown", False)


@every_standing
def test_api_of_what_belongs_to_it_does_not_call_it_approved(client, name):
    make_glybera(name)

    facts = [client.get(f"/api/v1/{kind}/").json() for kind in ("condition", "trial")]

    assert [len(one["results"]) for one in facts] == [1, 1]
    words = [value for _path, value in strings_in(facts) if isinstance(value, str)]
    assert [one for one in words if CALLED_APPROVED.search(HONEST.sub("", one))] == []


def test_approved_therapy_is_called_approved_by_the_api(client):
    make_therapy("Luxturna", events=[("2018-11-22", "authorised")])

    row = client.get("/api/v1/therapy/luxturna/").json()["authorisations"][0]

    assert (row["status"], row["is_approved"]) == ("in force", True)
    assert row["events"] == [{"date": "2018-11-22", "kind": "authorised", "is_planned": False}]


def test_end_of_an_authorisation_reaches_feeds_and_api_although_they_are_kept(client):
    therapy = make_therapy("Luxturna", events=[("2018-11-22", "authorised")])
    make_change_note(therapy, OLD_NEWS)
    before = client.get("/changes/feed.json")
    AuthorisationEvent.objects.create(
        authorisation=therapy.authorisations.get(), date="2024-01-01", kind="withdrawn", sort_order=2
    )

    after = client.get("/changes/feed.json", headers={"if-none-match": before.headers["ETag"]})

    assert before.json()["items"][0]["content_text"] == OLD_NEWS
    assert after.json()["items"][0]["content_text"] == f"{OLD_NEWS} {NO_LONGER}"
    assert client.get("/api/v1/therapy/luxturna/").json()["authorisations"][0]["is_approved"] is False


def test_description_of_the_api_promises_what_the_answers_hold():
    facts = document()["components"]["schemas"]["therapy"]["properties"]["authorisations"]["items"]["properties"]

    assert facts["events"]["items"]["properties"]["is_planned"]["type"] == "boolean"


# --- such a sentence is not written in the first place ---------------------------------------------------------------


@every_standing
def test_sentence_that_calls_it_approved_is_refused(name):
    _condition, therapy, _trial, _told = make_glybera(name)
    fields = {"by": make_member(), "kind": "status", "changed_on": datetime.date(2026, 1, 8)}

    with pytest.raises(ValidationError, match="no authorisation is in force"):
        note_change(subject=therapy, sentence=OLD_NEWS, **fields)

    note_change(subject=therapy, sentence="The company took it off the market.", **fields)
    note_change(subject=make_therapy("Luxturna"), sentence=OLD_NEWS, **fields)


def test_screen_says_what_is_wrong_with_the_sentence_and_keeps_it():
    _condition, therapy, _trial, _told = make_glybera("refused")
    browser = signed_in(make_superuser())
    address = f"/admin/checks/therapies.therapy/{therapy.pk}/"

    page = browser.post(
        address, {"change-sentence": OLD_NEWS, "change-kind": "status", "change-changed_on": "2026-01-08"}
    ).content.decode()

    assert "no authorisation is in force: use other words" in page
    assert OLD_NEWS in page
    assert not ChangeNote.objects.of(therapy).exists()
