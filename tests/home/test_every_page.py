"""What holds for every index and every page of a record."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from tests.factories.conditions import make_condition
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import make_change_note, make_review, make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from therapies.models import Therapy
from trials.models import Trial

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
ODD_QUERIES = {
    "ten thousand letters": "a" * 10_000,
    "ten thousand words": "a " * 5_000,
    "control characters": "\x00\x01\x1f\x7f",
    "signs of patterns": "%_[]^$.*+?(){}|\\",
    "quotes": "'\"`; DROP TABLE glossary_term; --",
    "mark-up": "<script>alert(1)</script>",
    "right to left": "خلية \u202e abc",
    "signs above the plane": "🧬💉",
    "half a pair": "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "accents one by one": "e\u0301" * 500,
    "spaces only": " \t\n ",
    "words of the search language": "AND OR NOT NEAR(",
}
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def page(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200, address
    return response.content.decode()


# --- pages and addresses ---------------------------------------------------------------------------------------------


@every_kind
def test_page_of_a_record_has_its_name_in_title_and_heading(client, model):
    record = make(model, "Zebrafinch")

    html = page(client, record.get_absolute_url())

    assert re.search(r"<title>[^<]*Zebrafinch", html)
    assert re.search(r"<h1(?:(?!</h1>).)*Zebrafinch", html, re.DOTALL)
    assert f'rel="canonical" href="http://localhost:8000{record.get_absolute_url()}"' in html


@every_kind
@pytest.mark.parametrize("slug", ["no-such", "a" * 120, "1", "admin"])
def test_slug_of_nothing_is_not_found(client, model, slug):
    assert client.get(f"{INDEXES[model]}{slug}/").status_code == 404


@every_kind
def test_address_without_the_last_slash_leads_to_the_page(client, model):
    record = make(model)

    response = client.get(record.get_absolute_url().rstrip("/"))

    assert (response.status_code, response.url) == (301, record.get_absolute_url())


@every_kind
def test_index_without_any_record_is_a_page(client, model):
    html = page(client, INDEXES[model])

    assert "<title>" in html
    assert "<h1" in html


@every_kind
def test_page_of_a_record_shows_sources_review_and_changes(client, model):
    record = make(model, sources=[make_source(title="A paper on it", published_on="2021-03")])
    make_change_note(record, "The trial stopped recruiting.")
    before = page(client, record.get_absolute_url())
    make_review(record, reviewer_name="Dr Example", interests="none at all")

    after = page(client, record.get_absolute_url())

    assert "A paper on it" in before
    assert "March 2021" in before
    assert "The trial stopped recruiting." in before
    assert "Not yet medically reviewed" in before
    assert "Not yet medically reviewed" not in after
    assert "Dr Example" in after


# --- finding ---------------------------------------------------------------------------------------------------------


@every_kind
def test_index_finds_a_record_by_what_is_typed(client, model):
    make(model, "Zebrafinch")
    make(model, "Other")

    html = page(client, INDEXES[model], q="zebra")

    assert "Zebrafinch</" in html
    assert "/other/" not in html


@every_kind
def test_index_that_finds_nothing_says_so(client, model):
    make(model, "Zebrafinch")

    html = page(client, INDEXES[model], q="xyzzy")

    assert "/zebrafinch/" not in html
    assert "xyzzy" in html


@every_kind
@pytest.mark.parametrize("query", ODD_QUERIES.values(), ids=ODD_QUERIES)
def test_index_bears_any_query(client, model, query):
    make(model, "Zebrafinch")

    html = page(client, INDEXES[model], q=query)

    assert "<script>alert" not in html


@every_kind
@pytest.mark.parametrize("parameters", [
    {"page": "99"}, {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 6000},
    {"topic": "x", "area": "x", "kind": "x", "given": "x", "where": "x", "country": "x", "status": "x",
     "language": "x", "service": "x"},
    {"country": "%", "status": "'", "kind": "\x00"},
], ids=["beyond", "nought", "negative", "word", "huge", "unknown filters", "odd filters"])  # fmt: skip
def test_index_bears_any_page_and_filter(client, model, parameters):
    make(model, "Zebrafinch")

    assert "Zebrafinch" in page(client, INDEXES[model], **parameters)


# --- filters ---------------------------------------------------------------------------------------------------------


def shown(client, address, **parameters):
    """Return the names among "One" and "Two" that a page lists."""
    html = page(client, address, **parameters)
    return {name for name in ("One", "Two") if re.search(rf"/{name.lower()}/", html)}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [({}, {"One", "Two"}), ({"topic": "cells"}, {"One"}), ({"topic": "vectors"}, {"Two"}),
     ({"topic": "cells", "q": "two"}, set())],
)  # fmt: skip
def test_terms_are_filtered_by_topic(client, parameters, found):
    make_term("One", topic="cells")
    make_term("Two", topic="vectors")

    assert shown(client, "/glossary/", **parameters) == found


@pytest.mark.parametrize(("parameters", "found"), [({"area": "blood"}, {"One"}), ({"area": "eyes"}, {"Two"})])
def test_conditions_are_filtered_by_part_of_the_body(client, parameters, found):
    make_condition("One", body_area="blood")
    make_condition("Two", body_area="eyes")

    assert shown(client, "/conditions/", **parameters) == found


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"kind": "oncolytic_virus"}, {"One"}),
        ({"given": "ex vivo"}, {"Two"}),
        ({"where": "US"}, {"Two"}),
        ({"where": "EU"}, {"One"}),
        ({"where": "EU", "kind": "somatic_cells"}, set()),
    ],
)
def test_therapies_are_filtered_by_kind_way_and_place(client, parameters, found):
    make_therapy("One", kind="oncolytic_virus", authorisations=[make_authorisation("A", "EU")])
    make_therapy("Two", kind="somatic_cells", given="ex vivo", authorisations=[make_authorisation("B", "US")])

    assert shown(client, "/therapies/", **parameters) == found


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"country": "FR"}, {"One"}),
        ({"status": "finished"}, {"Two"}),
        ({"status": "open"}, {"One"}),
        ({"kind": "oncolytic_virus"}, {"Two"}),
        ({"country": "FR", "status": "finished"}, set()),
    ],
)
def test_trials_are_filtered_by_country_standing_and_kind(client, parameters, found):
    make_trial("One", countries=["FR", "GB"], status="RECRUITING")
    make_trial("Two", countries=["GB"], status="COMPLETED", therapy_kind="oncolytic_virus")

    assert shown(client, "/trials/", **parameters) == found


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"country": "FR"}, {"One", "Two"}),
        ({"country": "DE"}, {"Two"}),
        ({"language": "fr"}, {"One"}),
        ({"service": "helpline"}, {"Two"}),
        ({"kind": "charity"}, {"One"}),
    ],
)
def test_organisations_are_filtered_by_country_language_help_and_kind(client, parameters, found):
    make_organisation("One", countries_served=["FR"], languages=["fr"], kind="charity")
    make_organisation("Two", countries_served=[], languages=["en"], services=["helpline"])
    make_organisation("Another", countries_served=["DE"])

    assert shown(client, "/organisations/", **parameters) == found


@pytest.mark.parametrize(("model", "size"), [(Condition, 40), (Therapy, 20), (Trial, 20), (Organisation, 20)],
                         ids=["conditions", "therapies", "trials", "organisations"])  # fmt: skip
def test_index_of_many_records_has_pages_that_keep_what_was_chosen(client, model, size):
    for number in range(size + 3):
        make(model, f"Name {number:02}")

    first, second = page(client, INDEXES[model], q="name"), page(client, INDEXES[model], q="name", page="2")

    assert len(set(re.findall(r"/name-\d\d/", first))) == size
    assert len(set(re.findall(r"/name-\d\d/", second))) == 3
    assert set(re.findall(r"/name-\d\d/", first)).isdisjoint(re.findall(r"/name-\d\d/", second))
    assert re.search(r'href="\?q=name&amp;page=2"', first)


def test_glossary_lists_every_term_on_one_page(client):
    for number in range(60):
        make_term(f"Name {number:02}")

    assert len(set(re.findall(r"/name-\d\d/", page(client, "/glossary/")))) == 60


def test_glossary_stands_in_order_of_the_alphabet_whatever_the_accents(client):
    for name in ("Zebra", "éclair", "apple", "Étude", "Beta"):
        make_term(name)

    html = page(client, "/glossary/")

    places = [html.index(f">{name}<") for name in ("apple", "Beta", "éclair", "Étude", "Zebra")]
    assert places == sorted(places)


# --- queries ---------------------------------------------------------------------------------------------------------


def queries_of(client, address):
    """Return how many queries a page needs when the process is warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def fill_up(model, number):
    """Make records of a kind, each joined with records of the other kinds."""
    for _ in range(number):
        source = make_source()
        condition = make_condition(sources=[source], also_called=[f"Other {source.pk}"])
        therapy = make_therapy(sources=[source], conditions=[condition]) if model in (Therapy, Trial) else None
        more = {"sources": [source]}
        if model is Trial:
            more |= {"conditions": [condition], "therapies": [therapy]}
        elif model is Organisation:
            more |= {"conditions": [condition]}
        elif model is Condition:
            make_trial(conditions=[condition])
            make_organisation(conditions=[condition])
            make_therapy(conditions=[condition])
        if model in (Term, Trial, Organisation):
            make(model, **more)


@every_kind
def test_index_needs_as_many_queries_for_thirty_records_as_for_three(client, model):
    fill_up(model, 3)
    few = queries_of(client, INDEXES[model])
    fill_up(model, 27)
    many = queries_of(client, INDEXES[model])

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


@every_kind
def test_index_asked_for_something_needs_few_queries(client, model):
    fill_up(model, 5)

    assert len(queries_of(client, f"{INDEXES[model]}?q=e")) <= MOST_QUERIES


def joined(model, number):
    """Return a record of a kind joined with ``number`` others of every kind it can be joined with."""
    sources = [make_source() for _ in range(number)]
    forms = [f"Form {source.pk}" for source in sources]
    if model is Term:
        others = [make_term() for _ in range(number)]
        term = make_term(sources=sources, see_also=others, not_same_as=others, also_called=forms, broader=others[0])
        for _ in range(number):
            make_term(broader=term)
        return term
    if model is Condition:
        group = make_condition()
        condition = make_condition(sources=sources, also_called=forms, broader=group)
        for _ in range(number):
            make_therapy(conditions=[condition])
            make_trial(conditions=[condition])
            make_organisation(conditions=[condition])
            make_condition(broader=condition)
        return condition
    conditions = [make_condition() for _ in range(number)]
    if model is Therapy:
        therapy = make_therapy(
            sources=sources, also_called=forms, conditions=conditions,
            authorisations=[make_authorisation(f"Brand {source.pk}") for source in sources],
        )  # fmt: skip
        for _ in range(number):
            make_trial(therapies=[therapy], conditions=conditions)
        return therapy
    if model is Trial:
        therapies = [make_therapy(conditions=conditions) for _ in range(number)]
        return make_trial(sources=sources, conditions=conditions, therapies=therapies, countries=["GB", "FR", "DE"])
    return make_organisation(sources=sources, conditions=conditions)


@every_kind
def test_page_of_a_record_needs_as_many_queries_with_thirty_related_as_with_three(client, model):
    few, many = joined(model, 3), joined(model, 30)
    for record, number in ((few, 3), (many, 30)):
        for n in range(number):
            make_change_note(record, f"Change {n}.")

    few, many = queries_of(client, few.get_absolute_url()), queries_of(client, many.get_absolute_url())

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)
