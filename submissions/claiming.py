"""Who has taken which submission: one person at a time, for 24 hours, decided by the database and not by who looked."""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from submissions.enums import OPEN_STATES, Act, SubmissionState
from submissions.models import Submission, SubmissionEvent

CLAIM_LASTS = datetime.timedelta(hours=24)
TO_DO = (SubmissionState.RECEIVED, SubmissionState.IN_REVIEW)


class Taken(Exception):
    """Somebody else has the submission; the message names them to staff."""


class TooLate(Exception):
    """The submission has been decided, taken back or deleted meanwhile; the message says what happened."""


def free(user, now=None) -> Q:
    """Return the condition that nobody but ``user`` has a submission now."""
    return Q(claimed_by__isnull=True) | Q(claimed_until__lte=now or timezone.now()) | Q(claimed_by=user)


def claim(pk: int, user) -> Submission:
    """Take a submission for 24 hours and return it; raises Taken or TooLate.

    One conditional UPDATE: of two people who press at once, the database lets one through.
    """
    now = timezone.now()
    with transaction.atomic():
        open_ones = Submission.objects.filter(pk=pk, state__in=OPEN_STATES)
        had_it = open_ones.filter(claimed_by=user, claimed_until__gt=now).exists()
        is_mine = open_ones.filter(free(user, now)).update(claimed_by=user, claimed_until=now + CLAIM_LASTS)
        if is_mine:
            Submission.objects.filter(pk=pk, state=SubmissionState.RECEIVED).update(state=SubmissionState.IN_REVIEW)
            if not had_it:
                SubmissionEvent.objects.create(submission_id=pk, by=user, act=Act.CLAIMED)
    submission = Submission.objects.select_related("claimed_by").filter(pk=pk).first()
    if submission is None:
        raise TooLate(_("Everything about this message has been deleted meanwhile."))
    if not is_mine:
        raise_why_not(submission)
    return submission


def raise_why_not(submission) -> None:
    """Raise Taken or TooLate for a submission that could not be claimed."""
    if submission.state not in OPEN_STATES:
        raise TooLate(
            _("This message has been decided meanwhile: %(state)s.") % {"state": submission.get_state_display()}
        )
    raise Taken(
        _("%(who)s has taken this message until %(time)s: take another one, or ask them to give it back.")
        % {
            "who": get_user_display_name(submission.claimed_by),
            "time": f"{timezone.localtime(submission.claimed_until):%H:%M}",
        }
    )


def take_next(user, among=None) -> Submission | None:
    """Take the message that waits longest, urgent ones first, and return it; None when nothing waits for this person.

    Left out: what waits for its sender's answer, and what waits for another pair of eyes than this person's.
    ``among`` narrows it down, for example to one kind.
    """
    waiting = (Submission.objects.all() if among is None else among).filter(free(user), state__in=TO_DO)
    waiting = waiting.exclude(handling__opinion_wanted_by=user).exclude(handling__first_yes_by=user)
    for pk in in_order(waiting).values_list("pk", flat=True)[:50]:
        try:
            return claim(pk, user)
        except (Taken, TooLate):
            continue
    return None


def in_order(submissions):
    """The urgent first, then the oldest."""
    return submissions.order_by(F("handling__is_urgent").desc(nulls_last=True), "received_at", "pk")


def release(pk: int, user) -> bool:
    """Give a message back to the queue; return whether this person had it."""
    with transaction.atomic():
        mine = Submission.objects.filter(pk=pk, claimed_by=user, state__in=OPEN_STATES)
        was_mine = bool(mine.update(claimed_by=None, claimed_until=None))
        if was_mine:
            _put_back(Submission.objects.filter(pk=pk))
            SubmissionEvent.objects.create(submission_id=pk, by=user, act=Act.RELEASED)
    return was_mine


def release_overdue(now=None) -> int:
    """Give back what has been held for 24 hours; return how many."""
    now = now or timezone.now()
    number = 0
    for pk in Submission.objects.filter(claimed_until__lte=now, state__in=OPEN_STATES).values_list("pk", flat=True):
        with transaction.atomic():
            late = Submission.objects.filter(pk=pk, claimed_until__lte=now)
            if late.update(claimed_by=None, claimed_until=None):
                _put_back(Submission.objects.filter(pk=pk))
                SubmissionEvent.objects.create(submission_id=pk, act=Act.RELEASED)
                number += 1
    return number


def _put_back(submissions):
    submissions.filter(state=SubmissionState.IN_REVIEW).update(state=SubmissionState.RECEIVED)
