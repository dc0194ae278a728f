"""What stands in the head of pages for machines: canonical address, languages, picture."""

import io
import re

import pytest
from PIL import Image

from portal.home import social_drawing
from portal.home.social_drawing import drawn, fitted, words_of
from tests.factories.articles import make_article, make_home, make_section
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.staff import make_superuser, signed_in
from tests.factories.whole_site import address_of, make_site

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
LARGEST_PICTURE = 60_000
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def canonical(html):
    return re.findall(r'<link rel="canonical" href="([^"]*)">', html)


def languages(html):
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html))


def social(html):
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">', html))


# --- addresses -------------------------------------------------------------------------------------------------------


def test_every_page_says_its_own_address_once(client):
    for thing in make_site():
        assert canonical(page(client, address_of(thing))) == [SITE + address_of(thing)]


@pytest.mark.parametrize(("asked", "wanted"), [
    ("/trials/", "/trials/"),
    ("/trials/?status=open&q=x", "/trials/"),
    ("/trials/?page=2", "/trials/?page=2"),
    ("/trials/?page=1", "/trials/"),
    ("/trials/?page=02", "/trials/?page=2"),
    ("/trials/?page=2&kind=x", "/trials/"),
    ("/trials/?page=x", "/trials/"),
    ("/trials/?page=²", "/trials/"),
    ("/trials/?page=" + "9" * 6000, "/trials/"),
    ("/trials/?list=term:a", "/trials/"),
    ("/changes/?therapy=x", "/changes/"),
    ("/search/?q=x", "/search/"),
    ("/glossary/?q=x", "/glossary/"),
], ids=lambda value: value[:30])  # fmt: skip
def test_canonical_address_is_without_filters(client, asked, wanted):
    assert canonical(page(client, asked)) == [SITE + wanted]


@pytest.mark.parametrize("address", ["/no/such/", "/my-list/", "/my-list/sheet/"])
def test_page_that_nobody_should_find_says_no_address(client, address):
    html = client.get(address).content.decode()

    assert canonical(html) == []
    assert social(html) == {}
    assert '<meta name="robots" content="noindex">' in html


@every_kind
def test_record_names_its_languages_its_own_included(client, model):
    record = make(model, "Known")
    assert languages(page(client, record.get_absolute_url())) == {}
    locale_of("fr")
    other = make(model, "Connu", language="fr", translation_key=record.translation_key)
    make(model, "Secret", language="de", live=False, translation_key=record.translation_key)

    wanted = {"en": SITE + record.get_absolute_url(), "fr": SITE + other.get_absolute_url()}
    assert languages(page(client, record.get_absolute_url())) == wanted
    assert languages(page(client, other.get_absolute_url())) == wanted


def test_index_names_the_languages_that_have_content(client):
    assert languages(page(client, "/trials/")) == {}
    locale_of("fr")

    for address in (*INDEXES.values(), "/changes/"):
        assert languages(page(client, address)) == {"en": SITE + address, "fr": f"{SITE}/fr{address}"}


def test_language_is_offered_where_there_is_a_choice(client):
    make_home()
    only_one = page(client, "/glossary/")
    locale_of("fr")
    two = page(client, "/glossary/")

    assert 'href="#languages"' not in only_one
    assert 'id="languages"' not in only_one
    assert two.count('href="#languages"') == 2
    assert '<a href="/fr/" lang="fr" hreflang="fr">français</a>' in two


def test_sitemap_names_languages_and_days(client):
    locale_of("fr")
    term = make_term("Known")
    other = make_term("Connu", language="fr", translation_key=term.translation_key)
    make_term("Alone")
    section = make_section("Understand")

    entries = client.get("/sitemap.xml").content.decode().split("<url>")
    found = {re.search(r"<loc>([^<]*)</loc>", entry)[1]: entry for entry in entries[1:]}

    for address in (SITE + term.get_absolute_url(), SITE + other.get_absolute_url()):
        assert f'hreflang="en" href="{SITE}/glossary/known/"' in found[address]
        assert f'hreflang="fr" href="{SITE}/fr/glossary/connu/"' in found[address]
        assert re.search(r"<lastmod>\d{4}-\d\d-\d\d</lastmod>", found[address])
    assert "hreflang" not in found[f"{SITE}/glossary/alone/"]
    assert "<lastmod>" in found[SITE + section.get_url()]
    assert f'hreflang="fr" href="{SITE}/fr/trials/"' in found[f"{SITE}/trials/"]


def test_long_sitemap_is_a_list_of_files(client, monkeypatch):
    monkeypatch.setattr("portal.base.sitemaps.SiteSitemap.limit", 2)
    for number in range(3):
        make_term(f"Term {number}")

    listed = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    terms = [address for address in listed if "terms" in address]

    assert terms == ["/sitemap-terms.xml", "/sitemap-terms.xml?p=2"]
    assert "/glossary/term-2/" in client.get(terms[1]).content.decode()
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_keep_out_of_lists_and_searches_in_every_language(client):
    locale_of("fr")
    text = client.get("/robots.txt").content.decode()

    for path in ("/my-list/", "/search/", "/fr/my-list/", "/fr/search/", "/admin/", "/staff/"):
        assert f"Disallow: {path}\n" in text


# --- pictures --------------------------------------------------------------------------------------------------------


@every_kind
def test_record_shows_its_title_text_and_a_picture_of_its_own(client, model):
    record = make(model, "Zebra & finch")
    tags = social(page(client, record.get_absolute_url()))

    assert tags["og:title"].startswith("Zebra &amp; finch – ")
    assert tags["og:description"]
    assert tags["og:url"] == SITE + record.get_absolute_url()
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["twitter:card"] == "summary_large_image"
    picture(client, tags["og:image"])


def picture(client, address):
    """Fetch a picture and return it, held to size, form and caching."""
    assert address.startswith(SITE)
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(response.content) < LARGEST_PICTURE
    opened = Image.open(io.BytesIO(response.content))
    assert opened.size == (1200, 630)
    return response.content


def test_every_public_page_has_a_picture_that_is_there(client):
    things = [address_of(thing) for thing in make_site()]
    found = [social(page(client, address))["og:image"] for address in [*things, *INDEXES.values(), "/changes/"]]

    # The home page and its like share one; everything else has its own.
    assert len(set(found)) == len(found)
    for address in found[:3]:
        picture(client, address)


def test_picture_changes_its_address_with_its_title(client):
    term = make_term("Vector")
    old = social(page(client, "/glossary/vector/"))["og:image"]
    term.name = "Carrier"
    term.save_revision().publish()
    new = social(page(client, "/glossary/vector/"))["og:image"]

    assert old != new
    response = client.get(old.removeprefix(SITE))
    assert (response.status_code, SITE + response.url) == (302, new)


@every_kind
def test_draft_has_no_picture(client, model):
    draft = make(model, "Secretname", live=False)
    kind = model._meta.model_name

    assert client.get(f"/pictures/{kind}/{draft.slug}.000000000000.png").status_code == 404


@pytest.mark.parametrize("address", [
    "/pictures/term/no-such.0.png", "/pictures/page/1.0.png", "/pictures/page/99999.0.png", "/pictures/page/x.0.png",
    "/pictures/site/x.0.png", "/pictures/drug/x.0.png", "/pictures/page/99999999999999999999.0.png",
])  # fmt: skip
def test_picture_of_nothing_is_not_found(client, address):
    make_home()
    make_article("Secretpage", live=False)

    assert client.get(address).status_code in {404, 302}
    if client.get(address).status_code == 302:
        assert "/pictures/site/" in client.get(address).url


@pytest.mark.parametrize(("title", "right_to_left"), [
    ("Gene", False), ("A long title of a trial that goes on " * 12, False), ("Donaudampfschifffahrt" * 8, False),
    ("علاج جيني CAR-T", True), ("Γονιδιακή θεραπεία", False), ("汉字 🧬 \x00", False), ("", False),
], ids=["short", "long", "one word", "arabic", "greek", "no font", "empty"])  # fmt: skip
def test_picture_is_drawn_for_any_title_and_always_the_same(title, right_to_left):
    first = drawn(title, "Term", "A site", right_to_left=right_to_left)

    assert first == drawn(title, "Term", "A site", right_to_left=right_to_left)
    assert len(first) < LARGEST_PICTURE


def test_long_title_is_wrapped_inside_the_picture_and_cut_with_dots():
    size, lines = fitted(words_of("A long title of a trial that goes on " * 12))

    room = social_drawing.WIDTH - 2 * social_drawing.MARGIN
    assert all(social_drawing._width(line, size) <= room for line in lines)
    assert len(lines) * size * 1.22 <= social_drawing.TITLE_BOTTOM - social_drawing.TITLE_TOP
    assert lines[-1][-1].text.endswith("…")


def test_preview_of_a_draft_says_neither_address_nor_data():
    draft = make_term("Secretname", live=False)
    address = f"/admin/snippets/glossary/term/history/{draft.pk}/revisions/{draft.latest_revision_id}/view/"

    html = signed_in(make_superuser()).get(address).content.decode()

    assert "Secretname" in html
    assert canonical(html) == []
    assert social(html) == {}
    assert "ld+json" not in html
