"""Deleting everything about a message at the desk: what was sent, the contact, the log, the draft and its versions."""

from django.db import transaction

from submissions.deciding import taken_for_act
from submissions.enums import OPEN_STATES, ErasedBy
from submissions.keeping import erase
from submissions.models import Submission


@transaction.atomic
def erase_all(pk: int, by) -> list[str]:
    """Delete a message in all its versions with everything it left, and return the codes.

    What stays is the proof that it was deleted, which says nothing of it. An open message has to be taken first, so
    that nobody is left with half of it on the screen.
    """
    submission = Submission.objects.get(pk=pk)
    if submission.state in OPEN_STATES:
        submission = taken_for_act(pk, by).submission
    return erase(submission, ErasedBy.STAFF)
