"""What changed: the list with its filters, and the feeds; never a draft's change."""

import datetime
import json
import re
import xml.etree.ElementTree as Xml

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.articles import make_article, make_home
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_change_note
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MOST_QUERIES = 15
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def page(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200, address
    return response.content.decode()


def told(client, address="/changes/", **parameters):
    """Return which of the changes "Change A.", "Change B." and so on a page or feed tells."""
    return "".join(re.findall(r"Change ([A-Z])\.", page(client, address, **parameters)))


def entries(client, address):
    root = Xml.fromstring(page(client, address))  # noqa: S314 - our own
    return root, root.findall(f"{ATOM}entry")


@pytest.fixture
def family():
    """A condition with a therapy and trials, and one of each kind beside them, each with one change."""
    condition, other = make_condition("Lack of lipase"), make_condition("Other condition")
    therapy = make_therapy("Glybera", conditions=[condition])
    make_change_note(condition, "Change A.", kind="wording", changed_on=datetime.date(2026, 1, 9))
    make_change_note(therapy, "Change B.", kind="status", changed_on=datetime.date(2026, 1, 8))
    trial = make_trial("Its trial", therapies=[therapy])
    make_change_note(trial, "Change C.", kind="status", changed_on=datetime.date(2026, 1, 7))
    make_change_note(
        make_trial("For it", conditions=[condition]), "Change D.", kind="evidence", changed_on=datetime.date(2026, 1, 6)
    )
    make_change_note(
        make_organisation("Helpers", conditions=[condition]), "Change E.", changed_on=datetime.date(2026, 1, 5)
    )
    make_change_note(make_trial("Another", conditions=[other]), "Change F.", changed_on=datetime.date(2026, 1, 4))
    make_change_note(make_article("On genes"), "Change G.", kind="correction", changed_on=datetime.date(2026, 1, 3))
    make_change_note(make_term("Vector"), "Change H.", kind="wording", changed_on=datetime.date(2026, 1, 2))


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("parameters", "found"), [
    ({}, "ABCDEFGH"),
    ({"condition": "lack-of-lipase"}, "ABDE"),
    ({"therapy": "glybera"}, "BC"),
    ({"condition": "lack-of-lipase", "therapy": "glybera"}, "B"),
    ({"kind": "status", "therapy": "glybera"}, "BC"),
    ({"kind": "evidence"}, "D"),
    ({"about": "trial"}, "CDF"),
    ({"about": "page"}, "G"),
    ({"about": "term", "kind": "correction"}, ""),
    ({"condition": "no-such", "about": "x", "kind": "\x00"}, "ABCDEFGH"),
], ids=str)  # fmt: skip
def test_changes_are_filtered_by_what_the_address_says(client, family, parameters, found):
    assert told(client, **parameters) == found


def test_filters_offer_what_something_changed_about(client, family):
    make_condition("Nothing changed here")
    make_therapy("Nor here")

    html = page(client, "/changes/")

    assert '<option value="lack-of-lipase"' in html
    assert '<option value="other-condition"' in html
    assert '<option value="glybera"' in html
    assert '<option value="nothing-changed-here"' not in html
    assert '<option value="nor-here"' not in html


@every_kind
def test_change_of_a_draft_of_something_withdrawn_or_of_another_language_is_told_nowhere(client, model):
    make_home()
    make_change_note(make(model, "Secretname", live=False), "Change A.")
    withdrawn = make(model, "Withdrawn")
    make_change_note(withdrawn, "Change B.")
    withdrawn.unpublish()
    locale_of("fr")
    make_change_note(make(model, "Français", language="fr"), "Change C.")

    for address in ("/changes/", "/changes/feed.atom", "/changes/feed.json"):
        assert told(client, address) == ""
        assert "ecretname" not in page(client, address)
    assert told(client, "/fr/changes/") == "C"
    assert told(client, "/fr/changes/feed.atom") == "C"


def test_draft_page_changes_nothing_in_public(client):
    make_change_note(make_article("Secretpage", live=False), "Change A.")

    assert told(client) == ""


def test_draft_that_belongs_to_a_condition_is_not_in_its_feed(client):
    condition = make_condition("Known condition")
    make_change_note(make_trial("Secretname", live=False, conditions=[condition]), "Change A.")

    assert told(client, "/changes/condition/known-condition/feed.atom") == ""
    assert told(client, condition="known-condition") == ""


def test_changes_come_in_pages(client):
    term = make_term("Vector")
    for number in range(35):
        make_change_note(term, f"Change number {number}.", changed_on=datetime.date(2026, 1, 1))

    assert page(client, "/changes/").count("Change number") == 30
    assert page(client, "/changes/", page="2").count("Change number") == 5


# --- feeds -----------------------------------------------------------------------------------------------------------

FEEDS = {
    "/changes/feed": "ABCDEFGH",
    "/changes/condition/lack-of-lipase/feed": "ABDE",
    "/changes/therapy/glybera/feed": "BC",
    "/changes/trial/its-trial/feed": "C",
}


@pytest.mark.parametrize(("address", "found"), FEEDS.items(), ids=FEEDS)
def test_feeds_tell_of_an_entry_and_what_belongs_to_it(client, family, address, found):
    assert told(client, f"{address}.atom") == found
    assert told(client, f"{address}.json") == found


def test_atom_feed_has_all_that_the_standard_asks_for(client, family):
    response = client.get("/changes/therapy/glybera/feed.atom")
    root, listed = entries(client, "/changes/therapy/glybera/feed.atom")

    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.find(f"{ATOM}title").text == "What changed: Glybera"
    assert root.find(f"{ATOM}updated").text == "2026-01-08T00:00:00Z"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost:8000/changes/therapy/glybera/feed.atom",
        "alternate": "http://localhost:8000/therapies/glybera/",
    }
    for entry in listed:
        assert all(entry.find(f"{ATOM}{name}").text for name in ("id", "title", "updated", "summary"))
        assert entry.find(f"{ATOM}link").get("href").startswith("http://localhost:8000/")
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"tag:localhost,2026:[\w/.-]+", one) for one in ids)


def test_ids_stay_when_an_entry_gets_another_name_and_sentence(client):
    term = make_term("Vector")
    note = make_change_note(term, "Change A.")
    before = [one.find(f"{ATOM}id").text for one in entries(client, "/changes/feed.atom")[1]]
    term.name, term.slug = "Carrier", "carrier"
    term.save_revision().publish()
    note.sentence = "Change B."
    note.save()

    _root, listed = entries(client, "/changes/feed.atom")

    assert [one.find(f"{ATOM}id").text for one in listed] == before
    assert listed[0].find(f"{ATOM}title").text == "Carrier"
    ids = [item["id"] for item in json.loads(page(client, "/changes/feed.json"))["items"]]
    assert ids == before


def test_json_feed_has_all_that_the_standard_asks_for(client, family):
    response = client.get("/changes/feed.json")
    feed = response.json()

    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost:8000/changes/feed.json"
    assert all({"id", "url", "title", "content_text", "date_published"} <= set(item) for item in feed["items"])


@pytest.mark.parametrize("form", ["atom", "json"])
def test_feed_that_has_not_changed_is_not_sent_again(client, form):
    term = make_term("Vector")
    make_change_note(term, "Change A.")
    address = f"/changes/feed.{form}"
    tag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})
    make_change_note(term, "Change B.")
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=" in again.headers["Cache-Control"]
    assert changed.status_code == 200


def test_feed_without_a_change_is_valid_and_always_the_same(client):
    first, second = (client.get("/changes/feed.atom").content for _ in range(2))

    assert first == second
    assert Xml.fromstring(first).find(f"{ATOM}updated").text  # noqa: S314 - our own


def test_odd_letters_leave_the_feed_valid(client):
    make_change_note(make_term("A <b>&amp; ]]> name"), "Change A. <script>\x0b & “quoted”")

    assert "<script>" not in page(client, "/changes/feed.atom")
    assert told(client, "/changes/feed.atom") == "A"
    assert entries(client, "/changes/feed.atom")[1]


@pytest.mark.parametrize("address", [
    "/changes/feed.xml", "/changes/term/vector/feed.atom", "/changes/trial/no-such/feed.atom", "/changes/x/y/feed.json",
])  # fmt: skip
def test_feed_of_nothing_is_not_found(client, address):
    make_term("Vector")

    assert client.get(address).status_code == 404


def test_pages_lead_to_their_feeds(client, family):
    make_home()
    for address, feed in {
        "/changes/": "/changes/feed",
        "/therapies/glybera/": "/changes/therapy/glybera/feed",
        "/conditions/lack-of-lipase/": "/changes/condition/lack-of-lipase/feed",
        "/trials/its-trial/": "/changes/trial/its-trial/feed",
    }.items():
        html = page(client, address)
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]*href="{feed}.atom"', html)
        assert re.search(rf'<link rel="alternate" type="application/feed\+json"[^>]*href="{feed}.json"', html)
    assert "/feed.atom" not in page(client, "/glossary/vector/")
    assert 'href="/changes/"' in page(client, "/")


@pytest.mark.parametrize("address", [
    "/changes/", "/changes/feed.atom", "/changes/?condition=c&therapy=t&kind=status", "/changes/condition/c/feed.json",
])  # fmt: skip
def test_changes_need_as_many_queries_for_many_as_for_few(client, address):
    condition = make_condition("C")
    make_therapy("T", conditions=[condition])

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in caught]

    def change(number):
        for model in RECORD_MODELS:
            more = {"conditions": [condition]} if hasattr(model, "conditions") else {}
            for _ in range(number):
                make_change_note(make(model, **more))

    change(1)
    few = queries()
    change(3)
    many = queries()

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)
