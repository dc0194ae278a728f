"""Mail to the sender of a submission. It goes through the outbox and says nothing of what was sent.

Whoever gets one of these by mistake, or looks over a shoulder, learns that something was sent, and no more.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.base.models import OutgoingMail
from submissions.codes import secret_of
from submissions.models import Submission, SubmissionContact

CODE_HEADER = "X-Receipt-Code"


def status_address(submission: Submission) -> str:
    """Return the whole address of the sender's status page, or "" where its secret cannot be worked out any more."""
    secret = secret_of(submission)
    return settings.SITE_ADDRESS + reverse("submissions:status", args=[secret]) if secret else ""


def write_to_sender(submission: Submission, what_happened) -> bool:
    """Write to the sender where an address was given; ``what_happened`` makes the sentences, in the sender's language.

    Returns whether there was somebody to write to. Call it inside the transaction that stores what happened.
    """
    contact = SubmissionContact.objects.filter(submission=submission).exclude(email="").first()
    if contact is None:
        return False
    with translation.override(submission.language):
        code, address = submission.receipt_code, status_address(submission)
        where = _("Your page, where you see how things stand and can take your message back:")
        lines = [*what_happened(), f"{where}\n{address}" if address else "", _("Code: %(code)s") % {"code": code}]
        keep = _("Keep the link to yourself: whoever has it can see that page.") if address else ""
        subject = _("Your message %(code)s") % {"code": code}
    body = "\n\n".join(str(line) for line in [*lines, keep] if line) + "\n"
    headers = {"Auto-Submitted": "auto-generated", CODE_HEADER: code}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [contact.email], headers=headers).send()
    return True


def say_it_arrived(submission: Submission) -> bool:
    """Write that a message arrived."""
    return write_to_sender(
        submission,
        lambda: [
            _("We got your message. Thank you."),
            _("A person reads it within 10 working days. Nothing is shown on the site before that."),
            _("If you did not send anything to us, you can delete the message on that page."),
        ],
    )


def say_there_is_a_question(submission: Submission) -> bool:
    """Write that the desk has asked something; the question itself stands on the status page only."""
    return write_to_sender(
        submission, lambda: [_("We have a question about your message. Please answer on your page.")]
    )


def say_it_was_decided(submission: Submission) -> bool:
    """Write that there is a decision; what it is stands on the status page only."""
    return write_to_sender(
        submission, lambda: [_("We have decided about your message. You find the decision on your page.")]
    )


def forget_mail(submission: Submission) -> int:
    """Delete mail about a submission that still waits in the outbox: it holds the sender's address."""
    waiting = OutgoingMail.objects.filter(**{f"headers__{CODE_HEADER}": submission.receipt_code})
    return waiting.delete()[0]
