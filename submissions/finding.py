"""Finding a submission by what its sender has: the code, or the secret of the status page."""

import hmac

from django.utils import timezone

from submissions.codes import digest_of
from submissions.keeping import link_ends_at
from submissions.models import Submission
from submissions.receiving import newest_version


def with_code(code: str) -> Submission | None:
    """Return the submission with a receipt code, however it is typed; None where there is none."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return Submission.objects.filter(receipt_code=f"{letters[:3]}-{letters[3:]}").first()


def with_secret(secret: str) -> Submission | None:
    """Return the newest version of the message whose secret this is; None where there is none or its time is over.

    Only digests are compared, so the time an answer takes says nothing about how near a guess was.
    """
    digest = digest_of(secret)
    found = Submission.objects.filter(secret_digest=digest).first()
    if found is None or not hmac.compare_digest(found.secret_digest, digest):
        return None
    newest = newest_version(found)
    ends = link_ends_at(newest)
    return None if ends is not None and ends <= timezone.now() else newest


def with_token(token: str) -> Submission | None:
    """Return the submission that a form with this token made; its receipt is shown again without hurdles."""
    return Submission.objects.filter(token_digest=digest_of(token)).first()
