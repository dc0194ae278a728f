"""What the desk does by itself, and the yearly question to the tellers of stories."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal.base.roles import MODERATORS, setup_roles
from submissions import claiming, deciding
from submissions.desk_models import Handling
from submissions.models import Submission, SubmissionContact
from submissions.tending import stories_to_ask_about
from tests.factories.articles import make_home
from tests.factories.desk import again, drafted, sent
from tests.factories.kept import kept_for_several_tests
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()


@pytest.fixture(scope="module", autouse=True)
def roles(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            setup_roles()
            make_home()
        yield


@pytest.fixture
def moderator():
    return make_member(MODERATORS)


def test_command_does_everything_that_is_due(moderator, capsys):
    without_draft = sent("organisation")
    overdue = drafted("problem")
    claiming.claim(overdue.submission_id, moderator)
    Submission.objects.filter(pk=overdue.submission_id).update(claimed_until=timezone.now())
    decided = drafted("term", email="sender@person.example")
    deciding.decline(decided.submission_id, moderator, "Another field.")
    Handling.objects.filter(pk=decided.pk).update(undo_until=timezone.now())

    call_command("tend_desk")

    assert capsys.readouterr().out == "Drafts made: 1. Claims given back: 1. Decisions final: 1.\n"
    assert again(without_draft).handling.draft.name == "Blue Sky Families"
    assert again(overdue.submission).claimed_by is None
    assert decided.submission.receipt_code in mail.outbox[-1].subject

    call_command("tend_desk")
    assert capsys.readouterr().out == "Drafts made: 0. Claims given back: 0. Decisions final: 0.\n"


def test_sender_sees_a_decision_only_when_it_is_final(moderator):
    handling = drafted("term")
    deciding.approve(handling.submission_id, moderator)

    seen = deciding.as_sender_sees(again(handling.submission))
    assert (seen.state, seen.decided_at) == ("in review", None)

    Handling.objects.filter(pk=handling.pk).update(undo_until=timezone.now())
    call_command("tend_desk")
    submission = again(handling.submission)
    assert deciding.as_sender_sees(submission).state == "approved"
    assert submission.subject == handling.draft, "The status page leads to what was published."


def shown_story(*, days, email="teller@person.example", may_ask=True):
    """A story that was confirmed last so many days ago."""
    handling = drafted("story", email=email, yearly_question=may_ask)
    for _ in range(2):
        deciding.approve(handling.submission_id, make_member(MODERATORS))
    Handling.objects.filter(pk=handling.pk).update(confirmed_on=TODAY - datetime.timedelta(days=days))
    return handling


def test_teller_is_asked_once_a_year(capsys):
    handling = shown_story(days=366)

    call_command("ask_storytellers", dry_run=True)
    call_command("ask_storytellers")
    call_command("ask_storytellers")

    assert capsys.readouterr().out.splitlines() == [
        "Stories due: 1. Asked: 0.",
        "Stories due: 1. Asked: 1.",
        "Stories due: 0. Asked: 0.",
    ]
    letter = mail.outbox[-1]
    assert letter.to == ["teller@person.example"]
    assert "/contribute/status/" in letter.body
    assert handling.submission.events.last().act == "asked again"


def test_teller_is_not_asked_too_early_or_without_leave():
    shown_story(days=300)
    shown_story(days=400, may_ask=False)

    assert not stories_to_ask_about().exists()


def test_address_of_a_teller_who_may_be_asked_is_kept_and_every_other_gets_its_day(moderator):
    shown_story(days=0)
    shown_story(days=0, email="other@person.example", may_ask=False)
    declined = drafted("term", email="third@person.example")
    deciding.decline(declined.submission_id, moderator, "Another field.")

    days = dict(SubmissionContact.objects.values_list("email", "delete_after"))

    in_30_days = (timezone.now() + datetime.timedelta(days=30)).date()
    assert days == {
        "teller@person.example": None,
        "other@person.example": in_30_days,
        "third@person.example": in_30_days,
    }
