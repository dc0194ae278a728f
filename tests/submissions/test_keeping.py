"""How long things are kept, and what senders may ask for."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.base.models import OutgoingMail
from submissions.keeping import delete_old_contacts, erase, submission_erased, submission_taken_back, take_back
from submissions.models import Erasure, SentFromNetwork, Submission, SubmissionContact, SubmissionEvent
from submissions.receiving import receive
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxBackend"


def decided(days, state="declined", **more):
    submission = make_submission(
        state=state, decided_at=NOW - datetime.timedelta(days=days), decision_reason="Because.",
        contact={"name": "Somebody", "email": "somebody@person.example"}, **more,
    )  # fmt: skip
    SubmissionContact.objects.filter(submission=submission).update(delete_after=None)
    return submission


def send(**more):
    return receive(
        kind="term", fields={"name": "Capsid"}, language="en", email="somebody@person.example", **more
    ).submission


def test_contact_goes_thirty_days_after_the_decision_and_the_log_proves_it():
    old, new, waiting = decided(30), decided(29), make_submission(contact={"name": "Somebody"})
    SubmissionContact.objects.filter(submission=waiting).update(delete_after=None)

    codes = delete_old_contacts(NOW)

    assert codes == [old.receipt_code]
    assert {row.submission for row in SubmissionContact.objects.all()} == {new, waiting}
    assert [(row.submission, row.act) for row in SubmissionEvent.objects.all()] == [(old, "contact deleted")]
    assert delete_old_contacts(NOW) == []


def test_day_set_by_hand_is_kept():
    submission = make_submission(contact={"name": "Somebody"})
    SubmissionContact.objects.update(delete_after=NOW.date() - datetime.timedelta(days=1))

    assert delete_old_contacts(NOW) == [submission.receipt_code]


def test_teller_who_may_be_asked_is_kept_as_long_as_the_story_is_shown():
    story = decided(400, "approved", kind="story")
    SubmissionContact.objects.update(yearly_question=True)
    assert delete_old_contacts(NOW) == []

    Submission.objects.filter(pk=story.pk).update(state="taken back")
    assert delete_old_contacts(NOW) == [story.receipt_code]


def test_mail_that_waits_goes_with_the_contact():
    submission = send()
    assert OutgoingMail.objects.count() == 1
    Submission.objects.update(state="taken back", decided_at=NOW - datetime.timedelta(days=31))

    delete_old_contacts(NOW)

    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get() == submission


def test_command_says_of_which_messages_contacts_were_deleted():
    old = decided(31)
    SentFromNetwork.objects.create(network="x", hour=NOW - datetime.timedelta(days=2), times=1)
    out = StringIO()

    call_command("delete_old_contacts", stdout=out)

    assert out.getvalue().splitlines() == [old.receipt_code, "1 contacts deleted."]
    assert not SentFromNetwork.objects.exists()


def test_erasing_deletes_every_version_and_leaves_a_proof_without_content():
    first = send()
    second = send(replaces=first)
    other = make_submission()

    codes = erase(first, "request")

    assert codes == [first.receipt_code, second.receipt_code]
    assert list(Submission.objects.all()) == [other]
    assert not SubmissionContact.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert [row.asked_by for row in Erasure.objects.all()] == ["request", "request"]
    assert "Capsid" not in str(list(Erasure.objects.values()))


def test_command_erases_messages():
    first = send()
    second = send(replaces=first)
    out = StringIO()

    call_command("erase_submission", first.receipt_code.lower(), second.receipt_code, stdout=out)

    assert out.getvalue() == f"Erased: {first.receipt_code}, {second.receipt_code}\n"
    assert not Submission.objects.exists()


def test_command_erases_nothing_where_one_code_is_wrong():
    submission = send()

    with pytest.raises(CommandError, match="XXX-XXX; nothing was erased"):
        call_command("erase_submission", submission.receipt_code, "XXX-XXX")
    assert Submission.objects.exists()


def test_command_exports_everything_in_all_versions():
    first = send()
    second = send(replaces=first, name="Somebody")
    out = StringIO()

    call_command("export_submission", second.receipt_code, stdout=out)

    versions = json.loads(out.getvalue())["versions"]
    assert [version["code"] for version in versions] == [first.receipt_code, second.receipt_code]
    assert versions[1]["sent"]["name"] == "Capsid"
    assert (versions[1]["name"], versions[1]["email"]) == ("Somebody", "somebody@person.example")
    assert [line["what"] for line in versions[0]["log"]] == ["received", "replaced", "exported"]
    assert SubmissionEvent.objects.filter(act="exported").count() == 2


def test_command_exports_nothing_for_a_wrong_code():
    with pytest.raises(CommandError, match="There is no message 123"):
        call_command("export_submission", "123")


def test_whoever_made_something_public_hears_of_taking_back_and_erasing():
    heard = []

    def hear(sender, submission, signal, **kwargs):
        heard.append((submission.receipt_code, signal is submission_erased))

    submission = send()
    for signal in (submission_taken_back, submission_erased):
        signal.connect(hear)
    try:
        take_back(submission)
        erase(submission, "sender")
    finally:
        for signal in (submission_taken_back, submission_erased):
            signal.disconnect(hear)

    assert heard == [(submission.receipt_code, False), (submission.receipt_code, True)]
