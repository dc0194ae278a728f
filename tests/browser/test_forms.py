"""The public forms in Chromium: without JavaScript on a phone, with everything wrong once; with it, no waiting; axe."""

import mimetypes
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from submissions import hurdles
from submissions.enums import SubmissionState
from submissions.models import Submission, SubmissionMessage
from tests.browser.accessibility import violations
from tests.browser.conftest import FLAGS, PORTAL
from tests.browser.test_public_pages import TOO_WIDE
from tests.browser_loop import outside_the_loop

pytestmark = pytest.mark.django_db

LOOKS = [(390, "light"), (1280, "dark")]
PHONE = {"viewport": {"width": 390, "height": 844}}
STORY = {"title": "Our year", "story": "It was long.\nIt did not help."}


@pytest.fixture
def walking(chromium_path, client, settings):
    """Return a function that opens a browser whose every request the portal itself answers, forms too."""
    settings.ALLOWED_HOSTS = ["portal.example"]

    def give(route):
        request = route.request
        parts = urlsplit(request.url)
        if parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(found)[0]
            route.fulfill(status=200, path=found, headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff"})
            return
        sent = request.all_headers()
        headers = {"Host": "portal.example", **{name: sent[name] for name in ("origin",) if name in sent}}
        body, kind = request.post_data_buffer or b"", sent.get("content-type", "")
        with outside_the_loop():
            response = client.generic(
                request.method, f"{parts.path}?{parts.query}", body, content_type=kind, secure=True, headers=headers
            )
        route.fulfill(status=response.status_code, body=response.content, headers=dict(response.headers))

    @contextmanager
    def walk(**options):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
            context = browser.new_context(**options)
            context.route("**/*", give)
            yield context.new_page()
            browser.close()

    return walk


def press(page, value):
    page.locator(f"button[value='{value}']").click()


def axe(page):
    return [f"{page.title()} {broken}" for broken in violations(page)]


def fill_story(page):
    for name, value in STORY.items():
        page.fill(f"[name={name}]", value)
    for choice in ("relation-1", "time-since-3", "outcome-3"):
        page.check(f"#q-{choice}")


def tick_consent(page):
    for name in ("may_tell", "is_adult", "consent"):
        page.check(f"[name={name}]")


def test_phone_without_javascript_sends_a_story_with_every_field_wrong_once(walking, monkeypatch):
    monkeypatch.setattr(hurdles, "WITHOUT_WORK", 0)

    with walking(java_script_enabled=False, **PHONE) as page:
        page.goto(f"{PORTAL}/contribute/")
        page.get_by_role("link", name="Tell your own story").click()
        page.fill("[name=title]", "x" * 200)
        page.fill("[name=other_notes]", "kept")
        press(page, "next")

        assert page.title().startswith("Error: ")
        assert page.locator(".errors").evaluate("box => box === document.activeElement")
        assert page.locator(".errors a").count() == 5
        page.locator(".errors a").first.click()
        assert page.locator("#q-relation-1").evaluate("box => box === document.activeElement || location.hash")
        assert page.input_value("[name=other_notes]") == "kept"
        fill_story(page)
        press(page, "next")
        page.fill("[name=your_email]", "not an address")
        press(page, "next")

        assert page.locator(".errors a").count() == 4
        assert page.input_value("[name=your_email]") == "not an address"
        press(page, "back")
        assert page.input_value("[name=story]") == STORY["story"]
        press(page, "next")
        page.fill("[name=your_email]", "")
        tick_consent(page)
        press(page, "next")
        assert "It did not help me" in page.inner_text("main")
        press(page, "send")

        code = page.inner_text(".code")
        page.locator("a[href*='/contribute/status/']").click()
        assert code in page.title()
        assert page.context.cookies() == []

    assert Submission.objects.get().receipt_code == code
    assert Submission.objects.get().sent["story"] == STORY["story"]


def test_every_step_and_the_senders_page_have_no_axe_violation(walking, monkeypatch):
    monkeypatch.setattr(hurdles, "WITHOUT_WORK", 0)
    monkeypatch.setattr(hurdles, "QUICKEST", 0)
    found = []

    with walking(bypass_csp=True, reduced_motion="reduce", **PHONE) as page:

        def look_at_it():
            for width, scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": 844})
                page.emulate_media(color_scheme=scheme)
                found.extend(axe(page))
            page.set_viewport_size({"width": 320, "height": 640})
            if page.evaluate(TOO_WIDE):
                found.append(f"{page.title()}: too wide")

        page.goto(f"{PORTAL}/contribute/")
        look_at_it()
        page.goto(f"{PORTAL}/contribute/organisation/")
        look_at_it()
        page.goto(f"{PORTAL}/contribute/story/")
        press(page, "next")
        look_at_it()
        fill_story(page)
        press(page, "next")
        press(page, "next")
        look_at_it()
        tick_consent(page)
        press(page, "next")
        look_at_it()
        press(page, "send")
        look_at_it()
        with outside_the_loop():
            Submission.objects.update(state=SubmissionState.QUESTION)
            SubmissionMessage.objects.create(submission=Submission.objects.get(), from_sender=False, text="Which one?")
        page.locator("a[href*='/contribute/status/']").click()
        press(page, "answer")
        look_at_it()

    assert found == []


def test_browser_does_its_work_under_our_policy_and_goes_on_at_once(walking, monkeypatch):
    monkeypatch.setattr(hurdles, "QUICKEST", 0)
    monkeypatch.setattr(hurdles, "WITHOUT_WORK", 3_600)

    with walking(**PHONE) as page:
        page.goto(f"{PORTAL}/contribute/term/")
        page.fill("[name=name]", "Capsid")
        press(page, "next")
        press(page, "next")
        work = page.locator("[data-portal-work]")
        # Waiting for a function of JavaScript would need a looser policy than ours.
        for _tenth in range(300):
            if work.input_value():
                break
            page.wait_for_timeout(100)
        press(page, "send")

        assert page.locator(".code").count() == 1
