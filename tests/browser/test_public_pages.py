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


@pytest.fixture
def addresses():
    """The address of one page of every kind, and of the error page."""
    return [*PLAIN_ADDRESSES, *[address_of(thing) for thing in make_site()], "/therapies/timeline/", "/not-here/"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_public_pages_have_no_axe_violation(chromium, answered, addresses, width, scheme):
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    answered(context, addresses)
    page = context.new_page()
    found = {}

    for address in addresses:
        page.goto(PORTAL + address)
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
        found |= {f"{address} {one['id']}": one["nodes"][0]["html"][:200] for one in result["violations"]}

    assert found == {}


def test_public_pages_fit_a_small_phone_and_need_nobody_else(chromium, answered, addresses):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    pages, outside = answered(context, addresses)
    page = context.new_page()
    wide = []

    for address in addresses:
        page.goto(PORTAL + address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)

    assert wide == []
    assert outside == []
    assert context.cookies() == []
    assert all(not cookies for _status, _body, _headers, cookies in pages.values())


def test_glossary_word_explains_itself_without_javascript_and_gives_the_focus_back(chromium, answered):
    make_term("Vector", short_definition="A carrier that brings a gene into a cell.")
    article = make_article("On carriers", body=[{"type": "text", "value": "<p>A vector takes it along.</p>"}])
    address = address_of(article)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    answered(context, [address])
    page = context.new_page()
    page.goto(PORTAL + address)
    word = page.locator("button.term", has_text="vector")

    word.hover()
    assert not page.locator("#def-vector").is_visible()
    word.focus()
    page.keyboard.press("Enter")

    assert page.locator("#def-vector").is_visible()
    assert "A carrier that brings a gene into a cell." in page.locator("#def-vector").inner_text()
    box = page.locator("#def-vector").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 844 + 1
    page.keyboard.press("Escape")
    assert not page.locator("#def-vector").is_visible()


def test_glossary_word_is_a_box_on_paper(chromium, answered):
    make_term("Vector", short_definition="A carrier that brings a gene into a cell.")
    article = make_article("On carriers", body=[{"type": "text", "value": "<p>A vector takes it along.</p>"}])
    address = address_of(article)
    context = chromium.new_context()
    answered(context, [address])
    page = context.new_page()
    page.goto(PORTAL + address)

    page.emulate_media(media="print")

    assert page.locator("#def-vector").is_visible()
    assert not page.locator(".main-nav").is_visible()
