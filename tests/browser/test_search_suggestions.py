"""Suggestions while typing, in Chromium: on the home page and the search page, and nothing missing without them."""

import pytest

from tests.browser.conftest import PORTAL
from tests.factories.articles import make_home
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db

ASKED = "/search/suggestions/?q=vec"
OPTIONS = "[...document.querySelectorAll('datalist option')].map(option => option.value)"


@pytest.fixture
def pages(fetched):
    """The two pages with a search box, and the answer to three letters."""
    make_home()
    make_term("Vector")
    make_term("Vectorised")
    return fetched(["/", "/search/", ASKED, "/search/?q=vec"])


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_names_are_suggested_for_the_letters_typed_so_far(pages, browsing, address):
    with browsing(pages, viewport={"width": 390, "height": 844}) as page:
        page.goto(PORTAL + address)
        with page.expect_response(PORTAL + ASKED):
            page.locator("#q").press_sequentially("vec", delay=20)
        page.wait_for_function("document.querySelector('datalist option')")

        assert page.evaluate(OPTIONS) == ["Vector", "Vectorised"]
        assert page.evaluate("document.querySelector('#q').list.id") == "q-names"
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0

        page.locator("#q").press_sequentially("?")
        page.wait_for_timeout(400)
        assert page.url == PORTAL + address, "An answer that does not come must not disturb the page."


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_search_box_needs_no_javascript(pages, browsing, address):
    with browsing(pages, java_script_enabled=False) as page:
        page.goto(PORTAL + address)
        page.locator("#q").fill("vec")
        page.locator("#q").press("Enter")

        assert page.url == f"{PORTAL}/search/?q=vec"
