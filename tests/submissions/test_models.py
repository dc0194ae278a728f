"""Rules of what the public sends in."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from submissions.models import SentFromNetwork, Submission, SubmissionContact, SubmissionEvent, SubmissionMessage
from tests.factories.constraints import refused_by
from tests.factories.staff import make_superuser
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db


def test_claim_has_an_end():
    with refused_by("submissions_submission_claim_has_end"):
        make_submission(claimed_by=make_superuser(), claimed_until=None)


@pytest.mark.parametrize("state", ["approved", "declined", "taken back"])
def test_decided_submission_has_the_day_of_the_decision(state):
    with refused_by("submissions_submission_decided_has_date"):
        make_submission(state=state, decision_reason="Because.")


def test_undecided_submission_has_no_day_of_decision():
    with refused_by("submissions_submission_decided_has_date"):
        make_submission(state="received", decided_at=timezone.now())


def test_declined_submission_has_a_reason():
    with refused_by("submissions_submission_declined_has_reason"):
        make_submission(state="declined", decided_at=timezone.now(), decision_reason="")


def test_contact_of_nobody_is_refused():
    with refused_by("submissions_contact_not_empty"):
        make_submission(contact={"name": "", "email": ""})


@pytest.mark.parametrize("contact", [{"name": "Somebody"}, {"email": "somebody@person.example"}])
def test_contact_with_either_is_accepted(contact):
    make_submission(contact=contact)

    assert SubmissionContact.objects.count() == 1


def test_waiting_are_the_undecided_ones_the_oldest_first():
    now = timezone.now()
    new = make_submission(received_at=now)
    old = make_submission(received_at=now - datetime.timedelta(days=3), state="question")
    make_submission(state="approved", decided_at=now)

    assert list(Submission.objects.waiting()) == [old, new]


@pytest.mark.parametrize("field", ["receipt_code", "secret_digest"])
def test_codes_of_a_submission_are_its_own(field):
    one = make_submission()

    with pytest.raises(Exception, match=r"(?i)unique"):
        make_submission(**{field: getattr(one, field)})


def test_log_line_says_when_and_what():
    submission = make_submission()
    line = SubmissionEvent.objects.create(
        submission=submission, at=datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC), act="claimed"
    )

    assert str(line) == "2026-03-01 09:30 taken by a moderator"


@pytest.mark.parametrize("text", ["", "Something"])
def test_message_says_something_and_names_nobody_of_ours_for_the_sender(text):
    submission = make_submission()
    wrong = (
        {"text": "", "from_sender": True} if not text else {"text": text, "from_sender": True, "by": make_superuser()}
    )
    name = "submissions_message_not_empty" if not text else "submissions_message_sender_is_nobody_of_ours"

    with refused_by(name):
        SubmissionMessage.objects.create(submission=submission, **wrong)


def test_network_is_counted_in_one_row_an_hour():
    now = timezone.now()
    SentFromNetwork.objects.create(network="x", hour=now)

    with refused_by("submissions_sentfromnetwork_once"):
        SentFromNetwork.objects.create(network="x", hour=now)


def test_undoing_the_migration_calls_replaced_ones_taken_back():
    submission = make_submission(state="replaced", decided_at=timezone.now())
    migration = import_module("submissions.migrations.0002_receiving")

    migration.call_replaced_ones_taken_back(apps, None)

    submission.refresh_from_db()
    assert submission.state == "taken back"
