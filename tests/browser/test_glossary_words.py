"""The pop-up of a glossary word in Chromium: three window sizes, both directions, keyboard, without JavaScript."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import PORTAL
from tests.factories.articles import make_article
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.whole_site import address_of

pytestmark = pytest.mark.django_db

SIZES = [(1280, 900), (390, 844), (1280, 400)]
OPEN = "document.querySelector('.def:popover-open')"
BEFORE = "<p>" + "A line of words above the glossary word, so that the page has to be scrolled. " * 60 + "</p>"


@pytest.fixture
def left_to_right():
    """An article with one glossary word far down the page."""
    make_term("Vector", short_definition="A carrier that brings a gene into a cell.")
    return make_article("On carriers", body=[{"type": "text", "value": f"{BEFORE}<p>A vector takes it along.</p>"}])


@pytest.fixture
def right_to_left():
    """An Arabic term in whose text another one stands."""
    arabic = locale_of("ar")
    make_term("ناقل", slug="vector", locale=arabic, short_definition="حامل يجلب الجين إلى الخلية.")
    more = f"<p>{'سطر من الكلمات فوق الكلمة حتى تصبح الصفحة طويلة. ' * 60}</p><p>يستخدم العلاج ناقل صغير.</p>"
    return make_term("علاج", slug="therapy", locale=arabic, short_definition="ما يساعد المريض.", more=more)


@pytest.fixture(params=["left_to_right", "right_to_left"])
def page_with_word(request, fetched):
    return fetched([address_of(request.getfixturevalue(request.param))])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_word_opens_in_view_by_keyboard_and_gives_focus_back(page_with_word, browsing, size):
    width, height = size
    look = {"viewport": {"width": width, "height": height}, "java_script_enabled": False}

    with browsing(page_with_word, **look) as page:
        page.goto(PORTAL + next(iter(page_with_word)))
        word, definition = page.locator("button.term").first, page.locator("#def-vector")
        word.scroll_into_view_if_needed()
        word.focus()
        top_before = word.bounding_box()["y"]

        page.keyboard.press("Enter")

        assert definition.is_visible()
        box, place = definition.bounding_box(), word.bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width + 1
        assert box["y"] + box["height"] <= height + 1
        assert abs(place["y"] - top_before) <= 1
        if height > 400:
            assert box["y"] >= place["y"] + place["height"] - 1 or box["y"] + box["height"] <= place["y"] + 1
        page.keyboard.press("Escape")
        assert not definition.is_visible()
        page.keyboard.press("Enter")
        assert definition.is_visible()


def test_focus_goes_to_link_and_close_and_comes_back(page_with_word, browsing):
    with browsing(page_with_word, viewport={"width": 390, "height": 844}) as page:
        page.goto(PORTAL + next(iter(page_with_word)))
        page.locator("button.term").first.focus()
        page.keyboard.press("Enter")
        reached = []
        for _stop in range(2):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(f"{OPEN}.contains(document.activeElement) && document.activeElement.tagName"))

        page.keyboard.press("Enter")

        assert reached == ["A", "BUTTON"]
        assert page.evaluate(OPEN) is None
        assert page.evaluate("document.activeElement.className") == "term"


def test_open_word_has_name_role_and_no_axe_violation(page_with_word, browsing):
    with browsing(page_with_word, viewport={"width": 390, "height": 844}, bypass_csp=True) as page:
        page.goto(PORTAL + next(iter(page_with_word)))
        page.locator("button.term").first.click()
        broken = violations(page)
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]

    assert broken == []
    dialogs = [node for node in tree if node.get("role", {}).get("value") == "dialog"]
    assert [bool(node["name"]["value"]) for node in dialogs] == [True]
    expanded = [
        value["value"]["value"]
        for node in tree
        for value in node.get("properties", [])
        if node.get("role", {}).get("value") == "button" and value["name"] == "expanded"
    ]
    assert True in expanded


def test_nothing_opens_by_hovering(page_with_word, browsing):
    with browsing(page_with_word, viewport={"width": 1280, "height": 900}) as page:
        page.goto(PORTAL + next(iter(page_with_word)))

        page.locator("button.term").first.hover()
        page.wait_for_timeout(300)

        assert page.evaluate(OPEN) is None


def test_paper_has_definition_right_after_its_block(page_with_word, browsing):
    with browsing(page_with_word, viewport={"width": 794, "height": 1123}) as page:
        page.goto(PORTAL + next(iter(page_with_word)))
        page.emulate_media(media="print")

        # In one question: between two of them the page may move.
        tops = page.evaluate(
            "['button.term', '#def-vector'].map(each => document.querySelector(each).getClientRects()[0].top)"
        )

        assert page.locator("#def-vector .row").is_hidden()
        assert tops == sorted(set(tops))


def test_word_is_a_box_with_a_link_where_popover_is_unknown(page_with_word, browsing):
    """An old browser knows neither the attribute nor the property: the element is then an ordinary block."""
    old = {
        address: (status, body.replace(b" popover id=", b" id="), headers, cookies)
        for address, (status, body, headers, cookies) in page_with_word.items()
    }
    with browsing(old, viewport={"width": 390, "height": 844}) as page:
        page.goto(PORTAL + next(iter(old)))

        assert page.locator("#def-vector").is_visible()
        assert page.locator("#def-vector a").first.get_attribute("href").endswith("/glossary/vector/")
