"""A public page depends on nothing but its address, and leaves no trace of its reader."""

import re

import pytest
from django.conf import settings

from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.staff import make_superuser, signed_in
from tests.factories.whole_site import PLAIN_ADDRESSES, address_of, make_site

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
OTHER_ADDRESSES = ("/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/no/such/page/", "/styleguide/")


def policy_of(response):
    parts = [part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")]
    return dict(parts)


@pytest.fixture
def addresses():
    return [*PLAIN_ADDRESSES, *OTHER_ADDRESSES, *(address_of(thing) for thing in make_site())]


def test_no_public_page_sets_a_cookie_or_opens_a_session(client, addresses):
    for address in addresses:
        response = client.get(address)

        assert not response.cookies, address
        assert "Set-Cookie" not in response.headers, address
        assert not hasattr(response.wsgi_request, "session"), address
        assert "csrf" not in response.content.decode().lower(), address


def test_no_public_page_varies_by_cookie_or_language(client, addresses):
    for address in addresses:
        varied = client.get(address).headers.get("Vary", "").lower()

        assert "cookie" not in varied, address
        assert "accept-language" not in varied, address


def test_every_public_page_has_the_strict_policies(client, addresses):
    for address in addresses:
        response = client.get(address)

        assert policy_of(response) == PUBLIC_POLICY, address
        assert response.headers["X-Frame-Options"] == "DENY", address
        assert response.headers["Referrer-Policy"] == "no-referrer", address
        assert response.headers["X-Content-Type-Options"] == "nosniff", address


def test_no_public_page_has_inline_code_or_asks_another_host(client, addresses):
    for address in addresses:
        response = client.get(address)
        if "html" not in response.headers["Content-Type"]:
            continue
        page = response.content.decode()

        # Data for search engines are no code: no browser runs them (docs/decisions/0010-json-ld.md).
        assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)", page), address
        assert not re.search(r"\s(style|on[a-z]+)=\"", page), address
        assert not re.search(r"<(script|img|iframe|video|source|audio)[^>]*\ssrc=\"(https?:)?//", page), address
        assert not re.search(r"<link[^>]*\srel=\"(stylesheet|preload|icon)\"[^>]*href=\"(https?:)?//", page), address


def test_a_signed_in_member_of_staff_sees_the_public_page_unchanged(client):
    make_term("Vector")

    assert signed_in(make_superuser()).get("/glossary/").content == client.get("/glossary/").content


@pytest.mark.parametrize(
    "asked_for", [{"HTTP_ACCEPT_LANGUAGE": "fr"}, {"HTTP_COOKIE": "django_language=fr"}], ids=["header", "cookie"]
)
def test_language_of_the_browser_is_ignored(client, asked_for):
    make_term("English word")
    make_term("Mot français", language="fr")

    response = client.get("/glossary/", **asked_for)

    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en"' in response.content.decode()
    assert "English word" in response.content.decode()
    assert "Mot français" not in response.content.decode()


def test_language_comes_from_the_address(client):
    make_term("English word")
    make_term("Mot français", language="fr")

    response = client.get("/fr/glossary/")

    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.content.decode()
    assert "Mot français" in response.content.decode()
    assert "English word" not in response.content.decode()


def test_language_written_from_right_to_left_turns_the_page(client):
    locale_of("ar")

    assert 'dir="rtl"' in client.get("/ar/glossary/").content.decode()
    assert 'dir="ltr"' in client.get("/glossary/").content.decode()


@pytest.mark.parametrize("code", ["xx", "fr"], ids=["unknown", "without content"])
def test_language_we_do_not_have_is_no_address(client, code):
    assert client.get(f"/{code}/glossary/").status_code == 404


def test_language_of_one_request_does_not_stay_for_the_next(client):
    locale_of("fr")
    client.get("/fr/glossary/")

    assert client.get("/glossary/").headers["Content-Language"] == "en"


def test_admin_has_a_policy_of_its_own():
    response = signed_in(make_superuser()).get("/admin/")

    assert response.status_code == 200
    assert "'unsafe-inline'" in policy_of(response)["script-src"]
    assert policy_of(response)["object-src"] == "'none'"
    assert policy_of(response)["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    # Django's protection against forged forms looks at the referrer, so the admin tells it to itself.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_admin_never_asks_another_host():
    response = signed_in(make_superuser()).get("/admin/").content.decode()

    assert not re.findall(
        r"(?:src|href)=\"((?:https?:)?//(?!testserver)[^\"]+\.(?:js|css|png|jpg|json)[^\"]*)", response
    )
    assert "gravatar" not in response
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False


def test_form_of_the_admin_without_a_csrf_token_is_refused(client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_superuser())

    assert strict.post("/admin/snippets/glossary/term/add/", {}).status_code == 403
