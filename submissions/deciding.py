"""What a moderator can do with a submission. Each act is one transaction, needs the claim, and leaves a log line.

The sender's side of the log never names anybody; ``SubmissionEvent.by`` is for staff.
"""

import datetime
from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Page, WorkflowState

from portal.base.comparing import says_the_same
from portal.base.models.workflow import reasons_not_to_publish
from submissions.claiming import TO_DO, Taken, TooLate, claim
from submissions.desk_models import Handling
from submissions.drafting import in_workflow, put_into_workflow
from submissions.enums import DECIDED_STATES, OPEN_STATES, Act, SubmissionKind, SubmissionState
from submissions.letters import say_there_is_a_question
from submissions.models import Submission, SubmissionContact, SubmissionEvent, SubmissionMessage

CONTACT_KEPT = datetime.timedelta(days=30)
UNDO_LASTS = datetime.timedelta(minutes=10)


class NotNow(Exception):
    """The act is not possible as things stand; the message says why and what to do."""


def may_moderate(user) -> bool:
    """Return whether somebody works at the desk: moderators and administrators."""
    return user.is_active and user.has_perm("submissions.moderate_handling")


def may_read_original(user) -> bool:
    """Return whether somebody may read a story as it was sent, with the names that were taken out of the draft."""
    return user.is_active and user.has_perm("submissions.read_original_handling")


def taken_for_act(pk: int, by) -> Handling:
    """Return the handling of a submission, claimed by the person who acts; raises Taken, TooLate, PermissionDenied."""
    if not may_moderate(by):
        raise PermissionDenied
    submission = claim(pk, by)
    handling, _made = Handling.objects.select_for_update(of=("self",)).get_or_create(submission=submission)
    handling.submission = Submission.objects.select_for_update(of=("self",)).get(pk=pk)
    return handling


def tell(submission, act, by=None, text="") -> SubmissionEvent:
    """Write a line into the log of a submission."""
    return SubmissionEvent.objects.create(submission=submission, act=act, by=by, text=text)


@transaction.atomic
def approve(pk: int, by, *, seen_revision: int | None = None) -> bool:
    """Approve a submission and publish its draft; return False when a story still needs a second person.

    ``seen_revision`` is the version the moderator looked at: a newer one is not approved unseen. What has no draft, as
    a problem with the site, is closed as done.
    """
    handling = taken_for_act(pk, by)
    draft = handling.draft
    if draft is None:
        if handling.submission.kind != SubmissionKind.PROBLEM:
            raise NotNow(handling.problem or _("There is no draft to publish: make it first, or decline."))
        settle(handling, SubmissionState.APPROVED, by)
        return True
    latest = draft.get_latest_revision()
    if seen_revision is not None and latest.pk != seen_revision:
        raise NotNow(_("The text was changed while you were reading: read it once more, then approve."))
    before = handling.revision_before
    if not handling.is_new and before is not None and says_the_same(before.content, latest.content):
        raise NotNow(_("Nothing is different from what is published: write the correction first, or decline."))
    reasons = reasons_not_to_publish(latest.as_object())
    if reasons:
        raise NotNow(_("This cannot be published yet. %(reasons)s") % {"reasons": " ".join(reasons)})
    if needs_second_yes(handling, by, latest):
        _first_yes(handling, by, latest)
        return False
    state = put_into_workflow(handling, by)
    step = state.current_task_state.specific
    if step.revision_id != latest.pk:
        step.revision = latest
        step.save(update_fields=["revision"])
    step.approve(user=by)  # publishes; what follows for the submission is in following.py
    return True


def needs_second_yes(handling, by, latest) -> bool:
    """Return whether this person's approval of a version is only the first of two: stories, and what was asked for."""
    if handling.opinion_wanted_by_id == by.pk:
        raise NotNow(_("You asked for a second opinion: somebody else decides, or takes their part."))
    if handling.submission.kind != SubmissionKind.STORY:
        return False
    if handling.first_yes_by_id == by.pk and handling.first_yes_to_id == latest.pk:
        raise NotNow(_("You approved this story: a second moderator has to read it before it is published."))
    return handling.first_yes_by_id is None or handling.first_yes_to_id != latest.pk


def _first_yes(handling, by, latest):
    handling.first_yes_by, handling.first_yes_to = by, latest
    handling.save()
    tell(handling.submission, Act.FIRST_YES, by)
    _give_back(handling.submission)


@transaction.atomic
def decline(pk: int, by, reason: str) -> None:
    """Decline a submission for good with the reason the sender will read; the published record stays as it is."""
    if not reason.strip():
        raise NotNow(_("Choose a reason, or write one: the sender will read it."))
    handling = taken_for_act(pk, by)
    settle(handling, SubmissionState.DECLINED, by, reason.strip())
    if in_workflow(handling):
        handling.workflow_state.cancel(user=by)


@transaction.atomic
def ask(pk: int, by, question: str) -> None:
    """Ask the sender something; the message leaves the queue until the answer comes."""
    if not question.strip():
        raise NotNow(_("Write the question: the sender will read it on the status page."))
    handling = taken_for_act(pk, by)
    _wait_for_answer(handling, by, question.strip())


def _wait_for_answer(handling, by, question):
    SubmissionMessage.objects.create(submission=handling.submission, from_sender=False, by=by, text=question)
    tell(handling.submission, Act.ASKED, by)
    Submission.objects.filter(pk=handling.submission_id).update(
        state=SubmissionState.QUESTION, claimed_by=None, claimed_until=None
    )
    say_there_is_a_question(handling.submission)


@transaction.atomic
def ask_colleague(pk: int, by, note: str) -> None:
    """Ask for a second opinion: the message goes back to the queue, for anybody but the one who asks."""
    handling = taken_for_act(pk, by)
    handling.opinion_wanted_by = by
    handling.save()
    tell(handling.submission, Act.OPINION, by, note.strip())
    _give_back(handling.submission)


@transaction.atomic
def note_for_staff(pk: int, by, note: str) -> None:
    """Write a note into the log that only staff see."""
    if not note.strip():
        raise NotNow(_("The note is empty."))
    tell(taken_for_act(pk, by).submission, Act.NOTED, by, note.strip())


def _give_back(submission):
    Submission.objects.filter(pk=submission.pk).update(
        claimed_by=None, claimed_until=None, state=SubmissionState.RECEIVED
    )


@transaction.atomic
def decline_spam(keys, by, reason: str) -> int:
    """Decline several messages as spam, all or none of each; return how many. What somebody else has stays."""
    number = 0
    for pk in keys:
        try:
            with transaction.atomic():
                decline(pk, by, reason)
        except (Taken, TooLate):
            continue
        number += 1
    return number


def settle(handling, state, by, reason="") -> None:
    """Write down a decision: state, day, reason, a line in the log, the day on which the contact is deleted."""
    now = timezone.now()
    submission = handling.submission
    Submission.objects.filter(pk=submission.pk).update(
        state=state, decided_at=now, decision_reason=reason, claimed_by=None, claimed_until=None
    )
    submission.refresh_from_db()
    _date_contact(submission, state, (now + CONTACT_KEPT).date())
    handling.undo_until = now + UNDO_LASTS
    handling.is_settled = False
    draft = handling.draft
    handling.revision_approved = draft.get_latest_revision() if draft and state == SubmissionState.APPROVED else None
    handling.save()
    tell(submission, Act.APPROVED if state == SubmissionState.APPROVED else Act.DECLINED, by, reason)


def _date_contact(submission, state, day) -> None:
    """Say when the contact is deleted; the teller of a shown story who allowed it is asked again every year instead."""
    contacts = SubmissionContact.objects.filter(submission=submission)
    if submission.kind == SubmissionKind.STORY and state == SubmissionState.APPROVED:
        contacts.filter(yearly_question=True).update(delete_after=None)
        contacts = contacts.filter(yearly_question=False)
    contacts.update(delete_after=day)


def can_be_undone(submission, now=None) -> bool:
    """Return whether a moderator's decision is younger than ten minutes; until then the sender is not told."""
    handling = getattr(submission, "handling", None)
    decided = submission.state in (SubmissionState.APPROVED, SubmissionState.DECLINED)
    return bool(
        decided
        and handling
        and not handling.is_settled
        and handling.undo_until
        and handling.undo_until > (now or timezone.now())
    )


def as_sender_sees(submission, now=None):
    """Return the submission as its sender is shown it: a decision that can still be undone has not been made yet."""
    if not can_be_undone(submission, now):
        return submission
    seen = copy(submission)
    seen.state, seen.decided_at, seen.decision_reason = SubmissionState.IN_REVIEW, None, ""
    return seen


@transaction.atomic
def undo(pk: int, by) -> None:
    """Take back an approval or a refusal of the last ten minutes: nothing is public any more, the message waits again.

    Raises NotNow when the ten minutes are over, or when somebody has published another version since.
    """
    if not may_moderate(by):
        raise PermissionDenied
    submission = Submission.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if submission is None or submission.state not in DECIDED_STATES or not can_be_undone(submission):
        raise NotNow(_("This cannot be undone any more: ten minutes have passed, or it was undone already."))
    handling = Handling.objects.select_for_update(of=("self",)).get(submission=submission)
    if submission.state == SubmissionState.APPROVED and handling.draft is not None:
        _take_from_public(handling, by)
    Submission.objects.filter(pk=pk).update(
        state=SubmissionState.RECEIVED, decided_at=None, decision_reason="", claimed_by=None, claimed_until=None
    )
    SubmissionContact.objects.filter(submission=submission).update(delete_after=None)
    submission.refresh_from_db()
    handling.submission = submission
    handling.undo_until = handling.revision_approved = handling.first_yes_by = handling.first_yes_to = None
    handling.save()
    tell(submission, Act.UNDONE, by)
    if handling.draft is not None:
        put_into_workflow(handling, by)
    claim(pk, by)


def _take_from_public(handling, by):
    draft = handling.draft
    if draft.live_revision_id != handling.revision_approved_id:
        raise NotNow(_("Another version has been published since: this approval cannot be undone."))
    if handling.is_new:
        UnpublishAction(draft, user=by).execute(skip_permission_checks=True)
    elif handling.revision_before is not None:
        handling.revision_before.publish(user=by, skip_permission_checks=True)
        if isinstance(draft, Page):
            Page.objects.filter(pk=draft.pk).update(has_unpublished_changes=True)
    handling.draft.refresh_from_db()


# --- what happened in Wagtail's own screens --------------------------------------------------------------------------


def handling_of(state: WorkflowState) -> Handling | None:
    """Return the handling of the open submission that a workflow is about; None for everything else."""
    found = Handling.objects.select_related("submission").filter(workflow_state=state).first()
    return found if found and found.submission.state in OPEN_STATES else None


def is_waiting(submission) -> bool:
    """Return whether somebody at the desk has to do something with it."""
    return submission.state in TO_DO
