"""What stands around every page is made once, and made again when an editor changes it."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from portal.base.frame import MENU, section_of
from portal.base.models import SiteIdentity
from tests.factories.articles import make_home

pytestmark = pytest.mark.django_db


def read(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.mark.parametrize("section", MENU)
def test_menu_says_where_a_reader_is(client, section):
    read(client, "/search/")
    marked = read(client, f"/{section}/").select("nav.main-nav [aria-current]")
    assert [link["href"] for link in marked] == [f"/{section}/"]


def test_menu_marks_nothing_elsewhere(client):
    read(client, "/glossary/")
    assert read(client, "/search/").select("nav.main-nav [aria-current]") == []


@pytest.mark.parametrize(("path", "section"), [
    ("/understand/what-it-is/", "understand"), ("/fr/understand/", "understand"), ("/trials/compare/", "trials"),
    ("/glossary-of-others/", ""), ("/", ""),
])  # fmt: skip
def test_section_is_the_entry_of_the_menu_an_address_lies_below(path, section):
    assert section_of(path) == section


def test_head_and_foot_are_made_once(client, django_assert_num_queries):
    read(client, "/search/")
    with django_assert_num_queries(0):
        assert read(client, "/search/").select_one("footer.site-footer address") is None


def test_head_and_foot_follow_the_editor_at_once(client, django_capture_on_commit_callbacks):
    make_home()
    before = read(client, "/search/")
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    identity.name, identity.contact_email = "Another name", "us@portal.example"

    with django_capture_on_commit_callbacks(execute=True):
        identity.save()

    page = read(client, "/search/")
    assert "Another name" not in before.get_text()
    assert page.select_one("a.logo").get_text(strip=True) == "Another name"
    assert page.select_one("footer.site-footer address a")["href"] == "mailto:us@portal.example"


def test_page_has_the_standard_words_where_no_site_is_set_up(client):
    Site.objects.all().delete()

    page = read(client, "/search/")

    assert page.select_one("a.logo").get_text(strip=True) == "Cell & Gene Compass"
    assert "112" in page.select_one("footer.site-footer").get_text()
