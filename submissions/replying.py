"""The sender's answer to a question of the desk."""

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.answering import problem_with, without_odd_signs
from submissions.enums import Act, SubmissionState
from submissions.fields import Field, Shape
from submissions.models import Submission, SubmissionEvent, SubmissionMessage

ANSWER = Field("answer", "", Shape.TEXT, required=True, limit=3000)


class CannotAnswer(Exception):
    """The answer cannot be taken; the message says why, in words for the sender."""


@transaction.atomic
def answer(submission: Submission, text: str) -> None:
    """Keep the answer and give the message back to the queue. Raises CannotAnswer; nothing is kept then."""
    text = without_odd_signs(text.replace("\r\n", "\n"))
    if problem := problem_with(ANSWER, text):
        raise CannotAnswer(problem)
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.state != SubmissionState.QUESTION:
        raise CannotAnswer(_("We have your answer already, or need none any more."))
    submission.state = SubmissionState.IN_REVIEW if submission.claimed_by_id else SubmissionState.RECEIVED
    submission.save(update_fields=["state"])
    SubmissionMessage.objects.create(submission=submission, from_sender=True, text=text)
    SubmissionEvent.objects.create(submission=submission, act=Act.ANSWERED)
