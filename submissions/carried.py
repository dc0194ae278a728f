"""The state of a form, carried in the form itself: signed, so that nobody can make it up, and kept nowhere else."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from submissions.codes import new_token
from submissions.fields import FIELDS
from submissions.models import Submission, SubmissionContact

SALT = "submissions.form"


@dataclass
class Carried:
    """What a form knows so far. ``answers`` holds what was typed, right or wrong.

    ``wait_until`` is set where the sender was asked to wait; ``challenge`` is the work set for the browser.
    """

    kind: str
    token: str = field(default_factory=new_token)
    started: float = field(default_factory=time.time)
    about: dict[str, Any] | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    replaces: str = ""
    seen_check: bool = False
    wait_until: float = 0
    challenge: dict[str, Any] | None = None

    def pack(self) -> str:
        """Return the state as signed, compressed text for a hidden field."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def unpack(cls, text: str, kind: str) -> "Carried | None":
        """Return the state of a form of this kind; None for a damaged one, one of another kind, or one made up."""
        try:
            state = cls(**signing.loads(text, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return state if state.kind == kind else None

    @classmethod
    def of_submission(cls, submission: Submission) -> "Carried":
        """Return a form filled with what was sent, to send it again changed."""
        names = [one.name for one in FIELDS[submission.kind]]
        answers = {name: submission.sent[name] for name in names if name in submission.sent}
        for name in ("consent", "consent_version", "consented_on"):
            answers.pop(name, None)
        contact = SubmissionContact.objects.filter(submission=submission).first()
        if contact:
            answers |= {"your_name": contact.name, "your_email": contact.email}
        return cls(
            submission.kind, about=submission.sent.get("about"), answers=answers, replaces=submission.receipt_code
        )

    def again(self, replaces: str) -> "Carried":
        """Return the same answers in a new form, which replaces what the old one sent."""
        return Carried(self.kind, about=self.about, answers=self.answers, replaces=replaces, seen_check=True)


def fresh(kind: str, about: dict[str, Any] | None) -> Carried:
    """Return the state of an empty form."""
    state = Carried(kind, about=about)
    if about and kind == "problem":
        state.answers["where"] = about["address"]
        state.about = None
    return state
