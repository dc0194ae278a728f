"""The queue of the desk: what waits, narrowed down by filters, and how it stands."""

import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.base.code_lists import containing
from submissions.claiming import TO_DO, in_order
from submissions.desk_presenters import TARGET_DAYS, DeskCounts, working_days
from submissions.enums import DECIDED_STATES, OPEN_STATES, SubmissionState
from submissions.models import Submission

WAITING = "waiting"
MINE = "mine"


def queue_of(user, *, state=WAITING, kind="", flag="", language=""):
    """Return the submissions that fit some filters: the urgent first, then the oldest; decided ones the latest first.

    ``state`` is “waiting”, “mine” or one of the states of a submission.
    """
    found = Submission.objects.select_related("handling", "claimed_by")
    if state == MINE:
        found = found.filter(claimed_by=user, claimed_until__gt=timezone.now(), state__in=OPEN_STATES)
    elif state in SubmissionState.values:
        found = found.filter(state=state)
    else:
        found = found.filter(state__in=TO_DO)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(language=language) if language else found
    if flag:
        found = found.filter(containing("handling__flags", flag))
    return found.order_by("-decided_at", "-pk") if state in DECIDED_STATES else in_order(found)


def counts(now=None) -> DeskCounts:
    """Return how the queue stands, in one query."""
    now = now or timezone.now()
    to_do = Q(state__in=TO_DO)
    found = Submission.objects.aggregate(
        waiting=Count("pk", filter=to_do),
        late=Count("pk", filter=to_do & Q(received_at__lt=_latest_in_time(now))),
        urgent=Count("pk", filter=to_do & Q(handling__is_urgent=True)),
        with_sender=Count("pk", filter=Q(state=SubmissionState.QUESTION)),
        first=Min("received_at", filter=to_do),
    )
    first = found.pop("first")
    return DeskCounts(**found, oldest=working_days(first, now) if first else 0)


def waiting_number() -> int:
    """Return how many messages wait for a moderator; one query, for the menu."""
    return Submission.objects.filter(state__in=TO_DO).count()


def _latest_in_time(now):
    """The last moment at which something could have come and still be within the target, at midnight of that day."""
    day = timezone.localtime(now)
    while working_days(day, now) <= TARGET_DAYS:
        day -= datetime.timedelta(days=1)
    return (day + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def lately_decided(now=None):
    """Return what was decided in the last ten minutes and can be undone."""
    now = now or timezone.now()
    states = (SubmissionState.APPROVED, SubmissionState.DECLINED)
    found = Submission.objects.filter(handling__undo_until__gt=now, handling__is_settled=False, state__in=states)
    return found.select_related("handling").order_by("-decided_at")[:10]
