"""What the desk does by itself: failed drafts, claims that ran out, decisions that became final, yearly questions."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from submissions.claiming import release_overdue
from submissions.clearing import drop_draft, forget_versions
from submissions.desk_models import Handling
from submissions.drafting import make_draft, waiting_for_draft
from submissions.enums import Act, SubmissionKind, SubmissionState
from submissions.letters import say_it_was_decided, write_to_sender
from submissions.models import Submission, SubmissionEvent

YEAR = datetime.timedelta(days=365)


def tend(now=None) -> dict[str, int]:
    """Do everything that is due and return how much of each; safe to interrupt and to run as often as you like."""
    drafted = [make_draft(pk) for pk in waiting_for_draft().values_list("pk", flat=True)[:500]]
    return {
        "drafts": sum(1 for handling in drafted if handling is not None and handling.draft is not None),
        "claims": release_overdue(now),
        "decisions": settle_due(now),
    }


def settle_due(now=None) -> int:
    """Make decisions final whose ten minutes are over: the sender is told, what nobody needs is cleared away."""
    now = now or timezone.now()
    due = Handling.objects.filter(is_settled=False, undo_until__lte=now).order_by("pk")
    return sum(_settle(pk, now) for pk in due.values_list("pk", flat=True)[:500])


@transaction.atomic
def _settle(pk, now) -> bool:
    handling = Handling.objects.select_for_update(of=("self",)).filter(pk=pk, is_settled=False).first()
    if handling is None or handling.undo_until is None or handling.undo_until > now:
        return False
    Handling.objects.filter(pk=pk).update(is_settled=True, confirmed_on=now.date())
    submission = handling.submission
    if submission.state == SubmissionState.APPROVED and handling.is_new and handling.draft is not None:
        # The sender's page leads to what became of the message.
        Submission.objects.filter(pk=submission.pk).update(
            content_type=handling.content_type, object_id=handling.object_id
        )
    if submission.state == SubmissionState.DECLINED:
        drop_draft(submission)
    elif submission.kind == SubmissionKind.STORY and handling.draft is not None:
        _keep_one_version(handling)
    if submission.state in (SubmissionState.APPROVED, SubmissionState.DECLINED):
        say_it_was_decided(submission)
    return True


def _keep_one_version(handling):
    """Delete the versions of a story in which names may stand that were taken out later."""
    story = handling.draft.specific if isinstance(handling.draft, Page) else handling.draft
    if story.live_revision is not None and story.latest_revision_id == story.live_revision_id:
        forget_versions(story, story.live_revision)


def stories_to_ask_about(today=None):
    """Return the shown stories that nobody was asked about, and whose teller confirmed nothing, for a year."""
    limit = (today or datetime.date.today()) - YEAR
    shown = Submission.objects.filter(kind=SubmissionKind.STORY, state=SubmissionState.APPROVED)
    due = shown.filter(handling__confirmed_on__lte=limit, contact__yearly_question=True).exclude(contact__email="")
    return due.exclude(handling__asked_again_on__gt=limit).order_by("pk")


@transaction.atomic
def ask_whether_story_may_stay(submission, today=None) -> bool:
    """Write to a story's teller, who allowed it, that the story can stay or be taken off on the status page."""
    told = write_to_sender(
        submission,
        lambda: [
            _("Your story has been on our site for a year."),
            _("Do you still want it there? If yes, you need not do anything. If not, take it back on your page."),
        ],
    )
    if not told:
        return False
    Handling.objects.filter(submission=submission).update(asked_again_on=today or datetime.date.today())
    SubmissionEvent.objects.create(submission=submission, act=Act.ASKED_AGAIN)
    return True
