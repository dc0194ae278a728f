"""Submissions for tests."""

import datetime

from submissions.models import Submission, SubmissionContact
from tests.factories.kernel import number


def make_submission(*, contact=None, **fields):
    """Make a submission; ``contact`` gives name and e-mail of its sender."""
    n = number()
    values = {
        "kind": "term",
        "sent": {"text": "What I miss"},
        "receipt_code": f"R{n:06}",
        "secret_digest": f"{n:064x}",
    }
    submission = Submission.objects.create(**{**values, **fields})
    if contact:
        SubmissionContact.objects.create(
            submission=submission, delete_after=datetime.date.today() + datetime.timedelta(days=30), **contact
        )
    return submission
