"""Taking in what the public sends: one transaction stores it exactly as sent and makes its receipt.

This is the only place that makes a ``Submission``. Whoever gets a ``Receipt`` back may tell the sender "we got it".
"""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.base.text import fold
from submissions.codes import digest_of, new_code, new_token, secret_from, secret_of
from submissions.consent import CONSENT_VERSION
from submissions.enums import OPEN_STATES, Act, Origin, SubmissionKind, SubmissionState
from submissions.fields import FIELDS, Shape, sent_of
from submissions.letters import say_it_arrived
from submissions.models import Erasure, Submission, SubmissionContact, SubmissionEvent

SENT_BEFORE = "sent before"
UNSTORABLE = re.compile("[\\0\ud800-\udfff]")


class AlreadyErased(Exception):
    """The same form was sent before and its message was erased since: it does not come back by itself."""


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the stored submission and the secret of its status page.

    ``is_new`` is false when the same form had arrived before; ``is_same`` is false when it then said something else,
    which was not stored.
    """

    submission: Submission
    secret: str
    is_new: bool = True
    is_same: bool = True


def receive(
    *,
    kind: str,
    fields: Mapping[str, Any],
    about: Mapping[str, Any] | None = None,
    language: str,
    name: str = "",
    email: str = "",
    origin: str = Origin.FORM,
    token: str = "",
    replaces: Submission | None = None,
) -> Receipt:
    """Store one message with its contact, log line and mail to the sender, all or nothing, and return its receipt.

    ``fields`` are those of ``submissions.fields`` for the kind, ``about`` is what ``submissions.about`` makes. The same
    ``token`` a second time returns the first submission: a form sent twice or replayed never makes two. ``replaces``
    is an older submission of the same sender, which is closed if it was still open. Raises ValueError for fields that
    are not the kind's and for text no database can keep; AlreadyErased when the token's message was erased.
    """
    sent = sent_of(kind, _with_consent_date(kind, fields), about)
    check_storable(sent, name, email)
    token = token or new_token()
    with transaction.atomic():
        earlier = Submission.objects.filter(token_digest=digest_of(token)).first()
        if earlier is not None:
            return Receipt(earlier, secret_of(earlier), is_new=False, is_same=is_same_message(earlier, sent))
        if Erasure.objects.filter(token_digest=digest_of(token)).exists():
            raise AlreadyErased
        try:
            with transaction.atomic():
                submission = _store(kind, sent, about, language, origin, token, replaces)
        except IntegrityError:
            # The same form arrived twice at once, and the other one was quicker.
            earlier = Submission.objects.get(token_digest=digest_of(token))
            return Receipt(earlier, secret_of(earlier), is_new=False, is_same=is_same_message(earlier, sent))
        if name or email:
            may_ask = bool(sent.get("yearly_question")) and bool(email)
            SubmissionContact.objects.create(submission=submission, name=name, email=email, yearly_question=may_ask)
            say_it_arrived(submission)
    return Receipt(submission, secret_of(submission))


def _store(kind, sent, about, language, origin, token, replaces) -> Submission:
    """Make the row and its log lines; raises IntegrityError where the token was used meanwhile."""
    text = text_digest(sent)
    subject = subject_of(about)
    before = Submission.objects.filter(text_digest=text).exclude(pk=replaces.pk if replaces else None)
    submission = Submission(
        kind=kind,
        sent=sent,
        language=language,
        origin=origin,
        receipt_code=new_code(),
        token_digest=digest_of(token),
        text_digest=text,
        flags=[SENT_BEFORE] if before.exists() else [],
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_id=str(subject.pk) if subject else "",
    )
    submission.secret_digest = digest_of(secret_from(submission.token_digest, settings.SECRET_KEY))
    submission.supersedes = _close_replaced(replaces, submission.receipt_code) if replaces else None
    submission.save(force_insert=True)
    SubmissionEvent.objects.create(submission=submission, act=Act.RECEIVED)
    return submission


def _close_replaced(replaces, code) -> Submission:
    """Close the newest version of the replaced message where it is still open, and return it."""
    newest = newest_version(Submission.objects.select_for_update().get(pk=replaces.pk))
    if newest.state in OPEN_STATES:
        newest.state = SubmissionState.REPLACED
        newest.decided_at = timezone.now()
        newest.claimed_by = newest.claimed_until = None
        newest.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until"])
        SubmissionEvent.objects.create(submission=newest, act=Act.REPLACED, text=code)
    return newest


def newest_version(submission: Submission) -> Submission:
    """Return the last of the versions a sender made of one message; one query for each."""
    later = Submission.objects.filter(supersedes=submission).first()
    return newest_version(later) if later else submission


# --- what was sent ---------------------------------------------------------------------------------------------------


def check_storable(*values: Any) -> None:
    """Raise ValueError for text that a database refuses: the NUL character and halves of surrogate pairs."""
    for value in values:
        if isinstance(value, Mapping):
            check_storable(*value.keys(), *value.values())
        elif isinstance(value, list | tuple):
            check_storable(*value)
        elif isinstance(value, str) and UNSTORABLE.search(value):
            raise ValueError("Text with the NUL character or half a surrogate pair cannot be stored.")


def text_digest(sent: Mapping[str, Any]) -> str:
    """Return a digest of everything that was said, which is the same for texts that differ in case or spaces only."""
    said = {name: value for name, value in sent.items() if name not in {"about", "consented_on"}}
    return digest_of(fold(json.dumps(said, sort_keys=True, ensure_ascii=False)))


def is_same_message(submission: Submission, sent: Mapping[str, Any]) -> bool:
    """Return whether a form that arrives again says what was stored; the day of consent may differ by then."""
    without_day = [{**one, "consented_on": ""} for one in (submission.sent, sent)]
    return without_day[0] == without_day[1]


def subject_of(about: Mapping[str, Any] | None):
    """Return the published record or page that a message is about; None where it is gone or there is none."""
    if not about or not about.get("model"):
        return None
    model = apps.get_model(about["app"], about["model"])
    rows = model.objects.live().filter(translation_key=about["key"], locale__language_code=about["language"])
    return rows.first()


def _with_consent_date(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add version and date of the consent to a story that was consented to."""
    if kind != SubmissionKind.STORY or not fields.get("consent"):
        return dict(fields)
    today = datetime.date.today().isoformat()
    return {"consent_version": CONSENT_VERSION, "consented_on": today, **fields}


def texts_of(submission: Submission) -> list[tuple[str, str]]:
    """Return name and text of every field in which the sender wrote freely, the empty ones left out."""
    free = {Shape.LINE, Shape.TEXT, Shape.ADDRESS}
    fields = [field for field in FIELDS[submission.kind] if field.shape in free and submission.sent.get(field.name)]
    return [(field.name, submission.sent[field.name]) for field in fields]
