"""The home page: ways in, and what is new."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.articles import make_article, make_home, make_section
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import make_change_note

pytestmark = pytest.mark.django_db


def page(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_home_page_leads_to_every_kind_and_has_a_search_box(client):
    make_home()

    html = page(client)

    assert [index for index in INDEXES.values() if f'href="{index}"' not in html] == []
    assert 'action="/search/"' in html


def test_home_page_leads_to_the_sections(client):
    section = make_section("Known section", show_in_menus=True)
    make_article("Known article", parent=section)

    assert section.get_url() in page(client)


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_change_of_a_record_is_told_and_leads_to_it(client, model):
    make_home()
    record = make(model, "Zebrafinch")
    make_change_note(record, "The trial stopped recruiting.")

    html = page(client)

    assert "The trial stopped recruiting." in html
    assert f'href="{record.get_absolute_url()}"' in html


def test_change_of_an_article_is_told_and_leads_to_it(client):
    article = make_article("Known article")
    make_change_note(article, "We corrected a date.")

    html = page(client)

    assert "We corrected a date." in html
    assert f'href="{article.get_url()}"' in html


def test_change_of_something_deleted_is_not_told(client):
    make_home()
    term = make_term()
    make_change_note(term, "Gone.")
    term.delete()

    assert "Gone." not in page(client)


def test_change_of_a_record_in_another_language_is_not_told(client):
    make_home()
    make_change_note(make_term("Mot", language="fr"), "En français.")

    assert "En français." not in page(client)


def test_latest_changes_come_first_and_are_few(client):
    make_home()
    for day in range(1, 20):
        make_change_note(make_term(), f"Change {day:02}.", changed_on=datetime.date(2026, 1, day))

    html = page(client)

    told = [f"Change {day:02}." in html for day in range(1, 20)]
    assert told[-1] is True
    assert sum(told) <= 6
    assert html.index("Change 19.") < html.index("Change 18.")


def test_home_page_needs_as_many_queries_for_many_changes_as_for_few(client):
    make_home()

    def queries():
        page(client)
        with CaptureQueriesContext(connection) as caught:
            page(client)
        return [query["sql"] for query in caught]

    for model in RECORD_MODELS:
        make_change_note(make(model))
    few = queries()
    for model in RECORD_MODELS:
        for _ in range(5):
            make_change_note(make(model))
    many = queries()

    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= 15, "\n".join(many)


def test_home_begins_with_the_situations_readers_are_in(client):
    make_article("How it works in detail")
    make_article("You have just been told", situation="I was just told")
    make_article("A draft", situation="I am a draft", live=False)

    html = client.get("/").content.decode()

    assert ">I was just told</a>" in html
    assert ">You have just been told</a>" not in html
    assert ">How it works in detail</a>" in html
    assert "I am a draft" not in html
