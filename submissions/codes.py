"""Codes and secrets: receipt codes, one-time tokens of forms, secrets of status pages."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from submissions.models import Erasure, Submission

# Without vowels, so that no code spells a word, and without letters and figures that look alike.
LETTERS = "2346789BCDFGHJKMNPQRTVWXYZ"


def new_token() -> str:
    """Return a one-time token for a form."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """Return a receipt code that no submission has, such as 7KF-2QD."""
    while True:
        letters = [secrets.choice(LETTERS) for _ in range(6)]
        code = "".join([*letters[:3], "-", *letters[3:]])
        taken = (
            Submission.objects.filter(receipt_code=code).exists() or Erasure.objects.filter(receipt_code=code).exists()
        )
        if not taken:
            return code


def digest_of(secret: str) -> str:
    """Return the digest under which a token or secret is kept."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def secret_from(token_digest: str, key: str) -> str:
    """Return the secret that belongs to a form's token under one key of the site."""
    return salted_hmac("submissions.status", token_digest, secret=key, algorithm="sha256").hexdigest()[:43]


def secret_of(submission: Submission) -> str:
    """Return the secret of a submission's status page, for its sender only.

    It is nowhere in the database: it is worked out from the row and the site's key, so that a copy of the database
    opens no status page, and a later mail can carry the link again. "" where the site's key has changed since.
    """
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = secret_from(submission.token_digest or "", key)
        if hmac.compare_digest(digest_of(secret), submission.secret_digest):
            return secret
    return ""
