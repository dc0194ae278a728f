"""Rules of a trial, its numbers and what registries say about it."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.conditions import make_condition
from tests.factories.constraints import refused_by
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_registry_record, make_trial
from trials.enums import PairReason
from trials.models import RegistryNumber, RegistrySite, SyncFailure, SyncRun, Trial, TrialIdentifier, TrialPair

pytestmark = pytest.mark.django_db


def test_trial_for_which_people_pay_needs_a_caution():
    with refused_by("trials_trial_paid_needs_caution"):
        make_trial(participant_pays="yes", caution="")
    make_trial(participant_pays="yes", caution="People must pay to join.").full_clean()


def test_trial_number_belongs_to_one_trial():
    make_trial(numbers=[("ctgov", "NCT05397184")], status="")

    with refused_by("trials_identifier_once"):
        make_trial(numbers=[("ctgov", "NCT05397184")], status="")


def test_trial_may_have_a_number_in_each_registry():
    trial = make_trial(numbers=[("ctgov", "NCT05397184"), ("euct", "2022-500244-37-00")])

    assert [identifier.number for identifier in trial.identifiers.all()] == ["NCT05397184", "2022-500244-37-00"]


@pytest.mark.parametrize("number", ["NCT1", "2004-000012-13", "NCT05397184 or NCT05397185"])
def test_trial_number_of_a_wrong_form_is_refused(number):
    with pytest.raises(ValidationError, match=r"is not a number of|, not of ClinicalTrials"):
        TrialIdentifier(registry="ctgov", number=number).clean()


@pytest.mark.parametrize("typed", [" NCT05397184\n", "nct05397184", "NCT 0539 7184", "05397184"])
def test_trial_number_is_stored_as_its_registry_writes_it(typed):
    identifier = TrialIdentifier(registry="ctgov", number=typed)
    identifier.clean()

    assert identifier.number == "NCT05397184"


def test_registry_record_is_one_for_each_number():
    make_registry_record(number="NCT05397184")

    with refused_by("trials_registryrecord_once"):
        make_registry_record(number="NCT05397184")


def test_registry_record_has_a_known_status():
    with refused_by("trials_registryrecord_known_status"):
        make_registry_record(status="SOMETHING_NEW")


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (-90.1, 0), (0, -180.5)])
def test_site_lies_on_the_earth(latitude, longitude):
    record = make_registry_record()

    with refused_by("trials_site_place_on_earth"):
        RegistrySite.objects.create(record=record, city="Nowhere", latitude=latitude, longitude=longitude)


def test_registry_record_may_exist_before_any_trial():
    record = make_registry_record(trial=None)

    assert record.trial is None


def words(number):
    return f"<p>{' '.join(f'word{n}' for n in range(number))}</p>"


def test_summary_of_121_words_is_refused_with_both_numbers():
    trial = make_trial()
    trial.summary = words(120)
    trial.full_clean()
    trial.summary = words(121)

    with pytest.raises(ValidationError, match="121 words: shorten the summary to 120"):
        trial.full_clean()


@pytest.mark.parametrize(
    "query",
    ["leukaemia", "Gene-edited", "nct05397184", "NCT05397184", "NCT 0539 7184", "official words", "blood cancer"],
)
def test_called_like_finds_a_trial_by_title_number_and_condition(query):
    trial = make_trial(
        "A trial of gene-edited cells",
        numbers=[("ctgov", "NCT05397184")],
        registry={"official_title": "The official words"},
        conditions=[make_condition("Leukaemia", also_called=["blood cancer"])],
    )
    make_trial("Another")

    assert list(Trial.objects.called_like(query)) == [trial]


@pytest.mark.parametrize("query", ["NCT0539718", "?", "NCT"])
def test_called_like_with_part_of_a_number_finds_nothing(query):
    make_trial("Another", numbers=[("ctgov", "NCT05397184")])

    assert not Trial.objects.called_like(query).exists()


def test_trial_deleted_leaves_its_therapy_and_condition():
    condition, therapy = make_condition(), make_therapy()
    make_trial(conditions=[condition], therapies=[therapy]).delete()

    condition.refresh_from_db()
    therapy.refresh_from_db()
    assert therapy.trials.count() == condition.trials.count() == 0


def test_other_number_of_a_registry_record_stands_once():
    values = {"record": make_registry_record(), "registry": "isrctn", "number": "ISRCTN12949496"}
    RegistryNumber.objects.create(**values)

    with refused_by("trials_registrynumber_once"):
        RegistryNumber.objects.create(**values)


def test_problem_of_one_reading_is_told_once():
    values = {
        "run": SyncRun.objects.create(source="ctgov"),
        "number": "NCT05397184",
        "field": "status",
        "why": "Unknown.",
    }
    SyncFailure.objects.create(**values)

    with refused_by("trials_syncfailure_once"):
        SyncFailure.objects.create(**values)


def test_two_trials_are_proposed_once_and_the_older_one_first():
    first, second = make_trial(), make_trial()
    TrialPair.objects.create(first=first, second=second, reason=PairReason.values[0])

    with refused_by("trials_trialpair_once"):
        TrialPair.objects.create(first=first, second=second, reason=PairReason.values[0])
    with refused_by("trials_trialpair_in_order"):
        TrialPair.objects.create(first=second, second=first, reason=PairReason.values[0])
