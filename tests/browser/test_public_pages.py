"""Every kind of public page in Chromium: accessible, on a small phone, without JavaScript, without anybody else."""

import json
from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.conftest import PORTAL
from tests.factories.articles import make_article
from tests.factories.glossary import make_term
from tests.factories.whole_site import PLAIN_ADDRESSES, address_of, make_site

pytestmark = pytest.mark.django_db

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
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


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_public_pages_have_no_axe_violation(pages, browsing, width, scheme):
    found = {}
    look = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "reduced_motion": "reduce"}

    with browsing(pages, bypass_csp=True, **look) as page:
        for address in pages:
            page.goto(PORTAL + address)
            page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
            result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
            found |= {f"{address} {one['id']}": one["nodes"][0]["html"][:200] for one in result["violations"]}

    assert found == {}


def test_public_pages_fit_a_small_phone_and_need_nobody_else(pages, browsing):
    with browsing(pages, viewport={"width": 320, "height": 640}) as page:
        wide = [address for address in pages if page.goto(PORTAL + address) and page.evaluate(TOO_WIDE)]

        assert wide == []
        assert page.outside == []
        assert page.context.cookies() == []
    assert all(not cookies for _status, _body, _headers, cookies in pages.values())


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
