"""What stands around a condition: umbrellas by country, stories, words, and the day on which each block was checked."""

import datetime
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import formats, translation
from wagtail.models import PageViewRestriction

from conditions.around import RARE_DISEASES, near_umbrellas, nearness, organisations_around, stories_about, words_of
from organisations.models import OrganisationContact
from tests.factories.articles import make_story
from tests.factories.conditions import make_condition
from tests.factories.everything import make_full_condition
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db


def page_of(client, record, query=""):
    return BeautifulSoup(client.get(record.get_absolute_url() + query).content, "html.parser")


def block(page, anchor):
    """Return the text between a second-level heading and the next."""
    parts = []
    for element in page.find("h2", id=anchor).find_next_siblings():
        if element.name == "h2":
            break
        parts.append(element.get_text(" ", strip=True))
    return " ".join(" ".join(parts).split())


# --- umbrellas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("served", "country", "place"),
    [(["DE"], "", 0), ([], "", 0), (["DE"], "DE", 0), ([], "DE", 1), (["FR"], "DE", 2), (["FR", "DE"], "DE", 0)],
)
def test_nearness_puts_the_readers_country_first_and_other_countries_last(served, country, place):
    assert nearness(served, country) == place


def test_organisations_are_its_own_then_of_its_family_then_umbrellas_for_every_condition():
    group = make_condition(is_group=True)
    condition, other = make_condition(broader=group), make_condition()
    make_organisation("Around the world", kind="umbrella", services=["advocacy"])
    make_organisation("Of companies", kind="umbrella")
    make_organisation("For its group", conditions=[group])
    make_organisation("Umbrella for it", kind="umbrella", conditions=[condition, group])
    make_organisation("Umbrella for another", kind="umbrella", conditions=[other], services=["advocacy"])
    make_organisation("For another", conditions=[other])
    make_organisation("No umbrella")
    make_organisation("Draft", kind="umbrella", live=False, services=["advocacy"])
    make_organisation("In another language", kind="umbrella", language="de", services=["advocacy"])

    with translation.override("en"):
        found = organisations_around(condition, [group])

    assert [(one.name, one.is_own, one.is_near) for one in found] == [
        ("Umbrella for it", True, True), ("For its group", False, True), ("Around the world", False, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("orphacode", "found"), [("70", ["For rare ones", "For all"]), ("", ["For all"])])
def test_umbrellas_for_rare_conditions_are_for_every_condition_with_an_orphacode(orphacode, found):
    rare = make_condition("Rare conditions", is_group=True, mesh_id=RARE_DISEASES)
    make_organisation("For all", kind="umbrella", services=["advocacy"])
    make_organisation("For rare ones", kind="umbrella", conditions=[rare], services=["advocacy"])
    make_organisation("No umbrella for rare ones", conditions=[rare], services=["advocacy"])

    with translation.override("en"):
        assert [one.name for one in organisations_around(make_condition(orphacode=orphacode), [])] == found


def test_umbrellas_are_those_of_the_country_then_the_international_ones():
    world, estonia = SimpleNamespace(countries_served=[]), SimpleNamespace(countries_served=["EE"])
    france = SimpleNamespace(countries_served=["FR"])

    assert near_umbrellas([world, estonia, france], "") == [world]
    assert near_umbrellas([world, estonia, france], "EE") == [estonia, world]


def test_page_names_umbrellas_with_their_languages_and_leads_to_all_of_the_country(client):
    condition = make_condition()
    make_therapy(conditions=[condition])
    make_organisation("In Estonia", kind="umbrella", countries_served=["EE"], languages=["et"], services=["advocacy"])

    page = page_of(client, condition, "?country=EE")

    text = block(page, "help")
    assert "We know of no organisation for it alone." in text
    assert "Umbrella organisations: Estonia and international In Estonia Umbrella organisation · Estonian" in text
    assert page.find("a", href="/organisations/?country=EE")


# --- stories ---------------------------------------------------------------------------------------------------------


def story_on(condition, title, **fields):
    story = make_story(title, **fields)
    story.conditions = [condition]
    revision = story.save_revision()
    if story.live:
        revision.publish()
    return story


def test_stories_are_the_published_ones_of_the_condition():
    condition, other = make_condition(), make_condition()
    story_on(condition, "Mine")
    story_on(other, "Of another condition")
    make_story("Of none")
    draft = story_on(condition, "Draft", live=False)

    assert not draft.live
    assert [story.title for story in stories_about(condition)] == ["Mine"]
    assert {story.title for story in stories_about(condition, other)} == {"Mine", "Of another condition"}


def test_story_in_a_section_that_needs_a_password_is_not_shown():
    condition = make_condition()
    story = story_on(condition, "Behind a password")
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="password", password="x")

    assert stories_about(condition) == []


def test_page_leads_to_stories_and_is_honest_where_there_is_none(client):
    condition = make_condition()
    empty = block(page_of(client, condition), "stories")
    story = story_on(condition, "How it was for me")

    page = page_of(client, condition)

    assert empty.startswith("We have no story about it yet. We publish one only when the person agreed in writing.")
    assert page.find("a", href=story.get_url()).text == "How it was for me"
    assert "It does not say what will happen to you." in block(page, "stories")


def test_page_of_a_group_shows_the_stories_of_its_members(client):
    group = make_condition(is_group=True)
    story_on(make_condition(broader=group), "Of a member")

    assert "Of a member" in block(page_of(client, group), "stories")


# --- words -----------------------------------------------------------------------------------------------------------


def test_words_are_the_published_terms_that_its_text_uses(client):
    make_term("Capsid")
    make_term("Vector")
    make_term("Enzyme", live=False)
    condition = make_condition(what_it_is="<p>A vector has a capsid, and an enzyme.</p>")

    page = page_of(client, condition)

    links = page.find("ul", class_="words").find_all("a")
    assert [link["href"] for link in links] == ["/glossary/capsid/", "/glossary/vector/"]


def test_page_without_glossary_words_says_so(client):
    assert "No word of our glossary stands in this text." in block(page_of(client, make_condition()), "words")


def test_words_of_another_language_are_not_shown():
    locale_of("de")
    condition = make_condition(what_it_is="<p>A capsid.</p>")
    make_term("Capsid")

    with translation.override("de"):
        assert words_of(condition) == []
    with translation.override("en"):
        assert [word.name for word in words_of(condition)] == ["Capsid"]


# --- checked on ------------------------------------------------------------------------------------------------------


def test_every_block_says_when_it_was_checked(client):
    condition = make_condition(state_of_play="<p>State.</p>")
    make_therapy(conditions=[condition], authorisations=[
        make_authorisation("One", "EU", last_seen_on="2026-03-14"),
        make_authorisation("Two", "US", last_seen_on="2026-08"),
    ])  # fmt: skip
    make_therapy(conditions=[condition], events=[("2012", "authorised"), ("2017", "expired")])
    make_trial(conditions=[condition])
    make_organisation(conditions=[condition])
    today = formats.date_format(datetime.date.today(), "j F Y")

    page = page_of(client, condition)

    assert f"Not yet medically reviewed. We last worked on this text on {today}." in block(page, "what")
    assert f"Not yet medically reviewed. We last worked on this text on {today}." in block(page, "state")
    lists = "Checked with the regulators’ lists: European Union on 14 March 2026 or later; United States on August 2026"
    assert lists in block(page, "approved")
    assert lists in block(page, "not-approved")
    assert re.search(r"We looked at the registries on \d+ \w+ \d{4} or later", block(page, "trials"))
    assert (
        f"We last worked on these entries on {today} or later. No organisation has confirmed its entry to us yet."
        in block(page, "help")
    )


def test_block_without_a_day_says_so(client):
    condition = make_condition()
    make_therapy(conditions=[condition])

    assert "We have noted no day on which we looked" in block(page_of(client, condition), "approved")


def test_organisations_that_confirmed_their_entry_are_counted(client):
    condition = make_condition()
    OrganisationContact.objects.create(
        organisation=make_organisation(conditions=[condition]), confirmed_on=datetime.date(2026, 10, 1)
    )

    assert "1 organisation has confirmed its entry to us." in block(page_of(client, condition), "help")


def test_full_condition_has_a_text_below_every_heading(client):
    page = page_of(client, make_full_condition(), "?country=DE")

    for heading in page.find("article").find_all("h2", id=True):
        if heading["id"] not in ("on-this-page", "today", "sources"):
            assert block(page, heading["id"]), heading
    assert "Brand" not in block(page, "not-approved")
    assert "Full therapy : paid for by the health system" in block(page, "country")
