"""Every kind of public page in Chromium: accessible, on a small phone, without JavaScript, without anybody else."""

import pytest

from tests.browser.accessibility import OF_COLOURS, violations_in_both_themes
from tests.browser.conftest import PORTAL
from tests.factories.articles import make_article
from tests.factories.glossary import make_term
from tests.factories.whole_site import PLAIN_ADDRESSES, address_of, make_site

pytestmark = pytest.mark.django_db

WIDTHS = [390, 1280]
NEAREST_TO_THE_EDGE = """Math.min(16, ...[...document.querySelectorAll("main p > a, main li > a")]
    .filter(link => link.checkVisibility() && !link.closest(".vh")).map(link => link.getBoundingClientRect().x))"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def pages(fetched):
    """One page of every kind, and the error page."""
    things = [address_of(thing) for thing in make_site()]
    return fetched([*PLAIN_ADDRESSES, *things, "/therapies/timeline/", "/not-here/"])


@pytest.fixture
def article(fetched):
    """An article with one glossary word."""
    make_term("Vector", short_definition="A carrier that brings a gene into a cell.")
    made = make_article("On carriers", body=[{"type": "text", "value": "<p>A vector takes it along.</p>"}])
    return fetched([address_of(made)])


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_have_no_axe_violation(pages, browsing, width):
    found = {}

    with browsing(pages, bypass_csp=True, viewport={"width": width, "height": 844}) as page:
        for address in pages:
            page.goto(PORTAL + address)
            found[address] = violations_in_both_themes(page)

    assert {address: broken for address, broken in found.items() if broken} == {}


@pytest.mark.parametrize(("scheme", "pale"), [("light", "#999"), ("dark", "#555")])
def test_pale_text_is_found_in_the_theme_that_has_it(article, browsing, scheme, pale):
    with browsing(article, bypass_csp=True) as page:
        page.goto(PORTAL + next(iter(article)))
        page.add_style_tag(
            content=f"@media (prefers-color-scheme: {scheme}) {{ main p {{ color: {pale} !important }} }}"
        )
        found = violations_in_both_themes(page)

    assert found
    assert {one.startswith("dark ") for one in found} == {scheme == "dark"}
    assert {one.removeprefix("dark ").split(":")[0] for one in found} <= set(OF_COLOURS)


def test_public_pages_fit_a_small_phone_and_need_nobody_else(pages, browsing):
    with browsing(pages, viewport={"width": 320, "height": 640}) as page:
        wide = [address for address in pages if page.goto(PORTAL + address) and page.evaluate(TOO_WIDE)]

        assert wide == []
        assert page.outside == []
        assert page.context.cookies() == []
    assert all(not cookies for _status, _body, _headers, cookies in pages.values())


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_that_is_read_touches_the_edge(pages, browsing, width):
    with browsing(pages, viewport={"width": width, "height": 844}) as page:
        edges = {}
        for address in pages:
            page.goto(PORTAL + address)
            edges[address] = page.evaluate(NEAREST_TO_THE_EDGE)

    assert {address: edge for address, edge in edges.items() if edge < 16} == {}


def test_glossary_word_explains_itself_without_javascript(article, browsing):
    with browsing(article, viewport={"width": 390, "height": 844}, java_script_enabled=False) as page:
        page.goto(PORTAL + next(iter(article)))
        word, definition = page.locator("button.term", has_text="vector"), page.locator("#def-vector")

        word.hover()
        assert not definition.is_visible()
        word.focus()
        page.keyboard.press("Enter")

        assert definition.is_visible()
        assert "A carrier that brings a gene into a cell." in definition.inner_text()
        box = definition.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 845
        page.keyboard.press("Escape")
        assert not definition.is_visible()


def test_glossary_word_is_a_box_on_paper(article, browsing):
    with browsing(article) as page:
        page.goto(PORTAL + next(iter(article)))

        page.emulate_media(media="print")

        assert page.locator("#def-vector").is_visible()
        assert not page.locator(".main-nav").is_visible()
