"""The finder in each of its states, and a full trial page: accessible, and no wider than a small phone."""

import pytest

from tests.browser.accessibility import violations_in_both_themes
from tests.browser.conftest import PORTAL
from tests.browser.test_public_pages import TOO_WIDE, WIDTHS
from tests.factories.conditions import make_condition
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_trial
from trials.models import Place, PlaceName, RegistrySite, RegistryVersion

pytestmark = pytest.mark.django_db

SAID = "Inclusion Criteria:\n\n* Age \\>= 18\n\nExclusion Criteria:\n\n* Pregnancy"


@pytest.fixture
def pages(fetched):
    """Found near a town, nothing found, an error, a town to choose, and the trial itself."""
    for geoname, name, country in ((1, "Rotterdam", "NL"), (2, "Springfield", "US"), (3, "Springfield", "CA")):
        place = Place.objects.create(
            geoname=geoname, name=name, country=country, latitude=51.9, longitude=4.5, population=100_000
        )
        PlaceName.objects.create(place=place, folded=name.lower())
    condition = make_condition("Haemophilia B")
    make_organisation("Society", conditions=[condition])
    registry = {"eligibility_text": SAID, "phases": ["PHASE1"], "minimum_age": "18 Years"}
    trial = make_trial(
        "A trial of one dose of a gene therapy", therapy_kind="in_vivo_gene", conditions=[condition], registry=registry
    )
    record = trial.registry_records.get()
    RegistrySite.objects.create(record=record, city="Utrecht", country="NL", latitude=52.1, longitude=5.1)
    changes = {"status": ["NOT_YET_RECRUITING", "RECRUITING"]}
    RegistryVersion.objects.create(record=record, changed_on=record.registry_changed_on, changes=changes)
    asked = (
        "q=haemophilia+b&near=Rotterdam&within=100&status=open", "q=haemophilia+b&near=Rotterdam&age=7",
        "q=hemofilia+b", "near=Springfield", "near=Xyzzy&age=abc",
    )  # fmt: skip
    return fetched([*(f"/trials/?{query}" for query in asked), f"{trial.get_absolute_url()}?near=Rotterdam"])


@pytest.mark.parametrize("width", WIDTHS)
def test_finder_and_trial_have_no_axe_violation(pages, browsing, width):
    found = {}

    with browsing(pages, bypass_csp=True, viewport={"width": width, "height": 844}) as page:
        for address in pages:
            page.goto(PORTAL + address)
            found[address] = violations_in_both_themes(page)

    assert {address: broken for address, broken in found.items() if broken} == {}


def test_finder_and_trial_fit_a_small_phone(pages, browsing):
    with browsing(pages, viewport={"width": 320, "height": 640}) as page:
        wide = [address for address in pages if page.goto(PORTAL + address) and page.evaluate(TOO_WIDE)]

        assert wide == []
        assert page.outside == []
