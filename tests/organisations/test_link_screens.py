"""The report of links: what does not work, in which entries, and who sees it."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import LinkCheck
from portal.base.enums import LinkState
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.admin import address, words_on
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, make_superuser, signed_in

pytestmark = pytest.mark.django_db

SCREEN = "/admin/links/"
TODAY = datetime.date.today()


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def make_check(url, state=LinkState.BROKEN, *, days=5, **fields):
    values = {"checked_on": TODAY, "state": state, "problem": "answered 404"}
    if state == LinkState.BROKEN:
        values["failed_on"] = TODAY - datetime.timedelta(days=days)
    return LinkCheck.objects.create(address=url, **{**values, **fields})


def test_broken_link_leads_to_every_entry_that_uses_it(browser):
    url = "https://gone.example/"
    organisation, source = make_organisation("Somebody", website=url), make_source(title="A page", url=url)
    make_check(url)

    html = browser.get(SCREEN).content.decode()

    for text in ("Somebody", "Source: A page", "answered 404", address(organisation, "edit"), address(source, "edit")):
        assert text in html, text
    assert "readers are told" not in html.replace("readers are told after 30 days", "")


def test_link_broken_for_long_says_that_readers_are_told(browser):
    make_check("https://gone.example/", days=31)

    assert "readers are told" in words_on(browser.get(SCREEN)).replace("readers are told after 30 days", "")


def test_each_state_has_its_list(browser):
    make_check("https://broken.example/")
    make_check("https://once.example/", LinkState.OK, failed_on=TODAY)
    make_check("https://moved.example/", LinkState.REDIRECTED, problem="", leads_to="https://new.example/")
    make_check("https://unsure.example/", LinkState.OK, problem="answers, but not to programs (403)")
    make_check("https://fine.example/", LinkState.OK, problem="")

    shown = {
        state: [check.address for check in browser.get(f"{SCREEN}?state={state}").context["page"]]
        for state in ("broken", "failed", "moved", "unsure", "nonsense")
    }

    assert shown == {
        "broken": ["https://broken.example/"],
        "failed": ["https://once.example/"],
        "moved": ["https://moved.example/"],
        "unsure": ["https://unsure.example/"],
        "nonsense": ["https://broken.example/"],
    }


def test_csv_holds_the_same_and_no_formula(browser):
    make_check("https://broken.example/", problem="=1+1")

    rows = list(csv.reader(io.StringIO(browser.get(f"{SCREEN}?export=csv").content.decode())))

    assert rows[0][0] == "address"
    assert rows[1][:2] == ["https://broken.example/", "'=1+1"]


def test_nothing_broken_says_so(browser):
    assert "Nothing here." in words_on(browser.get(SCREEN))


@pytest.mark.parametrize("role", [EDITORS, REVIEWERS, MODERATORS, ADMINISTRATORS])
def test_whoever_works_on_organisations_sees_it_in_the_menu_and_on_the_dashboard(role):
    setup_roles()
    make_check("https://broken.example/")
    browser = signed_in(make_member(role))

    assert browser.get(SCREEN).status_code == 200
    dashboard = browser.get("/admin/").content.decode()
    assert SCREEN in dashboard
    assert "1 link does not work any more." in dashboard


def test_member_of_no_group_does_not_see_it():
    browser = signed_in(make_member(is_staff=True))

    assert browser.get(SCREEN).status_code in (302, 403)


def test_screen_needs_as_many_queries_for_three_as_for_thirty(browser):
    def queries(number):
        for n in range(number):
            url = f"https://broken-{n}-{number}.example/"
            make_organisation(website=url)
            make_check(url)
        with CaptureQueriesContext(connection) as caught:
            browser.get(SCREEN)
        return len(caught)

    browser.get(SCREEN)

    assert queries(3) == queries(27)
