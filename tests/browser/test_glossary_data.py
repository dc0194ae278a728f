"""What browsers make of the data in a term's page, and of its definition inside somebody else's page.

The pages are fetched first and then handed to Chromium by name, so that other sites can be played without a network.
"""

import json

import pytest
from playwright.sync_api import sync_playwright

from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db

PORTAL, ELSEWHERE = "https://portal.example", "https://elsewhere.example"
LISTEN = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective));
"""


@pytest.fixture
def pages(client):
    """Address, HTML and headers of what Chromium will be given."""
    make_term("Vector", short_definition="A vehicle.", also_called=["</script><b>"])
    addresses = ("/glossary/vector/", "/glossary/vector/embed/", "/glossary/")
    responses = {address: client.get(address) for address in addresses}
    return {PORTAL + address: (response.content, dict(response.headers)) for address, response in responses.items()}


@pytest.fixture
def browse(pages, chromium_path):
    """A page of Chromium that gets these pages, and nothing from anywhere else."""

    def give(route):
        body, headers = pages.get(route.request.url, (b"", {}))
        route.fulfill(status=200 if body else 404, body=body, headers=headers)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", give)
        page.add_init_script(LISTEN)
        yield page
        browser.close()


def add_script(page, kind):
    """Put a script element with something in it into the page; return whether it ran and what was refused."""
    return page.evaluate(
        """async kind => {
            const element = document.createElement("script");
            if (kind) element.type = kind;
            element.textContent = "window.ran = true";
            document.head.append(element);
            await new Promise(done => setTimeout(done, 100));
            return [Boolean(window.ran), window.refused];
        }""",
        kind,
    )


def test_policy_takes_no_offence_at_data_for_search_engines(browse):
    browse.goto(f"{PORTAL}/glossary/vector/")

    data = browse.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(data)["name"] == "Vector"
    assert browse.evaluate("window.refused") == []
    assert add_script(browse, "application/ld+json") == [False, []]
    assert add_script(browse, "") == [False, ["script-src-elem"]]


@pytest.fixture
def framing(pages):
    """A page of another site that frames ours."""

    def frame(address):
        html = f'<!DOCTYPE html><title>Elsewhere</title><iframe src="{PORTAL}{address}" title="Vector"></iframe>'
        pages[f"{ELSEWHERE}/"] = (html.encode(), {"Content-Type": "text/html; charset=utf-8"})

    return frame


def test_definition_is_shown_inside_the_page_of_another_site(framing, browse):
    framing("/glossary/vector/embed/")

    browse.goto(f"{ELSEWHERE}/")

    inside = browse.frame_locator("iframe")
    assert inside.locator("h1").inner_text() == "Vector"
    assert "A vehicle." in inside.locator("body").inner_text()


@pytest.mark.parametrize("address", ["/glossary/vector/", "/glossary/"])
def test_other_pages_are_not_shown_inside_the_page_of_another_site(framing, browse, address):
    framing(address)

    with browse.expect_console_message(lambda message: "frame-ancestors" in message.text):
        browse.goto(f"{ELSEWHERE}/")

    assert browse.frame_locator("iframe").locator(".site-header").count() == 0


def test_link_in_the_embedded_definition_opens_our_page_in_the_whole_window(framing, browse):
    framing("/glossary/vector/embed/")
    browse.goto(f"{ELSEWHERE}/")

    target = browse.frame_locator("iframe").locator("a").first.get_attribute("target")

    assert target == "_top"
