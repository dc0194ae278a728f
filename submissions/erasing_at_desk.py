"""Erasing at the desk: everything about a message, or only how to reach its sender. Each leaves a line of proof."""

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.deciding import NotNow, taken_for_act
from submissions.enums import OPEN_STATES, ErasedBy
from submissions.keeping import delete_contact, erase, versions_of
from submissions.models import Submission, SubmissionContact

WISHES = (ErasedBy.REQUEST, ErasedBy.STAFF)


@transaction.atomic
def erase_all(pk: int, by, asked_by: ErasedBy = ErasedBy.STAFF) -> list[str]:
    """Delete a message in all its versions with everything it left, and return the codes.

    What stays is the proof that it was deleted, which says nothing of it.
    """
    return erase(_free(pk, by), asked_by, by)


@transaction.atomic
def forget_sender(pk: int, by, asked_by: ErasedBy = ErasedBy.STAFF) -> None:
    """Delete name and address of the sender in all versions; what was sent stays. Raises NotNow where there is none."""
    contacts = SubmissionContact.objects.filter(submission__in=versions_of(_free(pk, by)))
    if not contacts:
        raise NotNow(_("We hold neither name nor address of the sender: nothing was deleted."))
    for contact in contacts.select_related("submission"):
        delete_contact(contact, asked_by, by)


def has_contact(submission: Submission) -> bool:
    """Return whether we could reach the sender of a message in any of its versions."""
    return SubmissionContact.objects.filter(submission__in=versions_of(submission)).exists()


def _free(pk: int, by) -> Submission:
    """Return the message; an open one has to be taken first, so that nobody is left with half of it on the screen."""
    submission = Submission.objects.get(pk=pk)
    return taken_for_act(pk, by).submission if submission.state in OPEN_STATES else submission
