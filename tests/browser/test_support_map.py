"""The map in Chromium: big enough for fingers, never mirrored, reachable by keyboard, and whole on paper."""

import pytest

from portal.home.tiles import regions
from tests.browser.conftest import PORTAL
from tests.factories.organisations import make_organisation
from tests.factories.whole_site import make_site

pytestmark = pytest.mark.django_db

MAP = "/organisations/map/"
BOXES = """[...document.querySelectorAll('.tiles a')].map(a => {
  const box = a.getBoundingClientRect(); return [box.width, box.height, box.left, box.top, a.textContent] })"""


@pytest.fixture
def pages(fetched):
    """The map with a number in every country, and its picture."""
    make_site()
    for _n in range(3):
        make_organisation(countries_served=[code for region in regions() for code in region.codes])
    return fetched([MAP, f"{MAP}europe.svg?show=organisations", f"{MAP}europe.svg?show=organisations&theme=dark"])


def test_every_tile_is_big_enough_for_a_finger_on_the_smallest_phone(pages, browsing):
    with browsing(pages, viewport={"width": 320, "height": 640}) as page:
        page.goto(PORTAL + MAP)
        small = [text for width, height, _left, _top, text in page.evaluate(BOXES) if width < 24 or height < 24]
        wide = page.evaluate("document.documentElement.scrollWidth")

    assert small == []
    assert wide == 320


def test_map_is_not_mirrored_in_a_page_from_right_to_left(pages, browsing):
    with browsing(pages, viewport={"width": 390, "height": 844}) as page:
        page.goto(PORTAL + MAP)
        page.evaluate("document.documentElement.dir = 'rtl'")
        left = {text.split()[-2]: left for _w, _h, left, _top, text in page.evaluate(BOXES)[:49]}

    assert left["PT3"] < left["ES3"] < left["RO3"]


def test_keyboard_goes_through_the_tiles_in_reading_order_and_the_focus_is_seen(pages, browsing):
    with browsing(pages, viewport={"width": 1280, "height": 844}) as page:
        page.goto(PORTAL + MAP)
        page.locator(".tiles.europe a").first.focus()
        names = []
        for _n in range(3):
            names.append(page.evaluate("document.activeElement.textContent"))
            colour = page.evaluate("getComputedStyle(document.activeElement).backgroundColor")
            page.keyboard.press("Tab")

    assert [" ".join(name.split()) for name in names] == [
        "Iceland IS3 organisations", "Norway NO3 organisations", "Sweden SE3 organisations",
    ]  # fmt: skip
    assert colour == "rgb(255, 213, 74)"


@pytest.mark.parametrize(("scheme", "theme"), [("light", False), ("dark", True)])
def test_picture_follows_the_reader_s_theme(pages, browsing, scheme, theme):
    with browsing(pages, viewport={"width": 1280, "height": 2000}, color_scheme=scheme) as page:
        page.goto(PORTAL + MAP)
        page.locator(".map-picture img").scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('.map-picture img').naturalWidth > 0")
        shown = page.evaluate("document.querySelector('.map-picture img').currentSrc")

    assert ("theme=dark" in shown) is theme


def test_everything_is_on_paper(pages, browsing):
    with browsing(pages) as page:
        page.goto(PORTAL + MAP)
        page.emulate_media(media="print")

        assert page.locator(".tiles.europe a").first.is_visible()
        assert page.locator("table.numbers").last.locator("tbody tr").last.is_visible()
        assert not page.locator("form.filters").is_visible()
