"""The search over all kinds of records and pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.home.search import MOST_PER_GROUP
from tests.factories.articles import make_article, make_information
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial
from tests.factories.whole_site import address_of, make_site
from tests.home.test_every_page import ODD_QUERIES

pytestmark = pytest.mark.django_db


def found(client, query, path="/search/"):
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_search_finds_every_kind(client):
    things = make_site()

    html = found(client, "linked")

    missing = [str(thing) for thing in things if "Linked" in str(thing) and f'"{address_of(thing)}"' not in html]
    # Stories are found through their section: they have no search of their own yet.
    assert missing in ([], ["Linked story"])


def test_search_without_words_is_a_page_with_a_box(client):
    html = client.get("/search/").content.decode()

    assert "<input" in html
    assert 'name="q"' in html


def test_search_that_finds_nothing_says_so_and_keeps_the_words(client):
    html = found(client, "xyzzy")

    assert 'value="xyzzy"' in html
    assert "xyzzy" in html


@pytest.mark.parametrize("query", ODD_QUERIES.values(), ids=ODD_QUERIES)
def test_search_bears_any_query(client, query):
    make_site()

    html = found(client, query)

    assert "<script>alert" not in html


def test_search_puts_the_exact_name_first(client):
    make_term("Zinc finger nuclease")
    make_term("A zinc finger")
    make_term("Zinc finger")

    html = found(client, "zinc finger")

    places = [html.index(f"/{slug}/") for slug in ("zinc-finger", "zinc-finger-nuclease", "a-zinc-finger")]
    assert places == sorted(places)


def test_search_finds_by_abbreviation_and_misspelling(client):
    make_term("Adeno-associated virus", also_called=[("AAV", "abbreviation")])
    make_condition("Sickle cell disease", also_called=[("sickel cell", "misspelling")])

    assert "/adeno-associated-virus/" in found(client, "aav")
    assert "/sickle-cell-disease/" in found(client, "sickel cell")


def test_search_finds_a_trial_by_its_number(client):
    make_trial("Known trial", numbers=[("ctgov", "NCT05397184")])

    assert "/trials/known-trial/" in found(client, "nct05397184")


def test_search_tells_the_standing_of_a_therapy(client):
    make_therapy("Glybera", events=[("2012", "authorised"), ("2017", "expired")])

    assert "No longer approved" in found(client, "glybera")


def test_search_shows_ten_of_a_kind_and_says_how_many_there_are(client):
    for number in range(MOST_PER_GROUP + 4):
        make_term(f"Name {number:02}")

    html = found(client, "name")

    assert len(set(re.findall(r"/name-\d\d/", html))) == MOST_PER_GROUP
    assert str(MOST_PER_GROUP + 4) in html


def test_search_in_another_language_finds_only_its_own(client):
    locale_of("fr")
    make_term("English vector")
    make_term("Vecteur vector", language="fr")

    assert "/glossary/english-vector/" not in found(client, "vector", "/fr/search/")
    assert "/fr/glossary/vecteur-vector/" in found(client, "vector", "/fr/search/")
    assert "vecteur" not in found(client, "vector")


def test_search_finds_words_of_an_article(client):
    make_article("Genes", body=[{"type": "text", "value": "<p>A zebrafinch sings.</p>"}])
    make_information("About zebrafinches")

    html = found(client, "zebrafinch")

    assert ">Genes<" in html
    assert ">About zebrafinches<" in html


def test_search_needs_as_many_queries_for_many_as_for_few(client):
    def queries():
        found(client, "name")
        with CaptureQueriesContext(connection) as caught:
            found(client, "name")
        return len(caught)

    for model in RECORD_MODELS:
        make(model, "Name one")
    few = queries()
    for model in RECORD_MODELS:
        for number in range(9):
            make(model, f"Name {number}x")
    many = queries()

    # A group that is full asks once more how many there are.
    assert few <= many <= few + len(RECORD_MODELS)
    assert many <= 20
