"""The screen of differences from regulators: who sees it, what it says, how a line is settled."""

import csv
import io

import pytest

from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.admin import address
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.therapies import make_therapy
from therapies.enums import DifferenceState
from therapies.models import RegulatorDifference, RegulatorReading

pytestmark = pytest.mark.django_db

SCREEN = "/admin/therapy-differences/"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def make_difference(theirs="The list", *, product="Kymriah", **fields):
    reading, _made = RegulatorReading.objects.get_or_create(
        regulator="ema", file_name="medicines.xlsx", file_digest="0" * 64, not_mapped=["Fanskya: fill in the kind."]
    )
    values = {
        "regulator": "ema",
        "product_number": "EMEA/H/C/004090",
        "product_name": product,
        "field": "holder",
        "ours": "Ours",
        "first_reading": reading,
    }
    return RegulatorDifference.objects.create(theirs=theirs, **{**values, **fields})


def settle(browser, difference, **typed):
    return browser.post(f"{SCREEN}{difference.pk}/", typed, follow=True)


def test_screen_shows_both_sides_and_leads_to_the_entry(browser):
    therapy = make_therapy("Kymriah")
    make_difference(therapy=therapy)

    page = browser.get(SCREEN).content.decode()

    for text in ("Kymriah", "EMEA/H/C/004090", "holder", "Ours", "The list", address(therapy, "edit"), "medicines.xlsx",
                 "Fanskya: fill in the kind."):  # fmt: skip
        assert text in page, text


def test_screen_without_anything_says_what_to_do(browser):
    page = browser.get(SCREEN).content.decode()

    assert "Nothing here." in page
    assert "No list was read yet: run import_ema_medicines or check_purple_book." in page


def test_what_a_list_says_is_shown_as_text(browser):
    make_difference("<script>alert(1)</script>")

    assert b"<script>alert(1)" not in browser.get(SCREEN).content


@pytest.mark.parametrize(("state", "shown"), [("", "Open one"), ("open", "Open one"), ("settled", "Settled one"),
                                              ("drafted", "Drafted one"), ("nonsense", "Open one")])  # fmt: skip
def test_lines_are_shown_by_state(browser, state, shown):
    for name in ("open", "settled", "drafted"):
        make_difference(name, product=f"{name.title()} one", state=name)

    page = browser.get(SCREEN, {"state": state} if state else {}).content.decode()

    assert [name for name in ("Open one", "Settled one", "Drafted one") if name in page] == [shown]


def test_line_is_settled_by_the_person_who_settles_it(browser):
    difference = make_difference()

    page = settle(browser, difference, settle="1", note="Corrected.").content.decode()

    difference.refresh_from_db()
    assert (difference.state, difference.note) == (DifferenceState.SETTLED, "Corrected.")
    assert difference.settled_by.is_superuser
    assert difference.settled_at
    assert "is off the list" in page
    assert "Corrected." in browser.get(SCREEN, {"state": "settled"}).content.decode()


def test_line_is_dismissed_with_a_reason_only(browser):
    difference = make_difference()

    page = settle(browser, difference, dismiss="1", note="  ").content.decode()
    difference.refresh_from_db()
    assert "Say why it is dismissed" in page
    assert difference.state == DifferenceState.OPEN

    settle(browser, difference, dismiss="1", note="The list is late.")
    difference.refresh_from_db()
    assert (difference.state, difference.note) == (DifferenceState.DISMISSED, "The list is late.")


def test_settling_needs_a_form_and_a_line_that_is_there(browser):
    difference = make_difference()

    assert browser.get(f"{SCREEN}{difference.pk}/").status_code == 405
    assert browser.post(f"{SCREEN}{difference.pk + 1}/", {"settle": "1"}).status_code == 404


def test_list_can_be_had_as_a_file_without_formulas(browser):
    make_difference("=1+1")
    make_difference("Gone", state="settled")

    answer = browser.get(SCREEN, {"export": "csv"})

    assert answer["Content-Type"] == "text/csv"
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["list", "product", "number", "fact", "we say", "the list says"],
        ["ema", "Kymriah", "EMEA/H/C/004090", "holder", "Ours", "'=1+1"],
    ]


def test_long_list_has_pages_and_the_same_number_of_queries(browser, django_assert_max_num_queries):
    for number in range(3):
        make_difference(f"Statement {number:03}", therapy=make_therapy())
    browser.get(SCREEN)
    with django_assert_max_num_queries(60) as few:
        browser.get(SCREEN)
    for number in range(3, 60):
        make_difference(f"Statement {number:03}", therapy=make_therapy())

    with django_assert_max_num_queries(60) as many:
        first = browser.get(SCREEN).content.decode()

    assert len(few) == len(many)
    assert "p=2" in first
    assert "Statement 059" in browser.get(SCREEN, {"p": 2}).content.decode()


@pytest.mark.parametrize(
    ("group", "may"), [(EDITORS, True), (REVIEWERS, True), (MODERATORS, True), (ADMINISTRATORS, True)]
)
def test_whoever_works_on_therapies_sees_it(group, may):
    setup_roles()
    browser = signed_in(make_member(group))
    difference = make_difference()

    assert (browser.get(SCREEN).status_code == 200) is may
    assert ("therapy-differences" in browser.get("/admin/").content.decode()) is may
    settle(browser, difference, settle="1")
    difference.refresh_from_db()
    assert (difference.state == DifferenceState.SETTLED) is may


def test_nobody_else_sees_it(client):
    setup_roles()
    difference = make_difference()
    stranger = signed_in(make_member())

    for browser in (client, stranger):
        assert browser.get(SCREEN).status_code in (302, 403)
        assert browser.post(f"{SCREEN}{difference.pk}/", {"settle": "1"}).status_code in (302, 403)
    difference.refresh_from_db()
    assert difference.state == DifferenceState.OPEN
