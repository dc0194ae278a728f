"""The page of a therapy: DISCERN's sections in order, care cards, drawing, figures, leaflets, nothing blank."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.conditions import make_condition
from tests.factories.everything import make_full_therapy
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy

pytestmark = pytest.mark.django_db

ORDER = [
    "In short", "On this page", "How it works", "What it can do", "Risks", "If you do not have it", "Other choices",
    "Follow-up", "What is not known", "Before you decide", "Timeline", "What the regulators decided",
    "Where people can get it", "Trials with this therapy", "Who can help", "Official leaflet", "How we made this page",
    "Sources",
]  # fmt: skip


def page_of(client, therapy):
    return BeautifulSoup(client.get(therapy.get_absolute_url()).content, "html.parser")


def headings(page):
    return [heading.get_text(" ", strip=True) for heading in page.find("article").find_all("h2")]


@pytest.fixture
def full(db):
    """A therapy with everything, for a condition that an organisation is there for."""
    condition = make_condition("Known condition")
    make_organisation("Known helper", conditions=[condition], languages=["fr"])
    return make_full_therapy(conditions=[condition])


def test_sections_stand_in_the_order_that_a_decision_needs(full, client):
    assert headings(page_of(client, full)) == ORDER


def test_every_line_of_the_contents_leads_to_its_heading(full, client):
    page = page_of(client, full)

    for link in page.find("nav", class_="toc").find_all("a"):
        assert page.find("h2", id=link["href"].removeprefix("#")).get_text(strip=True) == link.text


def test_risks_have_a_card_for_each_level_the_most_urgent_first(full, client):
    page = page_of(client, full)

    cards = page.find_all("section", class_="care")
    assert [card["class"][1] for card in cards] == ["now", "soon", "later"]
    assert cards[0].find_previous("h2")["id"] == "risks"
    assert "Emergency" in cards[0].h3.text
    assert cards[0].find("a", class_="call")["href"] == "tel:112"
    assert cards[0].find("a", class_="cite")["href"] == "#source-1"
    assert [point.text for point in cards[1].find_all("li")] == ["a fever", "a rash"]
    assert not cards[1].find("a", class_="call")


def test_card_without_signs_is_left_out(client):
    page = page_of(client, make_therapy(risks="<p>Some.</p>", help_soon="<ul><li>a fever</li></ul>"))

    assert [card["class"][1] for card in page.find_all("section", class_="care")] == ["soon"]


@pytest.mark.parametrize(
    ("given", "kind", "modification", "words"),
    [
        ("in vivo", "in_vivo_gene", "addition", ["straight into the body", "working copy of a gene is added"]),
        ("ex vivo", "gene_modified_cells", "editing", ["taken out, treated in a laboratory", "cut or changed"]),
        ("ex vivo", "somatic_cells", "none", ["taken out, treated in a laboratory", "Genes are not changed."]),
    ],
)
def test_drawing_shows_how_it_is_given_and_what_happens_to_genes(client, given, kind, modification, words):
    fields = {"given": given, "kind": kind, "modification": modification}
    page = page_of(client, make_therapy(how_it_works="<p>So.</p>", **fields))

    drawing = page.find("figure", class_="drawing")
    assert drawing.find_previous("h2")["id"] == "how"
    assert len(drawing.find_all("svg")) == (1 if modification == "none" else 2)
    assert all(part in " ".join(drawing.figcaption.text.split()) for part in words)


def test_share_of_people_is_drawn_below_what_it_can_do(full, client):
    figure = page_of(client, full).find(class_="drawn")

    assert figure.find_previous("h2")["id"] == "benefits"
    assert figure.p.text == "In a trial 8 of 12 people walked."


def test_organisations_of_its_conditions_are_named_with_their_languages(full, client):
    page = page_of(client, full)

    line = page.find("a", href="/organisations/known-helper/").find_parent("li")
    assert "French" in line.text
    assert page.find("a", href="/conditions/known-condition/#help")


def test_leaflets_lead_to_the_regulators_those_in_force_first(full, client):
    page = page_of(client, full)

    found = [
        link.text for link in page.find("h2", id="leaflet").find_all_next("a", href=True) if ".example/" in link["href"]
    ]
    assert found[:3] == ["European Union: Brand one", "United States: Brand two", "United Kingdom: Brand three"]
    last = page.find("a", href="https://mhra.example/three", string="United Kingdom: Brand three").find_parent("li")
    assert "It is kept there as a record; nothing follows from it today." in last.text


def test_bare_therapy_has_no_blank_heading_and_says_what_is_not_written(client):
    page = page_of(client, make_therapy("Bare", authorisations=[]))

    assert headings(page) == [title for title in ORDER if title not in (
        "How it works", "What it can do", "Risks", "If you do not have it", "Other choices", "Follow-up",
        "What is not known", "Timeline", "Sources",
    )]  # fmt: skip
    text = " ".join(page.get_text(" ").split())
    assert "We have not written these parts yet: How it works; What it can do; Risks;" in text
    assert "We know of no organisation for its conditions alone." in text
    assert "We know of no page of a regulator with its leaflet." in text


def test_name_of_each_authorisation_stands_side_by_side(client):
    therapy = make_therapy("Libmeldy", authorisations=[
        make_authorisation("Libmeldy", "EU", regulator_page="https://ema.example/"),
        make_authorisation("Lenmeldy", "US"),
    ])  # fmt: skip

    page = page_of(client, therapy)

    assert [card.text for card in page.find_all("h3")[:2]] == ["European Union: Libmeldy", "United States: Lenmeldy"]
    assert page.find("a", string="Libmeldy, European Union")["href"] == "https://ema.example/"
