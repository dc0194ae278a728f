"""Public pages of sections, articles, stories and pages about the site."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.home.gallery import EXAMPLES
from tests.factories.articles import make_article, make_information, make_resource, make_section, make_story
from tests.factories.kernel import make_change_note, make_review, make_source

pytestmark = pytest.mark.django_db


def page(client, thing):
    response = client.get(thing.get_url())
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("make", [make_section, make_article, make_information, make_story])
def test_page_has_its_title_and_summary(client, make):
    thing = make("Zebrafinch")

    html = page(client, thing)

    assert re.search(r"<title>[^<]*Zebrafinch", html)
    assert re.search(r"<h1(?:(?!</h1>).)*Zebrafinch", html, re.DOTALL)
    assert thing.summary in html


def test_article_shows_in_short_sources_and_what_is_not_known(client):
    article = make_article(sources=[make_source(title="A paper on it")], not_known="How long it lasts.")

    html = page(client, article)

    assert "One point." in html
    assert "A paper on it" in html
    assert "How long it lasts." in html
    assert "Not yet medically reviewed" in html


def test_article_with_every_block_is_served(client):
    film = make_resource("A film", kind="video", transcript="What it says.")
    link = make_resource("A register")
    blocks = [
        *EXAMPLES,
        {"type": "video", "value": {"resource": film.pk, "text": "What it shows."}},
        {"type": "links", "value": {"resources": [link.pk]}},
    ]

    html = page(client, make_article(body=blocks))

    for words in ("8 of 100", "Questions to ask", "Be careful", "Call at once if someone:", "What it shows.",
                  "A register", "What it says.", "An example table"):  # fmt: skip
        assert words in html


def test_film_is_not_fetched_before_the_reader_asks(client):
    film = make_resource("A film", kind="video", url="https://film.example/watch", transcript="What it says.")

    html = page(client, make_article(body=[{"type": "video", "value": {"resource": film.pk, "text": "T"}}]))

    assert not re.search(r"<(iframe|video|img|source|embed|object)[^>]*film\.example", html)
    assert 'href="https://film.example/watch"' in html


def test_contents_lead_to_the_headings(client):
    article = make_article(body=[{"type": "text", "value": "<h2>First part</h2><p>a</p><h2>Second part</h2><p>b</p>"}])

    html = page(client, article)

    assert 'href="#first-part"' in html
    assert 'id="first-part"' in html
    assert 'id="second-part"' in html


def test_anchors_of_a_page_are_all_different(client):
    twice = {"type": "text", "value": "<h2>Sources</h2><p>a</p><h2>Sources</h2><p>b</p>"}

    anchors = re.findall(r'\sid="([^"]+)"', page(client, make_article(body=[twice, twice], sources=[make_source()])))

    assert len(anchors) == len(set(anchors))


def test_section_lists_its_published_pages_in_order(client):
    section = make_section("Known section")
    for title in ("Zebra", "Apple"):
        make_article(title, parent=section)
    make_article("Secret", parent=section, live=False)

    html = page(client, section)

    assert html.index("Zebra") < html.index("Apple")
    assert "Secret" not in html


def test_article_leads_to_the_next_one_and_back_to_its_section(client):
    section = make_section("Known section")
    first, second = make_article("First", parent=section), make_article("Second", parent=section)

    assert f'href="{second.get_url()}"' in page(client, first)
    assert f'href="{section.get_url()}"' in page(client, second)


def test_citation_in_an_article_leads_to_its_source(client):
    body = [{"type": "text", "value": '<p>It is so.<a href="#source-1">[1]</a></p>'}]

    html = page(client, make_article(body=body, sources=[make_source()]))

    assert 'href="#source-1"' in html
    assert 'id="source-1"' in html


def test_article_reviewed_says_by_whom(client):
    article = make_article()
    make_review(article, reviewer_name="Dr Example")

    html = page(client, article)

    assert "Dr Example" in html
    assert "Not yet medically reviewed" not in html


def test_draft_of_an_article_changes_nothing_public(client):
    article = make_article("Known")
    before = page(client, article)
    article.title = "Secret"
    article.save_revision()

    assert page(client, article) == before


def test_unpublished_article_is_not_shown(client):
    article = make_article("Known")
    article.unpublish()

    assert client.get(article.get_url()).status_code in {404, 410}


def test_article_needs_as_many_queries_for_much_as_for_little(client):
    section = make_section()

    def queries(article):
        page(client, article)
        with CaptureQueriesContext(connection) as caught:
            page(client, article)
        return [query["sql"] for query in caught]

    small = make_article(parent=section, sources=[make_source() for _ in range(3)], body=EXAMPLES[:3])
    few = queries(small)
    large = make_article(parent=section, sources=[make_source() for _ in range(30)], body=EXAMPLES * 5)
    for number in range(15):
        make_article(parent=section)
        make_change_note(large, f"Change {number}.")
    many = queries(large)

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 15, "\n".join(many)


def test_section_needs_as_many_queries_for_many_pages_as_for_few(client):
    def queries(number):
        section = make_section()
        for _ in range(number):
            make_article(parent=section)
        page(client, section)
        with CaptureQueriesContext(connection) as caught:
            page(client, section)
        return [query["sql"] for query in caught]

    few, many = queries(3), queries(30)

    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 15, "\n".join(many)
