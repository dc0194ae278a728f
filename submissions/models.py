"""What the public sends in: kept exactly as sent, apart from the record it may become."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.enums import DECIDED_STATES, OPEN_STATES, Act, SubmissionKind, SubmissionState


class SubmissionQuerySet(models.QuerySet):
    """Submissions."""

    def waiting(self):
        """Those that need somebody, the oldest first."""
        return self.filter(state__in=OPEN_STATES).order_by("received_at", "pk")


class Submission(models.Model):
    """One thing a person sent us. ``sent`` never changes; the draft it made lives among the records.

    Holds nothing by which the sender could be reached: that is in ``SubmissionContact``, which is deleted by date.
    """

    kind = models.CharField(_("kind"), max_length=14, choices=SubmissionKind.choices)
    sent = models.JSONField(_("what was sent"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    receipt_code = models.CharField(_("receipt code"), max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
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
