"""Nobody enters the admin whose session was not opened with a second factor, where that is required."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core.cache import cache

from portal.base.roles import setup_roles
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "a long password for the test"


@pytest.fixture(autouse=True)
def no_throttling_left_over():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def editor():
    setup_roles()
    return make_member("Editors", password=PASSWORD, username="editor")


@pytest.fixture
def enrolled(editor):
    """An editor with a second factor; gives the secret of the app on their phone."""
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    return secret


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in_with_password(client):
    return client.post("/staff/login/", {"login": "editor", "password": PASSWORD})


@pytest.mark.usefixtures("required")
def test_session_with_a_password_only_of_an_enrolled_user_is_sent_away(enrolled, editor):
    browser = signed_in(editor)

    response = browser.get("/admin/")

    assert response.status_code == 302
    assert response.url == "/staff/logout/"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/snippets/glossary/term/", "/admin/no-such/"])
def test_session_of_a_user_not_enrolled_goes_to_the_enrolment(editor, address):
    response = signed_in(editor).get(address)

    assert response.status_code == 302
    assert "/staff/2fa/totp/activate/" in response.url


@pytest.mark.usefixtures("required")
def test_an_administrator_is_no_exception():
    assert "/totp/activate/" in signed_in(make_superuser()).get("/admin/").url


@pytest.mark.usefixtures("required", "enrolled")
def test_password_alone_does_not_sign_an_enrolled_user_in(client):
    response = sign_in_with_password(client)

    assert response.status_code == 302
    assert "authenticate" in response.url
    assert client.get("/admin/").status_code == 302
    assert "/staff/login/" in client.get("/admin/").url


@pytest.mark.usefixtures("required")
def test_password_and_code_let_an_enrolled_user_in(client, enrolled):
    sign_in_with_password(client)

    response = client.post("/staff/2fa/authenticate/", {"code": code_now(enrolled)})

    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_wrong_code_does_not_let_in(client, enrolled):
    sign_in_with_password(client)
    right = code_now(enrolled)

    response = client.post("/staff/2fa/authenticate/", {"code": "000000" if right != "000000" else "000001"})

    assert response.status_code == 200
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("is_required", [True, False])
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/", "/admin/login/?next=/admin/pages/"])
def test_wagtails_own_sign_in_is_closed(client, settings, is_required, address):
    settings.STAFF_SECOND_FACTOR = is_required

    for response in (client.get(address), client.post(address, {"username": "editor", "password": PASSWORD})):
        assert response.status_code == 302
        assert response.url.startswith("/staff/login/")


def test_without_the_requirement_a_password_is_enough(client, editor):
    sign_in_with_password(client)

    assert client.get("/admin/").status_code == 200


def test_nobody_can_sign_up(client):
    response = client.post(
        "/staff/signup/",
        {"username": "new", "email": "new@person.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not get_user_model().objects.filter(username="new").exists()
    assert response.status_code in {200, 302}


def test_a_visitor_of_the_admin_is_asked_to_sign_in(client):
    assert client.get("/admin/").url.startswith("/staff/login/")
    assert client.get("/staff/login/").status_code == 200


def test_a_member_without_a_group_does_not_get_in():
    assert signed_in(make_member()).get("/admin/").status_code == 302
