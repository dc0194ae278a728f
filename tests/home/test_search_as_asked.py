"""What readers ask in their own words: lay words, slips, questions, children and places."""

import pytest

from portal.home.search.finding import find
from portal.home.search.suggesting import suggestions
from portal.home.search_models import SearchName
from tests.factories.articles import make_article
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_registry_record, make_trial

pytestmark = pytest.mark.django_db


def first(query):
    """Return the title of the first answer; empty where there is none."""
    ranked = find(query, "en").ranked
    return ranked[0].title if ranked else ""


def text(html):
    """Return the body of an article that has one text."""
    return [{"type": "text", "value": html}]


def test_word_people_ask_with_is_found_and_neither_shown_nor_marked(client):
    placebo = make_term("Placebo", also_called=[("sugar pill", "asked"), ("dummy treatment", "synonym")])
    article = make_article("About trials", body=text("<p>One group gets a sugar pill, another a dummy treatment.</p>"))

    page = client.get(placebo.get_absolute_url()).content.decode()
    marked = client.get(article.get_url()).content.decode()

    assert first("sugar pills") == "Placebo"
    assert "dummy treatment" in page
    assert "sugar pill" not in page
    assert "gets a sugar pill, another a <" in marked


def test_words_of_an_article_lead_to_it_and_are_not_shown(client):
    article = make_article("Check a clinic", also_asked="stem cell tourism\n\n  is it a scam ")
    make_term("Stem cell")

    html = client.get(article.get_url()).content.decode()

    assert first("stem cell tourism") == "Check a clinic"
    assert first("scam") == "Check a clinic"
    assert "tourism" not in html
    names = SearchName.objects.filter(role="asked", document__title="Check a clinic")
    assert set(names.values_list("text", flat=True)) == {"stem cell tourism", "is it a scam"}


def test_what_people_ask_with_is_not_suggested_to_others():
    make_term("Placebo", also_called=[("sugar pill", "asked"), ("sugar tablet", "synonym")])

    assert suggestions("sugar", "en") == ["sugar tablet"]


def test_article_is_found_by_its_headings():
    make_article("Living after therapy", body=text("<h2>Giving blood or organs</h2><p>Ask first.</p>"))
    make_term("Gene therapy")

    assert first("can i give blood after therapy") == "Living after therapy"


def test_term_is_found_by_what_it_is():
    make_term("Plasmid", short_definition="A small ring of DNA that bacteria can pass on.")
    make_term("DNA", short_definition="The substance that holds genes.")

    assert first("small ring of dna") == "Plasmid"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("abcema", "Abecma"), ("cripsr", "CRISPR"), ("off tagret effects", "Off-target effect")],
)
def test_letters_that_changed_places_are_put_right(typed, meant):
    make_therapy("Abecma")
    make_term("CRISPR")
    make_term("Off-target effect")
    make_term("Agreement")

    assert first(typed) == meant


def test_children_are_children_in_whatever_word():
    make_condition("Childhood brain tumours")
    make_organisation("Brain Tumour Charity")

    assert first("brain tumors in kids") == "Childhood brain tumours"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lymphoma charity uk", "Lymphoma Action"),
        ("british lymphoma charity", "Lymphoma Action"),
        ("lymphoma italy", "Lega Linfomi"),
        ("lymphoma", "Lymphoma"),
    ],
)
def test_country_tells_which_organisation_is_meant(typed, meant):
    lymphoma = make_condition("Lymphoma")
    make_organisation("Lymphoma Action", country="GB", countries_served=["GB"], conditions=[lymphoma])
    make_organisation("Lega Linfomi", country="IT", countries_served=["IT"], conditions=[lymphoma])

    assert first(typed) == meant


def test_name_of_a_sponsor_is_not_taken_for_a_slip():
    trial = make_trial("Base-edited cells for leukaemia")
    make_registry_record(trial=trial, sponsor="Great Ormond Street Hospital")
    make_term("Hormone")

    found = find("base edited ormond", "en")

    assert found.mended is None
    assert found.ranked[0].title == "Base-edited cells for leukaemia"


def test_equal_word_is_worth_more_than_one_with_another_ending():
    make_term("Conditioning")
    make_term("Condition")

    assert first("condition") == "Condition"
    assert first("conditioning") == "Conditioning"
