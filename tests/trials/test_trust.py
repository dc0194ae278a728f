"""Which trials may be published: nobody pays, and somebody who may agree to it is named."""

import pytest

from portal.base.models.workflow import reasons_not_to_publish
from tests.factories.admin import DRAFT, PUBLISH, SUBMIT, address, fill, filled_in, messages_on
from tests.factories.constraints import refused_by
from tests.factories.staff import make_superuser, signed_in
from tests.factories.trials import make_registry_record, make_trial
from trials.enums import Oversight
from trials.models import Trial
from trials.presenters import TrialPage
from trials.trust import is_due

pytestmark = pytest.mark.django_db

UNKNOWN = {"oversight": Oversight.UNKNOWN, "oversight_reference": ""}
NO_REFERENCE = "Nobody has named the regulator or ethics committee"
PAID = "People must pay to join: such a trial is not listed"


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def send(browser, button, **typed):
    values = filled_in(Trial, name="New trial", slug="new-trial")
    return fill(browser, address(Trial, "add"), {**values, **typed}, button=button)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"oversight": "unknown", "oversight_reference": ""}, NO_REFERENCE),
        ({"oversight": "not found", "oversight_reference": ""}, NO_REFERENCE),
        ({"oversight": "not due", "oversight_reference": ""}, NO_REFERENCE),
        ({"participant_pays": "yes", "caution": "People must pay."}, PAID),
    ],
    ids=["nobody looked", "none found", "said not to be due", "people pay"],
)
def test_editor_is_refused_with_the_reason(browser, typed, message):
    answer = send(browser, PUBLISH, **typed)

    assert answer.status_code == 200
    assert message in messages_on(answer)
    assert not Trial.objects.live().exists()


@pytest.mark.parametrize("button", [DRAFT, SUBMIT], ids=["kept", "sent in"])
def test_draft_may_be_kept_and_sent_in_without_a_reference(browser, button):
    answer = send(browser, button, oversight="unknown", oversight_reference="")

    assert answer.status_code == 302
    assert Trial.objects.get().live is False


@pytest.mark.parametrize(
    "typed",
    [
        {"oversight": "stated", "oversight_reference": "Authority, number 1"},
        {
            "oversight": "unknown", "oversight_reference": "",
            "identifiers-0-registry": "euct", "identifiers-0-number": "2022-500244-37-00",
        },
    ],
    ids=["reference", "EU number"],
)  # fmt: skip
def test_reference_or_eu_number_lets_it_through(browser, typed):
    answer = send(browser, PUBLISH, **typed)

    assert answer.status_code == 302, messages_on(answer)
    assert Trial.objects.live().exists()


@pytest.mark.parametrize(
    ("status", "study_type", "due"),
    [
        ("RECRUITING", "INTERVENTIONAL", True),
        ("NOT_YET_RECRUITING", "INTERVENTIONAL", True),
        ("UNKNOWN", "INTERVENTIONAL", True),
        ("SUSPENDED", "UNKNOWN", True),
        ("AVAILABLE", "EXPANDED_ACCESS", True),
        ("COMPLETED", "INTERVENTIONAL", False),
        ("TERMINATED", "INTERVENTIONAL", False),
        ("RECRUITING", "OBSERVATIONAL", False),
    ],
)
def test_reference_is_due_where_somebody_may_still_join(status, study_type, due):
    assert is_due([make_registry_record(status=status, study_type=study_type)]) is due


def test_reference_is_due_where_no_registry_was_read():
    assert is_due([])


def test_approval_in_the_workflow_is_refused_too():
    trial = make_trial("Waiting", live=False, **UNKNOWN)

    assert NO_REFERENCE in " ".join(reasons_not_to_publish(trial))
    trial.registry_records.update(status="COMPLETED")
    assert reasons_not_to_publish(trial) == []
    trial.participant_pays, trial.caution = "yes", "People must pay."
    assert PAID in " ".join(reasons_not_to_publish(trial))


def test_stated_oversight_needs_its_reference():
    with refused_by("trials_trial_oversight_has_reference"):
        make_trial(oversight="stated", oversight_reference="")


@pytest.mark.parametrize(
    ("fields", "words", "is_known"),
    [
        ({"oversight": "stated", "oversight_reference": "Authority, 1"}, "Authority, 1", True),
        (UNKNOWN, "Not known. Ask the trial team", False),
        ({**UNKNOWN, "oversight": "not found"}, "We looked and found no public reference", False),
        ({**UNKNOWN, "numbers": [("euct", "2022-500244-37-00")]}, "EU trial number 2022-500244-37-00", True),
    ],
)
def test_reader_is_told_what_is_known(fields, words, is_known):
    note = TrialPage.of(make_trial(**fields)).oversight

    assert words in note.words
    assert note.is_known is is_known
