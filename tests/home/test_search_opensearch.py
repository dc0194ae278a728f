"""OpenSearch as the engine, against a stand-in that answers as its documentation says; no server is asked."""

import json

import httpx
import pytest

from portal.home.search import engines
from portal.home.search.engines.interface import Hits
from portal.home.search.engines.opensearch import OpenSearchEngine
from portal.home.search.engines.sqlite import SqliteEngine
from portal.home.search.finding import find
from portal.home.search_index.building import build
from portal.home.search_models import SearchDocument
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db


class StandIn(httpx.BaseTransport):
    """Keeps documents and finds by single words, as much as the questions of the portal need."""

    def __init__(self):
        self.documents, self.asked, self.broken = {}, [], None

    def handle_request(self, request):
        self.asked.append((request.method, request.url.path))
        if self.broken is not None:
            return self.broken(request)
        if request.url.path.endswith("/_bulk"):
            self._store([json.loads(line) for line in request.content.decode().splitlines()])
            return httpx.Response(200, json={"errors": False})
        if request.url.path.endswith("/_search"):
            return httpx.Response(200, json=self._search(json.loads(request.content)))
        if request.method == "DELETE":
            self.documents.clear()
            return httpx.Response(404, json={})
        return httpx.Response(200, json={"acknowledged": True})

    def _store(self, lines):
        while lines:
            action = lines.pop(0)
            if "delete" in action:
                self.documents.pop(action["delete"]["_id"], None)
            else:
                self.documents[action["index"]["_id"]] = lines.pop(0)

    def _search(self, question):
        asked = question["query"]["bool"]
        language, kinds = asked["filter"][0]["term"]["language"], asked["filter"][1]["terms"]["kind"]
        wanted = asked.get("must") or asked["should"]
        combine = all if "must" in asked else any
        buckets = {}
        for key, document in self.documents.items():
            held = [
                any(
                    one["multi_match"]["query"] in document.get(field.split("^")[0].split(".")[0], "").split()
                    for field in one["multi_match"]["fields"]
                )
                for one in wanted
            ]
            if document["language"] == language and document["kind"] in kinds and combine(held):
                buckets.setdefault(document["kind"], []).append({"_id": key})
        found = [
            {"key": kind, "doc_count": len(hits), "best": {"hits": {"hits": hits}}} for kind, hits in buckets.items()
        ]
        return {"aggregations": {"kinds": {"buckets": found}}}


@pytest.fixture
def server(monkeypatch, settings):
    stand_in = StandIn()
    own = engines.engine()
    made = OpenSearchEngine("http://search.example:9200/", own, transport=stand_in)
    monkeypatch.setattr(engines, "_engine", lambda vendor, address: made)
    settings.SEARCH_URL = "http://search.example:9200"
    return stand_in


def test_setting_chooses_the_engine(settings):
    settings.SEARCH_URL = ""
    assert engines.engine().name in ("sqlite", "postgresql")

    settings.SEARCH_URL = "http://search.example:9200"
    assert engines.engine().name == "opensearch"


def test_what_is_published_is_stored_and_found_there(server):
    term = make_term("Vector", short_definition="A carrier.")
    make_condition("Vector disease")

    found = find("carrier", "en")

    assert [one.title for one in found.ranked] == ["Vector"]
    assert ("POST", "/portal-search/_search") in server.asked
    assert {document["names_en"] for document in server.documents.values()} == {"vector", "vector disease"}
    term.unpublish()
    assert find("carrier", "en").ranked == []
    assert len(server.documents) == 1


def test_build_makes_the_index_with_an_analyser_for_each_language(server):
    make_term("Vector")

    build(lambda line: None, from_nothing=True)

    assert ("DELETE", "/portal-search") in server.asked
    assert ("PUT", "/portal-search") in server.asked
    assert len(server.documents) == SearchDocument.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda request: httpx.Response(503, text="busy"),
        lambda request: httpx.Response(200, text="no JSON"),
        lambda request: httpx.Response(200, json={"unexpected": True}),
    ],
    ids=["busy", "no JSON", "another answer"],
)
def test_database_answers_where_the_server_does_not(server, broken, caplog):
    make_term("Vector", short_definition="A carrier.")
    find("x", "en")
    server.broken = broken

    assert [one.title for one in find("carrier", "en").ranked] == ["Vector"]
    assert "the database answers instead" in caplog.text
    assert "carrier" not in caplog.text


def test_server_that_is_not_there_costs_no_publication(server, caplog):
    def refuse(request):
        raise httpx.ConnectError("refused")

    server.broken = refuse
    make_term("Vector")

    assert [one.title for one in find("vector", "en").ranked] == ["Vector"]
    assert "run rebuild_search" in caplog.text


def test_typing_errors_and_suggestions_stay_with_the_database(server):
    make_condition("Haemophilia")

    assert [one.title for one in find("hemofelia", "en").ranked] == ["Haemophilia"]
    assert [name.text for name in engines.engine().starting("en", "hem", 5)] == ["Haemophilia"]


def test_no_words_ask_nobody(server):
    assert engines.engine().hits("en", [], kinds=["terms"]) == {}
    assert SqliteEngine().hits("en", [], kinds=["terms"]) == {}
    assert Hits().total == 0
