"""The search over all kinds of records and pages."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.home.search.presenters import MOST_PER_GROUP
from tests.factories.articles import make_article, make_information
from tests.factories.conditions import make_condition
from tests.factories.every_kind import RECORD_MODELS, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_review
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_registry_record, make_trial
from tests.factories.whole_site import address_of, make_site
from tests.home.test_every_page import MOST_QUERIES, ODD_QUERIES
from trials.models import RegistryNumber

pytestmark = pytest.mark.django_db


def found(client, query, path="/search/"):
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_search_finds_every_kind(client):
    things = make_site()

    html = found(client, "linked")

    assert [str(thing) for thing in things if "Linked" in str(thing) and f'"{address_of(thing)}"' not in html] == []


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


@pytest.mark.parametrize(
    "typed", ["NCT05397184", "nct 05397184", "NCT-05397184", "05397184", "trial number nct05397184?", "U1111-1280-9492"]
)
def test_number_of_a_trial_leads_straight_to_it(client, typed):
    make_trial("Known trial", numbers=[("ctgov", "NCT05397184"), ("utn", "U1111-1280-9492")])

    response = client.get("/search/", {"q": typed})

    assert (response.status_code, response.url) == (302, "/trials/known-trial/")


def test_number_with_other_words_is_searched_like_any_words(client):
    make_trial("Known trial", numbers=[("ctgov", "NCT05397184")])

    assert "/trials/known-trial/" in found(client, "NCT05397184 side effects")


def test_number_of_a_trial_that_is_not_here_leads_to_its_registry(client):
    html = found(client, "NCT01234567")

    assert "https://clinicaltrials.gov/study/NCT01234567" in html


@pytest.mark.parametrize("number", ["NCT05555555", "2023-508508-39", "2023-508508-39-00"])
def test_trial_is_found_by_numbers_that_only_its_registry_gives(client, number):
    trial = make_trial("Known trial")
    record = make_registry_record(trial, registry="ctgov", number="NCT05555555")
    RegistryNumber.objects.create(
        record=record, registry="euct", number="2023-508508-39-00", key="2023-508508-39", is_declined=False
    )

    assert client.get("/search/", {"q": number}).headers["Location"] == "/trials/known-trial/"


def test_number_that_an_editor_declined_leads_nowhere(client):
    record = make_registry_record(make_trial("Known trial"))
    RegistryNumber.objects.create(
        record=record, registry="isrctn", number="ISRCTN12949496", key="ISRCTN12949496", is_declined=True
    )

    assert "/trials/known-trial/" not in found(client, "ISRCTN12949496")


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

    # Where enough names hold the words, texts are not looked through as well.
    assert many <= few <= MOST_QUERIES


def test_mistyped_question_needs_few_queries(client):
    for number in range(3):
        make_therapy(f"Glybera {number}", events=[("2012", "authorised"), ("2017", "expired")])
        make_trial(f"Trial of glybera {number}")
    found(client, "is glibera still availible")

    with CaptureQueriesContext(connection) as caught:
        html = found(client, "is glibera stil availible")

    assert "/therapies/glybera-0/" in html
    assert len(caught) <= MOST_QUERIES, "\n".join(query["sql"][:150] for query in caught)


def test_result_shows_the_words_marked_and_what_is_true_of_it(client):
    therapy = make_therapy("Glybera", events=[("2012", "authorised"), ("2017", "expired")])
    term = make_term("Vector", short_definition="A carrier that brings glybera into cells.")
    make_review(term, reviewed_on=datetime.date(2026, 1, 10))

    html = found(client, "glybera")

    assert "<mark>glybera</mark> into cells" in html
    assert "No longer approved" in html
    assert "Not yet medically reviewed" in html
    assert "Reviewed 10 January 2026" in html
    assert html.index(therapy.get_absolute_url()) < html.index(term.get_absolute_url())


def test_what_a_reader_typed_and_what_is_published_never_become_markup(client):
    make_term("Bold", short_definition="A <b>bold</b> & daring bold word.")

    html = found(client, "bold <i>")

    assert "<i>" not in html
    assert "&lt;b&gt;" in html


def test_results_of_one_kind_come_in_pages(client):
    for number in range(25):
        make_term(f"Name {number:02}")
    make_condition("Name of a condition")

    first = client.get("/search/", {"q": "name", "kind": "terms"}).content.decode()
    second = client.get("/search/", {"q": "name", "kind": "terms", "page": "2"}).content.decode()

    assert "/name-of-a-condition/" not in first
    assert len(set(re.findall(r"/name-\d\d/", first))) == 20
    assert len(set(re.findall(r"/name-\d\d/", second))) == 5
    assert "q=name&amp;kind=terms&amp;page=2" in first


@pytest.mark.parametrize("parameters", [{"kind": "x"}, {"kind": "terms", "page": "99"}, {"page": "-1"}, {"exact": "x"}])
def test_search_bears_any_parameters(client, parameters):
    make_term("Name")

    assert "/glossary/name/" in client.get("/search/", {"q": "name", **parameters}).content.decode()


def test_mistyped_name_is_mended_and_can_be_searched_as_typed(client):
    make_condition("Haemophilia")

    mended, typed = found(client, "hemofelia"), client.get("/search/", {"q": "hemofelia", "exact": "1"})

    assert "/conditions/haemophilia/" in mended
    assert "Did you mean" in mended
    assert "exact=1" in mended
    assert "/conditions/haemophilia/" not in typed.content.decode()


def test_search_without_result_says_what_was_tried_and_where_to_go(client):
    make_term("Plasmid")

    html = found(client, "plasmid xyzzy")
    nothing = found(client, "xyzzy plugh")

    assert "/glossary/plasmid/" in html
    for address in ("/glossary/", "/organisations/", "/contribute/"):
        assert f'href="{address}"' in nothing
    assert "We looked for these words" in nothing


def test_long_query_is_cut_and_the_reader_is_told(client):
    html = found(client, "plasmid " * 2000)

    assert "we searched for the first 200" in html


def test_suggestions_are_names_that_begin_so(client):
    make_condition("Haemophilia", also_called=[("hemofilia", "misspelling"), "bleeding disorder"])
    make_term("Haemoglobin", live=False)
    make_term("Vector")

    response = client.get("/search/suggestions/", {"q": "hem"})

    assert response.json() == {"names": ["Haemophilia"]}
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get("/search/suggestions/", {"q": "blee"}).json() == {"names": ["bleeding disorder"]}
    assert client.get("/search/suggestions/", {"q": "h"}).json() == {"names": []}
