"""Chromium looking at our pages without a network: each request is answered by Django's test client."""

import mimetypes
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

PORTAL = "https://portal.example"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture
def chromium(chromium_path, monkeypatch):
    """A running Chromium. Its driver runs an event loop here, in which Django otherwise refuses its database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def answered(client):
    """Return a function that gives a browser context our pages from the test client, and notes what else it asks for.

    The answers are fetched before the browser asks: a browser's thread must not touch the test's database.
    """

    def prepare(context, addresses):
        pages = {}
        outside = []
        for address in addresses:
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            pages[address] = (response.status_code, body, dict(response.headers), dict(response.cookies))

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

        context.route("**/*", give)
        return pages, outside

    return prepare
