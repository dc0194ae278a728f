"""What the receipt and the sender's own page show."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from submissions.deciding import as_sender_sees
from submissions.enums import SubmissionState
from submissions.fields import answers
from submissions.keeping import can_be_taken_back, link_ends_at
from submissions.models import Submission
from submissions.receiving import Receipt

WORKING_DAYS = 10
BY_THE_SENDER = (SubmissionState.TAKEN_BACK, SubmissionState.REPLACED)


@dataclass(frozen=True)
class ThanksPage:
    """The receipt."""

    receipt: Receipt

    @property
    def code(self) -> str:
        return self.receipt.submission.receipt_code

    @property
    def status_path(self) -> str:
        return reverse("submissions:status", args=[self.receipt.secret]) if self.receipt.secret else ""

    @property
    def status_address(self) -> str:
        return settings.SITE_ADDRESS + self.status_path

    @property
    def is_again(self) -> bool:
        return not self.receipt.is_new


@dataclass(frozen=True)
class StatusStep:
    """One step of a message's way: done, now or to come."""

    words: str
    when: str = ""
    state: str = "done"


@dataclass
class StatusPage:
    """How things stand with one message."""

    submission: Submission
    secret: str
    problem: str
    typed: str
    messages: list
    published: Any = None

    @classmethod
    def of(cls, submission: Submission, secret: str, problem: Any = "", typed: str = "") -> "StatusPage":
        """Fetch questions and answers and what became public (a few queries)."""
        submission = as_sender_sees(submission)
        subject = submission.subject if submission.state == SubmissionState.APPROVED else None
        published = subject if getattr(subject, "live", False) else None
        return cls(submission, secret, str(problem), typed, list(submission.messages.all()), published)

    @property
    def code(self) -> str:
        return self.submission.receipt_code

    @property
    def kind(self) -> str:
        return str(self.submission.get_kind_display())

    @property
    def steps(self) -> list[StatusStep]:
        received = StatusStep(_("We got your message"), _day(self.submission.received_at))
        if self.submission.decided_at:
            decided = StatusStep(self.decision, _day(self.submission.decided_at))
            is_read = self.submission.state not in BY_THE_SENDER
            return [received, StatusStep(_("A person read it")), decided] if is_read else [received, decided]
        reading = _("A person reads it, within %(days)s working days") % {"days": WORKING_DAYS}
        now = _("We have a question for you") if self.asks else reading
        return [received, StatusStep(now, state="now"), StatusStep(_("Decision"), state="later")]

    @property
    def decision(self) -> str:
        words = {
            SubmissionState.APPROVED: _("Accepted. Thank you."),
            SubmissionState.DECLINED: _("Not accepted"),
            SubmissionState.TAKEN_BACK: _("You took it back"),
            SubmissionState.REPLACED: _("You replaced it with a newer version"),
        }
        return words.get(self.submission.state, "")

    @property
    def asks(self) -> bool:
        return self.submission.state == SubmissionState.QUESTION

    @property
    def can_be_taken_back(self) -> bool:
        return can_be_taken_back(self.submission)

    @property
    def can_be_changed(self) -> bool:
        return self.submission.state not in {SubmissionState.APPROVED}

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was sent, in the words of the form; what was left out is left out here too."""
        given = [
            (str(field.label).removesuffix("?"), field.words(value))
            for field, value in answers(self.submission)
            if value not in ("", [], {})
        ]
        about = self.submission.sent.get("about")
        return [(_("About the page"), about["title"]), *given] if about and about.get("title") else given

    @property
    def ends(self) -> str:
        ends = link_ends_at(self.submission)
        return _day(ends) if ends else ""


def _day(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
