"""What readers are told about changes."""

import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.enums import ChangeKind


class ChangeNoteQuerySet(models.QuerySet):
    def of(self, subject):
        """All notes on a record or page, the latest first."""
        content_type = ContentType.objects.get_for_model(subject, for_concrete_model=True)
        return self.filter(content_type=content_type, object_id=str(subject.pk))


class ChangeNote(models.Model):
    """One sentence for the public on what changed in an entry, for example “The trial stopped recruiting.”"""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    changed_on = models.DateField(_("changed on"), default=datetime.date.today)
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind.choices)
    sentence = models.CharField(_("sentence for the public"), max_length=300)

    objects = ChangeNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("change note")
        verbose_name_plural = _("change notes")
        ordering = ["-changed_on", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-changed_on"], name="base_changenote_latest")]
        constraints = [
            models.UniqueConstraint(
                name="base_changenote_once", fields=["content_type", "object_id", "changed_on", "sentence"]
            )
        ]

    def __str__(self):
        return self.sentence
