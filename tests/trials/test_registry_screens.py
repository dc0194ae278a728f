"""The editors' other lists: plain summaries, what is not up to date, what changed, countries, readings."""

import csv
import datetime
import io

import pytest

from portal.base.roles import setup_roles
from tests.factories.admin import DRAFT, address, fill, messages_on, words_on
from tests.factories.staff import make_superuser, signed_in
from tests.factories.trials import make_trial
from tests.trials.studies import study, write
from trials.importing.country_mapping import suggestion
from trials.importing.ctgov import parse_study
from trials.importing.runs import import_files
from trials.lists import stale, unwritten
from trials.models import CountryName, RegistrySite, SyncRun, Trial, UnmappedCountry

pytestmark = pytest.mark.django_db

SCREENS = "/admin/trials/"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


@pytest.fixture
def read(tmp_path):
    setup_roles()

    def do(*studies):
        return import_files([write(tmp_path / "a.json", list(studies))], source="ctgov", parse=parse_study)

    return do


def days_ago(days):
    return datetime.date.today() - datetime.timedelta(days=days)


def test_trials_that_people_can_join_need_their_summary_first(read, browser):
    for n, status in enumerate(["COMPLETED", "WITHDRAWN", "RECRUITING", "UNKNOWN", "NOT_YET_RECRUITING"]):
        read(study(f"NCT9000000{n}", status=status, title=f"Trial {status}"))
    make_trial("Has everything")
    written = make_trial("Only a draft", live=False)

    assert [trial.main_status for trial in unwritten()] == [
        "RECRUITING", "NOT_YET_RECRUITING", "UNKNOWN", "COMPLETED", "WITHDRAWN",
    ]  # fmt: skip
    assert written not in unwritten()
    page = words_on(browser.get(f"{SCREENS}summaries/", {"status": "RECRUITING"}))
    assert "Trial RECRUITING" in page
    assert "Trial COMPLETED" not in page
    assert "Trial COMPLETED" in words_on(browser.get(f"{SCREENS}summaries/", {"decision": "waiting"}))
    assert "Nothing here." in words_on(browser.get(f"{SCREENS}summaries/", {"decision": "accepted"}))


@pytest.mark.parametrize("summary", ["", "<p></p>", '<p data-block-key="a1b2c"></p>', "<p><br/></p>"])
def test_empty_summary_of_an_editor_counts_as_none(summary):
    make_trial("Draft", live=False)
    Trial.objects.update(summary=summary)

    assert [trial.name for trial in unwritten()] == ["Draft"]


def test_list_of_what_is_not_up_to_date_says_why(browser):
    make_trial("Fresh")
    make_trial("Unchecked", checked_on=days_ago(40))
    make_trial("Silent", registry={"registry_changed_on": days_ago(400)})
    make_trial("Finished long ago", status="COMPLETED", registry={"registry_changed_on": days_ago(4000)})
    make_trial("Gone", registry={"gone_since": days_ago(3)})
    make_trial("Never read", status="")
    make_trial("Draft", live=False, checked_on=days_ago(400))

    found = {
        kind: sorted(trial.name for trial in stale(kind)) for kind in ("unchecked", "silent", "gone", "unread", "")
    }

    assert found == {
        "unchecked": ["Unchecked"], "silent": ["Silent"], "gone": ["Gone"], "unread": ["Never read"],
        "": ["Gone", "Never read", "Silent", "Unchecked"],
    }  # fmt: skip
    page = words_on(browser.get(f"{SCREENS}stale/"))
    for text in ("checked 40 days ago", "registry unchanged for 400 days", "gone from the registry",
                 "no registry was ever read"):  # fmt: skip
        assert text in page, text
    assert "Fresh" not in words_on(browser.get(f"{SCREENS}stale/", {"why": "silent"}))


def test_changes_in_published_trials_are_listed_for_a_look_at_our_words(read, browser):
    make_trial("Ours", numbers=[("ctgov", "NCT01234567")], status="")
    read(study())
    assert "Nothing here." in words_on(browser.get(f"{SCREENS}changes/"))

    read(study(status="SUSPENDED", changed="2026-03-09"))

    page = words_on(browser.get(f"{SCREENS}changes/", {"days": "7"}))
    assert "Ours" in page
    assert "The registry now says “Paused”; before, it said “Looking for people”." in page


# --- countries -------------------------------------------------------------------------------------------------------


def in_country(name, number="NCT01234567", **fields):
    return study(number, sites=[{"facility": "A Hospital", "city": "Somewhere", "country": name}], **fields)


def test_country_is_mapped_at_once_and_for_later_readings(read, browser):
    read(in_country("Republik Frankreich"))
    row = UnmappedCountry.objects.get()
    assert "Republik Frankreich" in words_on(browser.get(f"{SCREENS}unmapped/"))
    assert "Choose a country" in messages_on(browser.post(f"{SCREENS}unmapped/{row.pk}/", {"country": ""}, follow=True))

    page = browser.post(f"{SCREENS}unmapped/{row.pk}/", {"country": "FR"}, follow=True)

    assert "“Republik Frankreich” is France from now on; 1 site has its country." in words_on(page)
    assert (RegistrySite.objects.get().country, UnmappedCountry.objects.count()) == ("FR", 0)
    read(in_country("republik  FRANKREICH", "NCT90000002"), in_country("Republik Frankreich"))
    assert {site.country.code for site in RegistrySite.objects.all()} == {"FR"}
    assert not UnmappedCountry.objects.exists()
    again = read(in_country("republik  FRANKREICH", "NCT90000002"), in_country("Republik Frankreich"))
    assert (again.unchanged, again.changed) == (2, 0)


def test_mapping_is_taken_back(read, browser):
    read(in_country("Nowhere Land"))
    browser.post(f"{SCREENS}unmapped/{UnmappedCountry.objects.get().pk}/", {"country": "FR"})

    page = browser.post(f"{SCREENS}unmapped/{CountryName.objects.get().pk}/back/", follow=True)

    assert "waits for a country again" in words_on(page)
    assert (RegistrySite.objects.get().country, CountryName.objects.count()) == ("", 0)
    assert UnmappedCountry.objects.get().first_number == "NCT01234567"


@pytest.mark.parametrize(("name", "code"), [("Frannce", "FR"), ("Republic of Germany", "DE"), ("Xyzzy", "")])
def test_country_is_proposed_by_likeness(name, code):
    assert suggestion(name) == code


def test_values_that_nobody_knows_are_listed_once(read, browser):
    read(*[study(f"NCT9000000{n}", status="RECRUITING_AGAIN") for n in range(3)])

    page = words_on(browser.get(f"{SCREENS}unmapped/"))

    assert "overallStatus RECRUITING_AGAIN 3 NCT90000000" in page


# --- readings --------------------------------------------------------------------------------------------------------


def test_reading_is_reported_with_what_it_could_not_use(read, browser):
    run = read(study(), {"no": "study"}, study("NCT90000002", status="NEW_WORD"))

    page = words_on(browser.get(f"{SCREENS}readings/"))
    assert "some studies could not be used" in page
    detail = words_on(browser.get(f"{SCREENS}readings/{run.pk}/"))
    for text in ("is this a study?", "NEW_WORD", "2 drafts of this reading wait for a decision"):
        assert text in detail, text
    only = words_on(browser.get(f"{SCREENS}readings/{run.pk}/", {"outcome": "refused"}))
    assert "NEW_WORD" not in only
    rows = list(
        csv.reader(io.StringIO(browser.get(f"{SCREENS}readings/{run.pk}/", {"export": "csv"}).content.decode()))
    )
    assert rows[0] == ["number", "field", "why", "outcome"]
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("fields", "end", "words"),
    [({"exit_code": 0}, "well", "all went well"), ({}, "open", "not finished"),
     ({"exit_code": 2, "problem": "No connection."}, "not", "No connection.")],
)  # fmt: skip
def test_end_of_a_reading_is_told_in_words_and_filtered(browser, fields, end, words):
    SyncRun.objects.create(source="ctgov", mode="query", **fields)

    assert words in words_on(browser.get(f"{SCREENS}readings/", {"end": end, "source": "ctgov"}))
    assert SyncRun.objects.count() == 1
    assert "Nothing was read yet" in words_on(browser.get(f"{SCREENS}readings/", {"source": "euct"}))


# --- numbers in the form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("registry", "typed", "stored"),
    [("ctgov", "nct 0120 8194", "NCT01208194"), ("eudract", "EudraCT 2004-002714-11", "2004-002714-11"),
     ("eudract", "2020-001934-37-ES", "2020-001934-37"), ("drks", "00003170", "DRKS00003170"),
     ("umin", "UMIN-CTR 000012345", "UMIN000012345")],
)  # fmt: skip
def test_number_is_stored_as_its_registry_writes_it(browser, registry, typed, stored):
    trial = make_trial()

    fill(
        browser, address(trial, "edit"), {"identifiers-0-registry": registry, "identifiers-0-number": typed},
        button=DRAFT,
    )  # fmt: skip

    assert Trial.objects.get().get_latest_revision_as_object().identifiers.get().number == stored


@pytest.mark.parametrize(
    ("registry", "typed", "told"),
    [("ctgov", "ISRCTN12949496", "is a number of ISRCTN, not of ClinicalTrials.gov"),
     ("euct", "2023-508508-39", "has no last part"), ("ctgov", "NCT123", "should look like NCT01234567")],
)  # fmt: skip
def test_wrong_number_is_told_with_the_remedy(browser, registry, typed, told):
    trial = make_trial()

    answer = fill(
        browser, address(trial, "edit"), {"identifiers-0-registry": registry, "identifiers-0-number": typed},
        button=DRAFT,
    )  # fmt: skip

    assert told in messages_on(answer)


def test_wrong_check_digits_are_a_warning_only(browser):
    trial = make_trial()

    typed = {"identifiers-0-registry": "eudract", "identifiers-0-number": "2004-000012-14"}
    answer = fill(browser, address(trial, "edit"), typed, button=DRAFT, follow=True)

    assert "The check digits of 2004-000012-14 do not fit" in messages_on(answer)
    assert Trial.objects.get().get_latest_revision_as_object().identifiers.get().number == "2004-000012-14"
