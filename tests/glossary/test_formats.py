"""The open formats: right for those who read them by machine, and never more than what is published."""

import csv
import datetime
import io
import json
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from glossary.formats import Link, OpenTerm, Scheme, SourceFacts, glossary_csv, glossary_json, term_json, term_json_ld
from glossary.models import Term
from glossary.skos import glossary_skos
from tests.factories.glossary import make_term
from tests.factories.kernel import make_review, make_source

SCHEME = Scheme("Glossary of the test", "https://portal.example/glossary/", "en", "The test's contributors")
NOON = datetime.datetime(2026, 11, 23, 12, 0, 30, 999, tzinfo=datetime.UTC)
FILES = ("/glossary/glossary.json", "/glossary/glossary.csv", "/glossary/glossary.ttl")
SECRET = "Zebrafinch"


def address_of(slug):
    return f"{SCHEME.address}{slug}/"


def open_term(name, **fields):
    """Make a term as the formats get it."""
    slug = name.lower().replace(" ", "-")
    return OpenTerm(
        **{"address": address_of(slug), "language": "en", "short_definition": "A meaning."}, name=name, **fields
    )


def link_to(name):
    return Link(name, address_of(name.lower().replace(" ", "-")))


STEM_CELL = open_term(
    "Stem cell",
    more="It divides.",
    say_it_like="STEM sel",
    part_of_speech="noun",
    topic="cells",
    sentence="A stem cell divides.",
    also_called=(
        ("progenitor", "synonym"),
        ("SC", "abbreviation"),
        ("stem cells", "plural"),
        ("stemm cell", "misspelling"),
    ),
    broader=link_to("Cell"),
    narrower=(link_to("Adult stem cell"),),
    see_also=(link_to("Tissue"), link_to("Adult stem cell"), link_to("Cell")),
    not_same_as=(link_to("Germ cell"),),
    translations=(Link("Stammzelle", "https://portal.example/de/glossary/stammzelle/", "de"),),
    sources=(SourceFacts("A book", "https://source.example/1", "A publisher", "2017", "2026-01-31"),),
    first_published_at=NOON - datetime.timedelta(days=30),
    changed_at=NOON,
    last_reviewed=datetime.date(2026, 1, 10),
)
CELL = open_term("Cell", narrower=(link_to("Stem cell"),))
ADULT = open_term("Adult stem cell", broader=link_to("Stem cell"), see_also=(link_to("Cell"),))
TISSUE = open_term("Tissue", see_also=(link_to("Stem cell"),))
ALL = (CELL, STEM_CELL, ADULT, TISSUE)


def graph_of(terms, scheme=SCHEME):
    """Return what a reader of SKOS makes of the file; rdflib refuses what is no Turtle."""
    return Graph().parse(data=glossary_skos(terms, scheme), format="turtle")


# --- JSON ------------------------------------------------------------------------------------------------------------


def test_json_of_a_term_has_all_facts():
    facts = json.loads(term_json(STEM_CELL, SCHEME))

    assert facts["name"] == "Stem cell"
    assert facts["also_called"][1] == {"text": "SC", "kind": "abbreviation"}
    assert facts["broader"] == {"name": "Cell", "address": "https://portal.example/glossary/cell/"}
    assert [link["name"] for link in facts["narrower"]] == ["Adult stem cell"]
    assert [link["name"] for link in facts["not_the_same_as"]] == ["Germ cell"]
    assert facts["translations"][0]["language"] == "de"
    assert facts["sources"][0]["published_on"] == "2017"
    assert facts["changed_at"] == "2026-11-23T12:00:30Z"
    assert facts["last_reviewed"] == "2026-01-10"
    assert facts["credit"] == "The test's contributors"
    assert facts["licence"] == {"name": "CC BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/"}


def test_json_of_a_bare_term_has_the_same_keys():
    assert json.loads(term_json(CELL, SCHEME)).keys() == json.loads(term_json(STEM_CELL, SCHEME)).keys()


def test_json_of_all_terms_says_what_it_is():
    whole = json.loads(glossary_json(ALL, SCHEME))

    assert (whole["name"], whole["language"], whole["count"]) == ("Glossary of the test", "en", 4)
    assert whole["changed_at"] == "2026-11-23T12:00:30Z"
    assert [term["name"] for term in whole["terms"]] == ["Cell", "Stem cell", "Adult stem cell", "Tissue"]


def test_json_of_no_terms_is_still_json():
    assert json.loads(glossary_json([], SCHEME))["terms"] == []


# --- CSV -------------------------------------------------------------------------------------------------------------


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_line_for_each_term():
    cell, stem_cell, *_others = rows_of(glossary_csv(ALL, SCHEME))

    assert (cell["name"], cell["broader"], cell["changed_at"]) == ("Cell", "", "")
    assert stem_cell["also_called"] == "progenitor | SC"
    assert stem_cell["hidden_forms"] == "stem cells | stemm cell"
    assert stem_cell["see_also"] == "Tissue | Adult stem cell | Cell"
    assert stem_cell["sources"] == "https://source.example/1"
    assert stem_cell["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_csv_holds_line_breaks_and_quotes_and_is_no_formula():
    (row,) = rows_of(glossary_csv([open_term("Cell", more='Says "two",\nlines', sentence="=SUM(A1:A9)")], SCHEME))

    assert row["more"] == 'Says "two",\nlines'
    assert row["sentence"] == "'=SUM(A1:A9)"


# --- SKOS ------------------------------------------------------------------------------------------------------------


def test_skos_is_one_scheme_with_a_concept_for_each_term():
    graph = graph_of(ALL)
    scheme = URIRef(SCHEME.address)

    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    assert graph.value(scheme, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(graph.value(scheme, DCTERMS.modified)) == "2026-11-23T12:00:30+00:00"
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {URIRef(term.address) for term in ALL}
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == {URIRef(CELL.address), URIRef(TISSUE.address)}
    assert set(graph.subjects(SKOS.inScheme, scheme)) == {URIRef(term.address) for term in ALL}


def test_skos_has_labels_in_their_language():
    graph = graph_of(ALL)
    concept = URIRef(STEM_CELL.address)

    assert graph.value(concept, SKOS.prefLabel) == Literal("Stem cell", lang="en")
    assert set(graph.objects(concept, SKOS.altLabel)) == {Literal("progenitor", lang="en"), Literal("SC", lang="en")}
    assert set(graph.objects(concept, SKOS.hiddenLabel)) == {
        Literal("stem cells", lang="en"),
        Literal("stemm cell", lang="en"),
    }
    assert graph.value(concept, SKOS.definition) == Literal("A meaning.", lang="en")
    assert graph.value(concept, SKOS.example) == Literal("A stem cell divides.", lang="en")
    assert graph.value(concept, SKOS.exactMatch) == URIRef("https://portal.example/de/glossary/stammzelle/")
    assert graph.value(concept, DCTERMS.source) == URIRef("https://source.example/1")
    assert graph.value(concept, DCTERMS.modified).toPython() == NOON.replace(microsecond=0)


def test_skos_joins_terms_both_ways():
    graph = graph_of(ALL)

    assert (URIRef(STEM_CELL.address), SKOS.broader, URIRef(CELL.address)) in graph
    assert (URIRef(CELL.address), SKOS.narrower, URIRef(STEM_CELL.address)) in graph
    assert (URIRef(STEM_CELL.address), SKOS.related, URIRef(TISSUE.address)) in graph


def test_skos_calls_nothing_related_that_stands_above_or_below():
    # SKOS S27: related terms are not joined by broader, however many steps it takes.
    assert {(s, o) for s, o in graph_of(ALL).subject_objects(SKOS.related)} == {
        (URIRef(STEM_CELL.address), URIRef(TISSUE.address)),
        (URIRef(TISSUE.address), URIRef(STEM_CELL.address)),
    }


def test_skos_with_a_circle_of_broader_terms_comes_to_an_end():
    one = open_term("One", broader=link_to("Two"))
    two = open_term("Two", broader=link_to("One"))

    assert len(set(graph_of([one, two]).subjects(RDF.type, SKOS.Concept))) == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://source.example/a b",
        "https://source.example/<1::AID-X>3.0.CO;2-#",
        'https://source.example/"quoted"',
        "https://source.example/{a}|b^c`d\\e",
        "https://source.example/größe",
        "https://doi.org/10.1002/(SICI)1096-8644(199601)99:1",
    ],
)
def test_skos_encodes_what_an_address_may_not_hold(address):
    source = SourceFacts("A book", address)
    graph = graph_of([open_term("Cell", sources=(source,))])

    assert unquote(str(graph.value(URIRef(address_of("cell")), DCTERMS.source))) == address


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
def test_skos_gives_any_text_back_unchanged(texts):
    name, *others = texts
    term = OpenTerm(name, address_of("any"), "en", name, also_called=tuple((text, "synonym") for text in others))
    graph = graph_of([term])
    concept = URIRef(address_of("any"))

    assert graph.value(concept, SKOS.prefLabel).value == name
    assert {label.value for label in graph.objects(concept, SKOS.altLabel)} == {text for text in others if text}


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


def test_json_ld_is_a_defined_term_of_a_set():
    facts = json.loads(term_json_ld(STEM_CELL, SCHEME))

    assert facts["@context"] == "https://schema.org"
    assert facts["@type"] == "DefinedTerm"
    assert facts["@id"] == facts["url"] == STEM_CELL.address
    assert facts["alternateName"] == ["progenitor", "SC"]
    assert facts["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    assert facts["inDefinedTermSet"]["license"] == "https://creativecommons.org/licenses/by/4.0/"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_ld_cannot_end_the_element_it_stands_in(text):
    written = term_json_ld(
        open_term("Cell", say_it_like=text, also_called=((f"</script>{text}<!--", "synonym"),)), SCHEME
    )

    assert not {"<", ">", "&"} & set(written)
    assert json.loads(written)["alternateName"] == [f"</script>{text}<!--"]


# --- the addresses ---------------------------------------------------------------------------------------------------


@pytest.fixture
def glossary():
    """A small published glossary with a draft wherever one could show through."""
    draft = make_term(SECRET, live=False)
    cell = make_term(
        "Cell", see_also=[draft], not_same_as=[draft], broader=draft, sources=[make_source(title="A book")]
    )
    stem = make_term(
        "Stem cell", broader=cell, also_called=["progenitor"], more="<p>It <b>divides</b>.</p><p>And &amp; turns.</p>"
    )
    Term.objects.filter(pk=draft.pk).update(broader=cell)
    make_term("Zelle", language="de", translation_key=cell.translation_key)
    make_term(SECRET, language="fr", live=False, translation_key=cell.translation_key)
    return cell, stem


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/glossary/glossary.json", "application/json"),
        ("/glossary/glossary.csv", "text/csv; charset=utf-8"),
        ("/glossary/glossary.ttl", "text/turtle; charset=utf-8"),
        ("/glossary/cell.json", "application/json"),
    ],
)
def test_data_are_there_for_everybody_and_hold_no_draft(client, glossary, address, kind):
    response = client.get(address)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["ETag"]
    assert response.headers["Last-Modified"]
    assert not response.cookies
    assert SECRET.lower() not in response.content.decode().lower()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/glossary/", "/glossary/cell/", "/glossary/cell/embed/", "/glossary/none/", "/"])
def test_pages_for_people_are_not_open_to_scripts_of_others(client, glossary, address):
    assert "Access-Control-Allow-Origin" not in client.get(address).headers


@pytest.mark.django_db
def test_json_joins_published_terms(client, glossary):
    whole = client.get("/glossary/glossary.json").json()
    cell, stem = whole["terms"]

    assert cell == {key: value for key, value in client.get("/glossary/cell.json").json().items() if key in cell}
    assert cell["broader"] is None
    assert cell["narrower"] == [{"name": "Stem cell", "address": f"{settings.SITE_ADDRESS}/glossary/stem-cell/"}]
    assert cell["see_also"] == cell["not_the_same_as"] == []
    assert [(other["language"], other["name"]) for other in cell["translations"]] == [("de", "Zelle")]
    assert cell["sources"][0]["title"] == "A book"
    assert stem["broader"]["name"] == "Cell"
    assert stem["more"] == "It divides.\nAnd & turns."
    assert whole["credit"] == "Cell & Gene Compass contributors"


@pytest.mark.django_db
def test_skos_of_the_site_is_read_by_rdflib(client, glossary):
    graph = Graph().parse(data=client.get("/glossary/glossary.ttl").content.decode(), format="turtle")
    cell, stem = (URIRef(f"{settings.SITE_ADDRESS}/glossary/{slug}/") for slug in ("cell", "stem-cell"))

    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {cell, stem}
    assert (stem, SKOS.broader, cell) in graph
    assert (URIRef(f"{settings.SITE_ADDRESS}/glossary/"), SKOS.hasTopConcept, cell) in graph


@pytest.mark.django_db
def test_data_of_a_language_stand_below_its_prefix(client, glossary):
    assert [term["name"] for term in client.get("/de/glossary/glossary.json").json()["terms"]] == ["Zelle"]
    assert client.get("/de/glossary/zelle.json").json()["address"] == f"{settings.SITE_ADDRESS}/de/glossary/zelle/"
    assert client.get("/de/glossary/cell.json").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/glossary/zebrafinch.json", "/glossary/none.json", "/glossary/glossary.xml"])
def test_data_that_are_not_published_are_not_there(client, glossary, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_data_of_a_term_that_was_taken_away_are_gone(client, glossary):
    glossary[1].unpublish()

    assert client.get("/glossary/stem-cell.json").status_code == 410
    assert "progenitor" not in client.get("/glossary/glossary.ttl").content.decode()


@pytest.mark.django_db
def test_review_and_its_date_are_given_away(client, glossary):
    make_review(glossary[0], reviewed_on=datetime.date(2026, 1, 10))
    make_review(glossary[0], reviewed_on=datetime.date(2025, 1, 10), next_due_on=datetime.date(2026, 1, 9))

    assert client.get("/glossary/cell.json").json()["last_reviewed"] == "2026-01-10"
    assert client.get("/glossary/glossary.json").json()["terms"][0]["last_reviewed"] == "2026-01-10"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("address", FILES)
def test_file_takes_the_same_queries_however_many_terms_there_are(client, number, address, django_assert_num_queries):
    source = make_source()
    first = make_term("Zebra")
    for n in range(number):
        make_term(f"Zebra {n}", also_called=[f"striped {n}"], sources=[source], see_also=[first], broader=first)
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


# --- not modified ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*FILES, "/glossary/cell.json"])
def test_same_data_are_not_sent_again_nor_even_built(
    client, glossary, address, monkeypatch, django_assert_max_num_queries
):
    first = client.get(address)
    monkeypatch.setattr("glossary.views.open_terms", None)

    with django_assert_max_num_queries(2):
        by_tag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    for response in (by_tag, by_date):
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == first.headers["ETag"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "public, max-age=300"


def publish_change(glossary):
    glossary[1].short_definition = "Changed."
    glossary[1].save_revision().publish()


def unpublish(glossary):
    glossary[1].unpublish()


def publish_another(glossary):
    make_term("Another")


def change_a_source(glossary):
    source = glossary[0].citations.first().source
    source.title = "Another title"
    source.save()


def review(glossary):
    make_review(glossary[0])


@pytest.mark.django_db
@pytest.mark.parametrize("change", [publish_change, unpublish, publish_another, change_a_source, review])
@pytest.mark.parametrize("address", [*FILES, "/glossary/cell.json"])
def test_changed_data_are_sent_again(
    client, glossary, address, change, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=1))
    first = client.get(address)

    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        change(glossary)

    for condition in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        assert client.get(address, headers=condition).status_code == 200, condition


@pytest.mark.django_db
def test_draft_of_a_published_term_changes_no_data(client, glossary):
    first = client.get("/glossary/glossary.json")

    glossary[0].name = SECRET
    glossary[0].save_revision()

    again = client.get("/glossary/glossary.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_every_file_and_language_has_a_tag_of_its_own(client, glossary):
    addresses = [*FILES, "/glossary/cell.json", "/glossary/stem-cell.json", "/de/glossary/glossary.json"]

    assert len({client.get(address).headers["ETag"] for address in addresses}) == len(addresses)
