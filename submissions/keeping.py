"""How long things are kept: contact data, links and whole messages; and what a sender may ask for at any time."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from submissions.enums import OPEN_STATES, Act, Erased, ErasedBy, SubmissionKind, SubmissionState
from submissions.letters import forget_mail
from submissions.models import Erasure, SentFromNetwork, Submission, SubmissionContact, SubmissionEvent

CONTACT_DAYS = 30
LINK_DAYS = 180

# Sent inside the transaction, with ``submission``: whoever made something public of it takes that away again.
submission_taken_back = Signal()
submission_erased = Signal()


class CannotTakeBack(Exception):
    """The decision has been made, and there is nothing to take back any more."""


# --- by date ---------------------------------------------------------------------------------------------------------


def link_ends_at(submission: Submission) -> datetime.datetime | None:
    """Return when the secret link stops working: 180 days after the decision.

    None while it is open, and for a story that is shown: its teller can take it off the site as long as it is there.
    """
    is_shown_story = submission.kind == SubmissionKind.STORY and submission.state == SubmissionState.APPROVED
    if submission.decided_at is None or is_shown_story:
        return None
    return submission.decided_at + datetime.timedelta(days=LINK_DAYS)


def old_contacts(now: datetime.datetime):
    """Return the contact data whose day has come: 30 days after the decision, or the day set by hand.

    A teller who allowed the yearly question is kept as long as the story is shown.
    """
    limit = now - datetime.timedelta(days=CONTACT_DAYS)
    asked_yearly = Q(
        yearly_question=True, submission__kind=SubmissionKind.STORY, submission__state=SubmissionState.APPROVED
    )
    is_old = Q(submission__decided_at__lte=limit) | Q(delete_after__lt=now.date())
    return SubmissionContact.objects.filter(is_old).exclude(asked_yearly)


def delete_old_contacts(now: datetime.datetime | None = None) -> list[str]:
    """Delete contact data whose day has come, each with its line in the log, and return the receipt codes.

    Deletes what was counted of networks more than a day ago, too. Interrupted, it has done whole submissions.
    """
    now = now or timezone.now()
    codes = []
    for contact in old_contacts(now).select_related("submission").order_by("pk"):
        delete_contact(contact, ErasedBy.RULE)
        codes.append(contact.submission.receipt_code)
    SentFromNetwork.objects.filter(hour__lt=now - datetime.timedelta(days=1)).delete()
    return codes


@transaction.atomic
def delete_contact(contact: SubmissionContact, asked_by: ErasedBy, by=None) -> None:
    """Delete the contact data of one sender and mail that waits for them; write into log and list that it was done."""
    submission = contact.submission
    forget_mail(submission)
    contact.delete()
    SubmissionEvent.objects.create(submission=submission, act=Act.CONTACT_DELETED, by=by)
    Erasure.objects.create(
        receipt_code=submission.receipt_code, kind=submission.kind, what=Erased.CONTACT, asked_by=asked_by, by=by
    )


# --- on the sender's wish --------------------------------------------------------------------------------------------


@transaction.atomic
def take_back(submission: Submission) -> None:
    """Let the sender take a message back while it is open, or a story off the site. Raises CannotTakeBack."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if not can_be_taken_back(submission):
        raise CannotTakeBack
    submission.state = SubmissionState.TAKEN_BACK
    submission.decided_at = timezone.now()
    submission.claimed_by = submission.claimed_until = None
    submission.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until"])
    SubmissionEvent.objects.create(submission=submission, act=Act.TAKEN_BACK)
    submission_taken_back.send(Submission, submission=submission)


def can_be_taken_back(submission: Submission) -> bool:
    """Return whether there is something to take back."""
    is_shown_story = submission.kind == SubmissionKind.STORY and submission.state == SubmissionState.APPROVED
    return submission.state in OPEN_STATES or is_shown_story


@transaction.atomic
def erase(submission: Submission, asked_by: ErasedBy, by=None) -> list[str]:
    """Delete everything about a message in all its versions, leave a line of proof for each, return the codes."""
    versions = versions_of(submission)
    for version in versions:
        submission_erased.send(Submission, submission=version)
        forget_mail(version)
        Erasure.objects.create(
            receipt_code=version.receipt_code,
            kind=version.kind,
            asked_by=asked_by,
            by=by,
            token_digest=version.token_digest or "",
        )
    Submission.objects.filter(pk__in=[version.pk for version in versions]).delete()
    return [version.receipt_code for version in versions]


def versions_of(submission: Submission) -> list[Submission]:
    """Return all versions a sender made of one message, the first one first."""
    first = submission
    while first.supersedes_id:
        first = Submission.objects.get(pk=first.supersedes_id)
    versions = [first]
    while later := Submission.objects.filter(supersedes=versions[-1]).first():
        versions.append(later)
    return versions


@transaction.atomic
def everything_about(submission: Submission) -> dict[str, Any]:
    """Return all we hold about a message, in all its versions, for its sender; moderators stay unnamed.

    That it was handed out is written into the log first, and so is part of it.
    """
    versions = versions_of(submission)
    for version in versions:
        SubmissionEvent.objects.create(submission=version, act=Act.EXPORTED)
    return {"exported_at": timezone.now().isoformat(), "versions": [_one_version(version) for version in versions]}


def _one_version(version: Submission) -> dict[str, Any]:
    contact = SubmissionContact.objects.filter(submission=version).first()
    return {
        "code": version.receipt_code,
        "kind": version.kind,
        "received": version.received_at.isoformat(),
        "language": version.language,
        "state": version.state,
        "decided": version.decided_at.isoformat() if version.decided_at else None,
        "reason": version.decision_reason,
        "sent": version.sent,
        "flags": version.flags,
        "name": contact.name if contact else "",
        "email": contact.email if contact else "",
        "messages": [
            {"at": message.at.isoformat(), "from": "sender" if message.from_sender else "us", "text": message.text}
            for message in version.messages.all()
        ],
        "log": [{"at": event.at.isoformat(), "what": event.act} for event in version.events.all()],
    }
