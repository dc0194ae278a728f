"""The map: what is counted, every country in diagram, table and form, and how small its mark-up is."""

import datetime
import gzip
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_countries import countries

from portal.base.countries import EUROPE
from portal.home.heatmap import MEASURES
from portal.home.tiles import WIDEST, regions
from tests.factories.conditions import make_condition
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from tests.markup import parsing_problems
from tests.repository import ROOT
from therapies.models import Availability

pytestmark = pytest.mark.django_db

MAP = "/organisations/map/"
ENDED = (("2020-03-01", "authorised"), ("2024-01-01", "withdrawn"))
PICTURE = f"{MAP}europe.svg"


def make_availability(therapy, code, state="launched"):
    """Note how it is with a therapy in a country."""
    source = make_source()
    return Availability.objects.create(
        therapy=therapy, country=code, state=state, source=source, checked_on=datetime.date(2026, 6, 1)
    )


def page(client, query=""):
    response = client.get(f"{MAP}{query}")
    assert response.status_code == 200
    return response


def numbers(client, query=""):
    """Return the numbers of all tiles that have one, by country."""
    heatmap = page(client, query).context["heatmap"]
    return {tile.place.code: tile.number for block in heatmap.blocks for tile in block.tiles if tile.number}


def tree(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


# --- the diagrams ----------------------------------------------------------------------------------------------------


def test_every_country_has_one_tile_in_a_place_of_its_own():
    codes = [code for region in regions() for code in region.codes]
    known = {code for code, _name in countries}

    assert len(codes) == len(set(codes))
    assert set(codes) <= known
    assert set(regions()[0].codes) == set(EUROPE)
    assert len(codes) >= 197
    for region in regions():
        places = {(place.column, place.row) for place in region.places}
        assert len(places) == len(region.places)
        assert max(place.column for place in region.places) <= WIDEST


def test_tiles_have_the_classes_that_the_style_sheet_knows():
    css = (ROOT / "static/css/more.css").read_text()

    for region in regions():
        for place in region.places:
            assert f".x{place.column} {{" in css
            assert f".y{place.row} {{" in css


def test_every_country_stands_in_the_table_and_in_the_form(client):
    html = tree(page(client))
    tiles = {code for region in regions() for code in region.codes}

    rows = html.select("table.numbers tbody tr")
    options = {option["value"] for option in html.select("#map-country option")}

    assert len(rows) == len(tiles)
    assert tiles <= options


def test_shade_goes_with_the_number_and_the_number_is_always_there(client):
    for code, number in (("FR", 2), ("DE", 3), ("IT", 6)):
        for _n in range(number):
            make_organisation(countries_served=[code])

    html = tree(page(client))
    tiles = {link.select_one("br").previous.strip(): link for link in html.select(".tiles a")}

    assert {code: link["class"] for code, link in tiles.items()} == {"FR": ["n1"], "DE": ["n2"], "IT": ["n3"]}
    assert {code: link.small.text for code, link in tiles.items()} == {"FR": "2", "DE": "3", "IT": "6"}
    assert " ".join(tiles["FR"].get_text(" ").split()) == "France FR 2 organisations"
    assert tiles["FR"]["href"] == "/organisations/?country=FR"
    assert [shade.text for shade in html.select(".shades span")] == ["1–2", "3–5", "6 or more"]


def test_country_with_nothing_is_no_link_and_not_read_aloud(client):
    make_organisation(countries_served=["FR"])

    empty = next(tile for tile in tree(page(client)).select(".tiles li") if "LU" in tile.text)

    assert empty["aria-hidden"] == "true"
    assert empty.a is None
    assert empty.small.text == "0"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.slug)
def test_mark_up_is_less_than_one_kilobyte_for_forty_countries_and_has_no_inline_style(client, measure):
    condition = make_condition("Linked condition", slug="linked-condition")
    codes = regions()[0].codes
    make_organisation(countries_served=codes, conditions=[condition])
    make_trial(countries=codes, conditions=[condition])
    therapy = make_therapy(conditions=[condition])
    for code in codes:
        make_availability(therapy, code)

    html = page(client, f"?show={measure.slug}&condition=linked-condition").content.decode()
    diagram = re.search(r'<ul class="tiles europe">.*?</ul>', html, re.DOTALL)[0]

    assert len(gzip.compress(diagram.encode())) < 1000 * len(codes) / 40
    assert "style=" not in html
    assert parsing_problems(html) == []


# --- what is counted -------------------------------------------------------------------------------------------------


def test_organisations_are_counted_where_they_help_and_drafts_are_not(client):
    make_organisation(countries_served=["FR", "BE"], country="DE")
    make_organisation(countries_served=[])
    make_organisation(countries_served=["FR"], live=False)

    assert numbers(client) == {"FR": 1, "BE": 1}


def test_condition_narrows_to_itself_its_group_and_its_members(client):
    group = make_condition("Group", slug="group")
    condition = make_condition("Condition", slug="condition", broader=group)
    make_organisation(countries_served=["FR"], conditions=[condition])
    make_organisation(countries_served=["DE"], conditions=[group])
    make_organisation(countries_served=["IT"])

    assert numbers(client, "?condition=condition") == {"FR": 1, "DE": 1}
    assert numbers(client, "?condition=unknown") == {"FR": 1, "DE": 1, "IT": 1}


def test_sites_are_counted_once_for_each_trial_and_place(client):
    condition = make_condition("Condition", slug="condition")
    make_trial(conditions=[condition], countries=["FR", "DE"])
    make_trial(countries=["FR"])
    make_trial(countries=["IT"], live=False)

    assert numbers(client, "?show=sites") == {"FR": 2, "DE": 1}
    assert numbers(client, "?show=sites&condition=condition") == {"FR": 1, "DE": 1}


def test_approval_of_the_eu_counts_in_its_economic_area_and_ended_ones_nowhere(client):
    make_therapy("Approved")
    make_therapy("Ended", authorisations=[make_authorisation("Ended", "US", events=ENDED)])

    response = page(client, "?show=approved")
    found = numbers(client, "?show=approved")
    rows = {row.th.text.strip(): row.td.text for row in tree(response).select("table.numbers tbody tr")}

    assert len(found) == 30
    assert {"FR", "NO", "IS", "LI"} <= set(found)
    assert rows["United States of America"] == "0"
    assert (rows["United Kingdom"], rows["Brazil"]) == ("not known", "not known")


def test_availability_counts_what_people_can_get_and_says_where_nothing_is_known(client):
    therapy = make_therapy("Approved")
    make_availability(therapy, "FR", state="paid for")
    make_availability(therapy, "DE", state="not launched")

    rows = {row.th.text.strip(): row.td.text for row in tree(page(client, "?show=available")).select(".numbers tr")[1:]
            if row.td}  # fmt: skip

    assert numbers(client, "?show=available") == {"FR": 1}
    assert (rows["France"], rows["Germany"], rows["Spain"]) == ("1", "0", "not known")


def test_place_without_a_tile_is_in_a_table_of_its_own(client):
    make_organisation(countries_served=["GF"])

    assert "French Guiana" in tree(page(client)).select("table.numbers")[-1].text


# --- one country -----------------------------------------------------------------------------------------------------


def test_chosen_country_says_everything_that_is_there(client):
    condition = make_condition("Condition", slug="condition")
    therapy = make_therapy("Get it", conditions=[condition])
    make_availability(therapy, "FR")
    make_organisation(countries_served=["FR"], conditions=[condition])
    make_organisation(conditions=[condition])
    make_trial(countries=["FR"], conditions=[condition])

    html = page(client, "?country=FR&condition=condition").content.decode()

    for text in ("1 organisation helps people there", "1 international organisation", "1 trial site in our list",
                 "Get it", "/organisations/?country=FR&amp;condition=condition",
                 "1 therapy is approved there"):  # fmt: skip
        assert text in html, text


def test_chosen_country_with_nothing_says_so(client):
    html = page(client, "?country=BR").content.decode()

    for text in ("We know no organisation there.", "No trial in our list has a site there.", "nobody has told us yet",
                 "We do not look at the approvals of this country yet."):  # fmt: skip
        assert text in html, text


@pytest.mark.parametrize(
    "query", ["?country=XX&show=x&condition=%00", "?show[]=1", "?country=%F0%9F%92%89", "?theme=x"]
)
def test_nonsense_in_the_address_is_as_if_it_were_not_there(client, query):
    assert page(client, query).context["heatmap"].measure is MEASURES[0]
    assert client.get(f"{PICTURE}{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "?show=sites&country=FR", "?show=approved&country=FR", "?country=FR"])
def test_map_needs_as_many_queries_for_three_as_for_thirty(client, query):
    condition = make_condition("Condition", slug="condition")

    def queries(number):
        for _n in range(number):
            therapy = make_therapy(conditions=[condition])
            make_availability(therapy, "FR")
            make_organisation(countries_served=["FR"], conditions=[condition])
            make_trial(countries=["FR"], conditions=[condition])
        with CaptureQueriesContext(connection) as caught:
            page(client, f"{query}{'&' if query else '?'}condition=condition")
        return len(caught)

    page(client)
    few, many = queries(2), queries(6)

    assert few == many <= 15


# --- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["", "&theme=dark"])
def test_picture_has_every_country_of_europe_shaded_and_stays_small(client, theme):
    make_organisation(countries_served=["FR"])

    response = client.get(f"{PICTURE}?show=organisations{theme}")
    svg = BeautifulSoup(response.content.decode(), "html.parser")
    fills = [path["fill"] for path in svg.select("path")][1:]

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert len(response.content) < 60_000
    assert len(fills) == len(EUROPE)
    assert len(set(fills)) == 2
    assert "style" not in response.content.decode()
    assert "script" not in response.content.decode()
    assert [text.text for text in svg.select("text") if text.text not in "0–"] == ["1"]


def test_picture_is_labelled_and_has_the_same_query_as_the_page(client):
    make_condition("Condition", slug="condition")

    html = tree(page(client, "?show=sites&condition=condition"))

    assert "not a map of borders" in html.find("figcaption").text
    assert html.find("img")["src"] == f"{PICTURE}?show=sites&condition=condition"
    assert html.find("source")["srcset"].endswith("&theme=dark")
    assert "Trial sites" in html.find("img")["alt"]
