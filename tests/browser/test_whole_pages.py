"""Pages with every part filled, and the gallery of components, in Chromium: accessible, fitting, quick to read."""

import pytest

from portal.base.countries import european_countries
from tests.browser.accessibility import violations_in_both_themes
from tests.browser.conftest import PORTAL
from tests.browser.test_public_pages import TOO_WIDE, WIDTHS
from tests.factories.conditions import make_condition
from tests.factories.everything import make_full_condition
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from therapies.models import Therapy

pytestmark = pytest.mark.django_db

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def whole_pages(fetched):
    """A condition and a therapy with everything, the picture of approvals, the gallery, and the page of one gone."""
    condition = make_full_condition()
    gone = make_therapy("Taken away")
    gone.unpublish()
    assert Therapy.objects.filter(name="Full therapy").exists()
    address = condition.get_absolute_url()
    return fetched([
        address, f"{address}?country=DE", "/therapies/full-therapy/", "/therapies/timeline/", "/therapies/",
        "/styleguide/", gone.get_absolute_url(),
    ])  # fmt: skip


def test_pages_are_what_they_should_be(whole_pages):
    statuses = [status for status, _body, _headers, _cookies in whole_pages.values()]

    assert statuses == [200] * 6 + [410]


@pytest.mark.parametrize("width", WIDTHS)
def test_whole_pages_have_no_axe_violation(whole_pages, browsing, width):
    found = {}

    with browsing(whole_pages, bypass_csp=True, viewport={"width": width, "height": 844}) as page:
        for address in whole_pages:
            page.goto(PORTAL + address)
            page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            found[address] = violations_in_both_themes(page)

    assert {address: broken for address, broken in found.items() if broken} == {}


def test_whole_pages_fit_a_small_phone(whole_pages, browsing):
    with browsing(whole_pages, viewport={"width": 320, "height": 640}, java_script_enabled=True) as page:
        wide = [address for address in whole_pages if page.goto(PORTAL + address) and page.evaluate(TOO_WIDE)]

    assert wide == []


def test_tables_of_years_are_not_cut_off_on_a_phone(whole_pages, browsing):
    with browsing(whole_pages, viewport=PHONE) as page:
        page.goto(f"{PORTAL}/therapies/timeline/")
        cut = page.evaluate(
            "(box => box.scrollWidth - box.clientWidth)(document.querySelector('.years').parentElement)"
        )

    assert cut <= 0


def test_words_in_the_picture_of_approvals_are_whole_where_one_reads_from_the_right(whole_pages, browsing):
    with browsing(whole_pages, viewport=PHONE) as page:
        page.goto(f"{PORTAL}/therapies/timeline/")
        page.evaluate("document.documentElement.dir = 'rtl'")
        lefts = page.evaluate(
            "[...document.querySelectorAll('.approvals text')].map(one => one.getBoundingClientRect().x)"
        )

    assert lefts
    assert min(lefts) >= 0


# --- the four questions ----------------------------------------------------------------------------------------------


@pytest.fixture
def busy_condition():
    """A condition with a long name, many names and many therapies, trials and organisations."""
    condition = make_condition(
        "B-cell acute lymphoblastic leukaemia", summary="A fast-growing cancer of young B cells. " * 6,
        also_called=[f"another long name of the condition {number}" for number in range(12)],
    )  # fmt: skip
    for name in ("Kymriah", "Tecartus", "Aucatzyl", "Breyanzi", "Yescarta"):
        make_therapy(name, conditions=[condition], authorisations=[make_authorisation(name, "US")])
    for _number in range(12):
        make_trial(conditions=[condition])
        make_organisation(conditions=[condition])
    return condition


@pytest.mark.parametrize("country", ["", "MK", "GB"])
def test_four_questions_are_answered_above_the_second_screen_of_a_phone(busy_condition, fetched, browsing, country):
    assert not country or country in dict(european_countries())
    address = busy_condition.get_absolute_url() + (f"?country={country}" if country else "")
    pages = fetched([address])

    with browsing(pages, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(PORTAL + address)
        boxes = [answer.bounding_box() for answer in page.locator(".today dd").all()]
        choice = page.locator("#country-choice").bounding_box()

    assert len(boxes) == 4
    assert max(box["y"] + box["height"] for box in boxes) <= PHONE["height"]
    assert choice["y"] < 2 * PHONE["height"]


def test_country_is_chosen_without_javascript(busy_condition, fetched, browsing):
    address = busy_condition.get_absolute_url()
    pages = fetched([address, f"{address}?country=EE"])

    with browsing(pages, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(PORTAL + address)
        page.select_option("#country-choice", "EE")
        page.locator("form[action='#country'] button").click()

        assert page.url == f"{PORTAL}{address}?country=EE#country"
        assert page.locator("#country").inner_text() == "Can I get it in Estonia?"


# --- on paper --------------------------------------------------------------------------------------------------------


def test_printed_pages_hold_the_care_cards_the_answers_and_the_sources_but_no_frame(whole_pages, browsing):
    condition, _chosen, therapy, *_others = whole_pages

    with browsing(whole_pages, viewport=PHONE) as page:
        page.emulate_media(media="print")
        page.goto(PORTAL + therapy)
        assert page.locator(".care.now").is_visible()
        assert page.locator("#source-1").is_visible()
        assert page.locator("#about dl").is_visible()
        assert not page.locator(".toc").is_visible()
        page.goto(PORTAL + condition)
        assert page.locator(".today").is_visible()
        assert not page.locator("#country-choice").is_visible()
        assert not page.locator(".print, .no-print").first.is_visible()
