"""The definition that others show inside their pages: small, plain, and framed by anybody."""

import re

import html5lib
import pytest
from django.conf import settings

from glossary.models import Term
from glossary.views import LARGEST_EMBED
from tests import markup
from tests.factories.glossary import make_term
from tests.factories.kernel import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedded(client):
    make_term("Vector", short_definition="A vehicle & more.", sources=[make_source(title="A book")])
    return client.get("/glossary/vector/embed/")


def test_embedded_term_says_what_it_is_and_where_it_comes_from(embedded):
    page = embedded.content.decode()

    assert embedded.status_code == 200
    assert "<h1><dfn>Vector</dfn></h1>" in page
    assert "<p>A vehicle &amp; more.</p>" in page
    assert f'<a href="{settings.SITE_ADDRESS}/glossary/vector/" target="_top">More in the glossary of' in page
    assert ">A book</a>" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/" target="_top">CC BY 4.0</a>' in page
    assert f'<link rel="canonical" href="{settings.SITE_ADDRESS}/glossary/vector/">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_embedded_term_is_plain_html(embedded):
    page = embedded.content.decode()

    assert len(embedded.content) < LARGEST_EMBED == 3000
    assert not re.search(r"<(script|style|img|iframe|form|button)\b", page)
    assert not re.search(r"<link(?! rel=\"canonical\")", page)
    assert not re.search(r"\s(style|on[a-z]+)=", page)
    assert markup.parsing_problems(page) == []
    assert all('target="_top"' in link for link in re.findall(r"<a\b[^>]*>", page))


def test_embedded_term_may_be_framed_by_anybody(embedded):
    policy = dict(part.strip().split(" ", 1) for part in embedded.headers["Content-Security-Policy"].split(";"))

    assert policy == {
        "default-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "*",
    }
    assert "X-Frame-Options" not in embedded.headers
    assert embedded.headers["Cache-Control"] == "public, max-age=300"
    assert not embedded.cookies


@pytest.mark.parametrize(
    "address", ["/glossary/", "/glossary/vector/", "/glossary/vector.json", "/glossary/none/embed/"]
)
def test_no_other_page_may_be_framed(client, embedded, address):
    response = client.get(address)

    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_embedded_term_is_in_the_language_of_its_address(client):
    make_term("ناقل", slug="vector", language="ar", short_definition="مركبة تنقل الجين.")

    response = client.get("/ar/glossary/vector/embed/")

    assert '<html lang="ar" dir="rtl">' in response.content.decode()
    assert f'href="{settings.SITE_ADDRESS}/ar/glossary/vector/"' in response.content.decode()
    assert response.headers["Content-Language"] == "ar"


@pytest.mark.parametrize("letter", ["w", "ж", "ﷺ", "<"])
def test_embedded_term_stays_small_whatever_it_holds(client, letter):
    sources = [
        make_source(title=letter * 380, url=f"https://source.example/{'p' * 400}/{number}") for number in range(9)
    ]
    make_term(letter * 60, slug="long", short_definition=" ".join([letter * 8] * 40), sources=sources)

    response = client.get("/glossary/long/embed/")

    page = response.content.decode()
    assert len(response.content) < LARGEST_EMBED
    assert "more</a>" in page
    assert "#sources" in page
    assert html5lib.parse(page).find(".//{*}p").text.count(letter) == 320


def test_embedded_term_names_as_many_sources_as_there_is_room_for(client):
    make_term("Vector", sources=[make_source(title=f"Book {number}") for number in range(5)])

    page = client.get("/glossary/vector/embed/").content.decode()

    assert [number for number in range(5) if f">Book {number}</a>" in page] == [0, 1, 2]
    assert ">2 more</a>" in page


def test_term_without_a_source_names_none(client):
    make_term("Vector")

    assert "Sources:" not in client.get("/glossary/vector/embed/").content.decode()


def test_draft_cannot_be_embedded_and_a_term_taken_away_is_gone(client):
    make_term("Draft", live=False)
    term = make_term("Vector")
    term.unpublish()

    assert client.get("/glossary/draft/embed/").status_code == 404
    assert client.get("/glossary/vector/embed/").status_code == 410


def test_draft_of_a_published_term_does_not_show_in_its_embedded_form(client, embedded):
    term = Term.objects.get(slug="vector")
    term.short_definition = "Not yet."
    term.save_revision()

    assert client.get("/glossary/vector/embed/").content == embedded.content


def test_embedding_takes_the_same_queries_however_many_sources(client, django_assert_num_queries):
    make_term("One", sources=[make_source()])
    make_term("Many", sources=[make_source() for _number in range(20)])
    client.get("/glossary/one/embed/")

    for slug in ("one", "many"):
        with django_assert_num_queries(2):
            client.get(f"/glossary/{slug}/embed/")
