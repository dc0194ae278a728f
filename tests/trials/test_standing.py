"""“Looking for people” is said only when the registry says so and was checked within 30 days."""

import datetime

import pytest
from bs4 import BeautifulSoup

from tests.factories.conditions import make_condition
from tests.factories.trials import make_registry_record, make_trial
from trials.enums import STANDING_OF, RegistryStatus, Standing
from trials.models import RegistryRecord, Trial
from trials.presenters import standing_of

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()


def days_ago(number):
    return TODAY - datetime.timedelta(days=number)


@pytest.mark.parametrize("status", list(RegistryStatus))
def test_every_status_of_the_registry_has_a_standing(status):
    standing = standing_of(status, TODAY)

    assert standing == STANDING_OF.get(status, Standing.UNSURE)
    assert RegistryRecord(status=status, checked_on=TODAY).standing() == standing


@pytest.mark.parametrize("status", ["RECRUITING", "AVAILABLE", "NOT_YET_RECRUITING"])
@pytest.mark.parametrize(("age", "is_sure"), [(0, True), (30, True), (31, False), (None, False)])
def test_open_or_opening_needs_a_check_within_thirty_days(status, age, is_sure):
    checked = None if age is None else days_ago(age)
    record = RegistryRecord(status=status, checked_on=checked)

    assert (record.standing() != Standing.UNSURE) is is_sure
    assert (standing_of(status, checked) != Standing.UNSURE) is is_sure


@pytest.mark.parametrize("status", ["COMPLETED", "TERMINATED", "WITHDRAWN", "SUSPENDED"])
def test_closed_or_finished_stays_so_without_a_fresh_check(status):
    assert standing_of(status, None) == standing_of(status, TODAY) != Standing.UNSURE


def test_number_of_days_comes_from_the_settings(settings):
    settings.TRIAL_STATUS_VALID_DAYS = 5

    assert standing_of("RECRUITING", days_ago(5)) == Standing.OPEN
    assert standing_of("RECRUITING", days_ago(6)) == Standing.UNSURE


@pytest.mark.parametrize("standing", list(Standing))
def test_filter_and_card_agree_about_every_trial(standing):
    for status in RegistryStatus:
        for age in (0, 40):
            make_trial(status=status, checked_on=days_ago(age))
    make_trial(status="")
    trials = Trial.objects.public().with_registry()

    by_filter = set(trials.standing(standing))
    by_card = {trial for trial in trials if standing_of(trial.registry_status, trial.registry_checked_on) == standing}

    assert by_filter == by_card


def test_each_trial_has_exactly_one_standing():
    for status in RegistryStatus:
        make_trial(status=status, checked_on=days_ago(0))
    trials = Trial.objects.public().with_registry()

    found = [trial for standing in Standing for trial in trials.standing(standing)]

    assert len(found) == len(set(found)) == len(RegistryStatus)


def test_the_registry_record_looked_at_last_speaks_for_the_trial():
    trial = make_trial(status="RECRUITING", checked_on=days_ago(20))
    make_registry_record(trial, registry="isrctn", number="ISRCTN12949496", status="COMPLETED", checked_on=days_ago(1))

    assert Trial.objects.with_registry().get().registry_status == "COMPLETED"


def test_order_puts_open_trials_first():
    statuses = {
        "done": "COMPLETED",
        "stopped": "TERMINATED",
        "open": "RECRUITING",
        "soon": "NOT_YET_RECRUITING",
        "closed": "ACTIVE_NOT_RECRUITING",
        "unknown": "UNKNOWN",
    }
    for name, status in statuses.items():
        make_trial(name, status=status)

    found = Trial.objects.public().with_registry().order_by_openness()

    assert [trial.name for trial in found] == ["open", "soon", "closed", "unknown", "done", "stopped"]


@pytest.fixture
def stale():
    condition = make_condition("Known condition")
    return make_trial("Stale trial", status="RECRUITING", checked_on=days_ago(31), conditions=[condition])


def test_stale_recruiting_trial_is_nowhere_said_to_look_for_people(client, stale):
    for address in ("/trials/", stale.get_absolute_url(), "/conditions/known-condition/"):
        page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
        tags = [tag.get_text(" ", strip=True) for tag in page.select(".tag")]

        assert not [tag for tag in tags if "Looking for people" in tag], address
        assert [tag for tag in tags if "not sure" in tag], address


def test_stale_recruiting_trial_is_not_among_the_open_ones(client, stale):
    assert "Stale trial" not in client.get("/trials/?status=open").content.decode()
    assert "Stale trial" in client.get("/trials/?status=unsure").content.decode()


def test_freshly_checked_recruiting_trial_is_said_to_look_for_people(client):
    trial = make_trial("Fresh trial", status="RECRUITING", checked_on=TODAY)

    for address in ("/trials/?status=open", trial.get_absolute_url()):
        page = BeautifulSoup(client.get(address).content.decode(), "html.parser")

        assert any("Looking for people" in tag.get_text(" ") for tag in page.select(".tag")), address
