"""Who checked a whole entry, when, and until when that holds."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.enums import ReviewerRole
from portal.base.partial_dates import PartialDateField


class ReviewQuerySet(models.QuerySet):
    def of(self, subject):
        """All reviews of a record or page, the latest first."""
        content_type = ContentType.objects.get_for_model(subject, for_concrete_model=True)
        return self.filter(content_type=content_type, object_id=str(subject.pk)).order_by("-reviewed_on", "-pk")


class Review(models.Model):
    """One person's check of one whole entry as it stood. Editing or publishing the entry never makes or resets one.

    Not on the record itself: publishing an older draft would bring back an older review.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewer_name = models.CharField(_("reviewer's name"), max_length=150, help_text=_("As readers will see it."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    role = models.CharField(_("role"), max_length=10, choices=ReviewerRole.choices)
    interests = models.TextField(
        _("statement of interests"), help_text=_("Money or ties to companies; “none” if there are none.")
    )
    reviewed_on = models.DateField(_("reviewed on"), default=datetime.date.today)
    next_due_on = models.DateField(_("next review due on"))
    evidence_up_to = PartialDateField(_("evidence up to"), blank=True)
    note = models.TextField(_("note for staff"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-reviewed_on"], name="base_review_latest")]
        constraints = [
            models.CheckConstraint(
                name="base_review_due_after_review", condition=models.Q(next_due_on__gt=models.F("reviewed_on"))
            ),
            models.CheckConstraint(name="base_review_has_reviewer", condition=~models.Q(reviewer_name="")),
        ]

    def __str__(self):
        return f"{self.reviewer_name}, {self.reviewed_on:%Y-%m-%d}"
