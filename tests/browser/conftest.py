"""Chromium looking at our pages without a network: the pages are fetched first, then handed to it by name."""

import mimetypes
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

PORTAL = "https://portal.example"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture
def fetched(client):
    """Return a function that fetches pages; everything in the database must be made before the browser runs."""

    def fetch(addresses):
        pages = {}
        for address in addresses:
            response = client.get(address)
            pages[address] = (response.status_code, response.content, dict(response.headers), dict(response.cookies))
        return pages

    return fetch


@pytest.fixture
def browsing(chromium_path):
    """Return a function that opens a page of Chromium which gets these pages and nothing from anywhere else.

    Motion is off unless a test asks for it, so that nothing moves between two measurements.
    """

    @contextmanager
    def browse(pages, **options):
        outside = []

        def give(route):
            parts = urlsplit(route.request.url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if f"{parts.scheme}://{parts.netloc}" != PORTAL:
                outside.append(route.request.url)
                route.abort()
            elif path in pages:
                status, body, headers, _cookies = pages[path]
                route.fulfill(status=status, body=body, headers=headers)
            elif parts.path.startswith("/static/") and (found := finders.find(parts.path.removeprefix("/static/"))):
                kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
                route.fulfill(status=200, path=found, headers={"Content-Type": kind})
            else:
                route.fulfill(status=404, body="")

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
            context = browser.new_context(**{"reduced_motion": "reduce"} | options)
            context.route("**/*", give)
            page = context.new_page()
            page.outside = outside
            yield page
            browser.close()

    return browse
