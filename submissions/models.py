"""What the public sends in: kept exactly as sent, apart from the record it may become."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.enums import (
    DECIDED_STATES,
    OPEN_STATES,
    Act,
    Erased,
    ErasedBy,
    Origin,
    SubmissionKind,
    SubmissionState,
)


class SubmissionQuerySet(models.QuerySet):
    """Submissions."""

    def waiting(self):
        """Those that need somebody, the oldest first."""
        return self.filter(state__in=OPEN_STATES).order_by("received_at", "pk")


class Submission(models.Model):
    """One thing a person sent us. ``sent`` never changes; the draft it made lives among the records.

    Holds nothing by which the sender could be reached: that is in ``SubmissionContact``, which is deleted by date.
    What stands in ``sent`` is told by ``submissions.fields``; a submission is made by ``submissions.receiving`` only.
    """

    kind = models.CharField(_("kind"), max_length=14, choices=SubmissionKind.choices)
    sent = models.JSONField(_("what was sent"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    receipt_code = models.CharField(_("receipt code"), max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    # Of the form's one-time token: a form that arrives twice finds its first submission here.
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - many may have none
    text_digest = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    origin = models.CharField(_("came through"), max_length=12, choices=Origin.choices, default=Origin.FORM)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by",
        verbose_name=_("replaces"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=12, choices=SubmissionState.choices, default=SubmissionState.RECEIVED, db_index=True
    )
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.CharField(_("record"), max_length=40, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("taken by"),
    )  # fmt: skip
    claimed_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    flags = models.JSONField(_("flags"), default=list, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason given to the sender"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="submissions_submission_claim_has_end",
                condition=models.Q(claimed_by__isnull=True) | models.Q(claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="submissions_submission_decided_has_date",
                condition=models.Q(state__in=DECIDED_STATES, decided_at__isnull=False)
                | (~models.Q(state__in=DECIDED_STATES) & models.Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="submissions_submission_declined_has_reason",
                condition=~models.Q(state="declined") | ~models.Q(decision_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.receipt_code} {self.get_kind_display()}"


class SubmissionContact(models.Model):
    """How to reach the sender. The only place of a sender's personal data; deleted when ``delete_after`` has passed."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    yearly_question = models.BooleanField(
        _("may be asked once a year"), default=False,
        help_text=_("Allowed by the teller of a story: the address is kept as long as the story is shown."),
    )  # fmt: skip
    delete_after = models.DateField(_("delete after"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("contact of a sender")
        verbose_name_plural = _("contacts of senders")
        constraints = [
            models.CheckConstraint(
                name="submissions_contact_not_empty", condition=~models.Q(name="") | ~models.Q(email="")
            )
        ]

    def __str__(self):
        return self.submission.receipt_code


class SubmissionEvent(models.Model):
    """One line of the decision log; staff see who acted, the sender never does."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    act = models.CharField(_("what"), max_length=16, choices=Act.choices)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("log line")
        verbose_name_plural = _("log lines")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_act_display()}"


class SubmissionMessage(models.Model):
    """A question of the desk to the sender, or the sender's answer; read on the secret status page."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField(_("when"), default=timezone.now)
    from_sender = models.BooleanField(_("from the sender"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("who of the desk"),
    )  # fmt: skip
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("question or answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="submissions_message_not_empty", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="submissions_message_sender_is_nobody_of_ours",
                condition=models.Q(from_sender=False) | models.Q(by__isnull=True),
            ),
        ]

    def __str__(self):
        return self.text[:80]


class Erasure(models.Model):
    """Proof that something was erased: what, when and on whose wish, and nothing of what it said or who sent it."""

    receipt_code = models.CharField(_("receipt code"), max_length=12)
    kind = models.CharField(_("kind"), max_length=14, choices=SubmissionKind.choices)
    what = models.CharField(_("what was erased"), max_length=8, choices=Erased.choices, default=Erased.MESSAGE)
    erased_at = models.DateTimeField(_("erased"), default=timezone.now)
    asked_by = models.CharField(_("on whose wish"), max_length=8, choices=ErasedBy.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("by whom of the staff"),
    )  # fmt: skip
    # The form that is sent once more after its message was erased must not bring the message back.
    token_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="submissions_erasure_rule_is_nobody",
                condition=~models.Q(asked_by__in=["rule", "sender"]) | models.Q(by__isnull=True),
            ),
        ]

    def __str__(self):
        return self.receipt_code


class SentFromNetwork(models.Model):
    """How often a network sent something within one hour, so that a flood from it does not drown everybody else.

    ``network`` is a keyed digest under a key of the day, never an address; rows older than a day are deleted.
    """

    network = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sent from a network")
        verbose_name_plural = _("sent from networks")
        constraints = [
            models.UniqueConstraint(name="submissions_sentfromnetwork_once", fields=["network", "hour"]),
        ]

    def __str__(self):
        return f"{self.hour:%Y-%m-%d %H} {self.times}"


# At the end: these models point at a submission, and Django looks for all of an app's models in this module.
from submissions.desk_models import DeskKeys, Handling, ModeratorsCheck  # noqa: E402

__all__ = [
    "DeskKeys",
    "Erasure",
    "Handling",
    "ModeratorsCheck",
    "SentFromNetwork",
    "Submission",
    "SubmissionContact",
    "SubmissionEvent",
    "SubmissionMessage",
]
