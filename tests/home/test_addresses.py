"""Sitemap, robots, health and what a reader meets where nothing is."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from portal.home import views
from tests.factories.articles import make_article, make_home
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.kernel import locale_of
from tests.factories.whole_site import address_of, make_site

pytestmark = pytest.mark.django_db


def addresses_in_sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", response.content.decode())


def test_sitemap_has_every_public_address_once(client):
    wanted = [address_of(thing) for thing in make_site()] + list(INDEXES.values()) + ["/search/"]

    listed = addresses_in_sitemap(client)

    assert set(wanted) - set(listed) == set()
    assert len(listed) == len(set(listed))
    assert not [address for address in listed if address.startswith(("/admin", "/staff", "/documents"))]


def test_sitemap_has_no_address_that_is_not_served(client):
    make_site()

    assert [address for address in addresses_in_sitemap(client) if client.get(address).status_code != 200] == []


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_sitemap_has_other_languages_under_their_own_addresses(client, model):
    locale_of("fr")
    make(model, "Nom", language="fr")

    assert f"/fr{INDEXES[model]}nom/" in addresses_in_sitemap(client)
    assert f"{INDEXES[model]}nom/" not in addresses_in_sitemap(client)


def test_robots_allow_pages_and_name_the_sitemap(client):
    response = client.get("/robots.txt")
    text = response.content.decode()

    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /search/" in text
    assert not re.search(r"^Disallow: /$", text, re.MULTILINE)


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"] or "no-cache" in response.headers["Cache-Control"]


def test_readyz_says_ready_when_nothing_waits(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["ready"] is True
    assert "no-cache" in response.headers["Cache-Control"]


def test_readyz_says_not_ready_while_migrations_wait(client, monkeypatch):
    class Waiting:
        loader = SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list))

        def __init__(self, connection):
            pass

        def migration_plan(self, targets):
            return [("glossary.0099_something", False)]

    monkeypatch.setattr(views, "MigrationExecutor", Waiting)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["ready"] is False


def test_readyz_says_not_ready_without_the_database_and_tells_no_secret(client, monkeypatch):
    def broken(connection):
        raise OperationalError("could not connect to postgres://portal:secret@db")

    monkeypatch.setattr(views, "MigrationExecutor", broken)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("address", ["/no/such/page/", "/glossary/no-such/", "/understand/no-such/", "/x" * 500 + "/"])
def test_page_not_found_has_ways_on(client, address):
    make_home()

    response = client.get(address)
    html = response.content.decode()

    assert response.status_code == 404
    assert 'name="q"' in html
    assert 'href="/glossary/"' in html
    assert 'href="/"' in html
    assert not response.cookies


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_record_taken_away_is_gone_and_has_ways_on(client, model):
    record = make(model)
    record.unpublish()

    response = client.get(record.get_absolute_url())

    assert response.status_code == 410
    assert f'href="{INDEXES[model]}"' in response.content.decode() or 'href="/"' in response.content.decode()


def test_server_error_is_a_page_without_database(django_assert_num_queries, rf):
    with django_assert_num_queries(0):
        response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "<h1" in response.content.decode()


def test_server_error_of_a_view_shows_our_page(monkeypatch):
    def broken(*args):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("portal.home.views.understand", broken)

    response = Client(raise_request_exception=False).get("/search/?q=a")

    assert response.status_code == 500
    assert "broken on purpose" not in response.content.decode()
    assert not response.cookies


def test_post_to_a_public_page_changes_nothing(client):
    make_site()

    for address in INDEXES.values():
        assert client.post(address, {"q": "x"}).status_code in {200, 405}


def test_favicon_is_an_icon_of_ours(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 301
    assert response.url.startswith("/static/")


def test_styleguide_shows_every_block(client):
    response = client.get("/styleguide/")

    assert response.status_code == 200
    assert "8 of 100" in response.content.decode()


def test_page_says_when_it_was_published(client):
    article = make_article()

    assert str(datetime.date.today().year) in client.get(article.get_url()).content.decode()
