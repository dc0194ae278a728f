"""The way from a patient's story to the conditions it is about."""

import json
import re

import html5lib
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.factories.articles import make_section, make_story
from tests.factories.conditions import make_condition

pytestmark = pytest.mark.django_db


def about(story, *conditions):
    """Publish a story as one about these conditions."""
    story.conditions = list(conditions)
    story.save_revision().publish()
    return story


def html_of(client, story):
    response = client.get(story.get_url())
    assert response.status_code == 200
    return response.content.decode()


def links_in(html):
    """Return the words of each link in the text of a page, by its address."""
    main = html5lib.parse(html, namespaceHTMLElements=False).find(".//main")
    return {link.get("href"): "".join(link.itertext()) for link in main.iter("a")}


def test_story_leads_back_to_the_conditions_whose_pages_lead_to_it(client):
    first, second = make_condition("Anaemia of zebras"), make_condition("Blindness of moles")
    story = about(make_story("How it was"), second, first)

    links = links_in(html_of(client, story))

    for condition in (first, second):
        assert links[condition.get_absolute_url()] == condition.name
        assert story.get_url() in links_in(client.get(condition.get_absolute_url()).content.decode())
    assert list(links.values()).index(first.name) < list(links.values()).index(second.name)


def test_story_about_no_condition_has_no_such_line(client):
    assert "<dt>Conditions</dt>" not in html_of(client, make_story())


def test_condition_that_readers_may_not_see_is_not_named(client):
    shown, draft, gone = make_condition(), make_condition("Secret draft", live=False), make_condition("Taken away")
    story = about(make_story(), shown, draft, gone)
    assert gone.get_absolute_url() in html_of(client, story)
    gone.unpublish()

    html = html_of(client, story)

    assert shown.get_absolute_url() in html
    assert "Secret draft" not in html
    assert "Taken away" not in html


def test_condition_is_named_in_the_language_of_the_page(client):
    french = make_condition("Une maladie", language="fr")
    english = make_condition("A disease", translation_key=french.translation_key)

    links = links_in(html_of(client, about(make_story(), french)))

    assert links[english.get_absolute_url()] == "A disease"
    assert "Une maladie" not in links.values()


def test_condition_of_a_draft_is_seen_in_the_preview_only(client):
    published, drafted = make_condition("Published condition"), make_condition("Drafted condition")
    story = about(make_story(), published)
    story.conditions = [published, drafted]
    story.save_revision()

    latest = story.get_latest_revision_as_object()
    preview = latest.make_preview_request(RequestFactory().get("/"), latest.default_preview_mode)

    assert "Drafted condition" not in html_of(client, story)
    assert "Drafted condition" in preview.render().content.decode()


def test_machines_are_told_the_conditions_too(client):
    condition, draft = make_condition("A disease"), make_condition(live=False)
    html = html_of(client, about(make_story(), condition, draft))

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])

    assert [(one["@type"], one["name"]) for one in data["@graph"][0]["about"]] == [("MedicalCondition", "A disease")]


def test_story_needs_as_many_queries_for_many_conditions_as_for_few(client):
    section = make_section()

    def queries(number):
        story = about(make_story(parent=section), *(make_condition() for _ in range(number)))
        html_of(client, story)
        with CaptureQueriesContext(connection) as caught:
            html_of(client, story)
        return [query["sql"] for query in caught]

    few, many = queries(3), queries(30)

    assert len(many) == len(few), "\n".join(many)
