"""Writes down what a moderator should look at in a submission, so that the queue can be sorted and filtered by it."""

from submissions.desk_enums import URGENT_FLAGS, FlagKind
from submissions.duplicates import likely_duplicates
from submissions.enums import SubmissionKind, Trouble
from submissions.fields import FIELDS, Shape
from submissions.flags import flags_of_texts, kinds_of
from submissions.known_names import known_names
from submissions.models import Submission, SubmissionMessage
from submissions.placing import locale_of
from submissions.receiving import texts_of


def texts_with_answers(submission) -> dict[str, str]:
    """Return everything the sender wrote freely, by field, with the answers to questions."""
    texts = dict(texts_of(submission))
    answers = SubmissionMessage.objects.filter(submission=submission, from_sender=True)
    texts.update({f"answer {number}": message.text for number, message in enumerate(answers, start=1)})
    return texts


def look_over(handling) -> None:
    """Work out the flags of a submission again and store their kinds."""
    submission = handling.submission
    kinds = set(kinds_of(flag for flags in all_flags(submission).values() for flag in flags))
    if likely_duplicates(submission):
        kinds.add(FlagKind.DUPLICATE)
    if same_text(submission):
        kinds.add(FlagKind.SENT_BEFORE)
    handling.flags = sorted(kinds)
    handling.is_urgent = bool(kinds.intersection(URGENT_FLAGS)) or (
        submission.kind == SubmissionKind.PROBLEM and submission.sent.get("trouble") == Trouble.HARM
    )
    handling.save(update_fields=["flags", "is_urgent"])


def all_flags(submission) -> dict:
    """Return the flags of each text of a submission, by field."""
    found = flags_of_texts(texts_with_answers(submission), known_names(locale_of(submission)))
    if submission.kind == SubmissionKind.STORY:
        return found
    # Names of organisations, cities and trials look like names of people; a field for them is no place to search.
    lines = {field.name for field in FIELDS[submission.kind] if field.shape is not Shape.TEXT}
    people = (FlagKind.NAME, FlagKind.HOSPITAL)
    return {
        name: [flag for flag in flags if not (name in lines and flag.kind in people)] for name, flags in found.items()
    }


def same_text(submission):
    """Return the other submissions that say the same, the latest first; an older version of the same one is none."""
    if not submission.text_digest:
        return Submission.objects.none()
    same = Submission.objects.filter(text_digest=submission.text_digest).exclude(pk=submission.pk)
    return same.exclude(pk=submission.supersedes_id or 0).order_by("-received_at")
