"""What editors decided about what registries sent: names of countries, and trials that are or are not the same."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from portal.base.text import fold
from trials.enums import PairReason, PairState
from trials.models.trial import Trial


class CountryName(models.Model):
    """A registry's name for a country, to which an editor gave the country; later readings use it."""

    name = models.CharField(_("name as sent"), max_length=120)
    folded = models.CharField(max_length=240, unique=True, editable=False)
    country = CountryField(_("country"))
    mapped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mapped_on = models.DateField(_("mapped on"), default=datetime.date.today)

    class Meta:
        verbose_name = _("name of a country")
        verbose_name_plural = _("names of countries")
        ordering = ["name"]

    def __str__(self):
        return f"{self.name}: {self.country.name}"

    def save(self, *args, **kwargs):
        self.folded = fold(self.name)[:240]
        super().save(*args, **kwargs)


class TrialPair(models.Model):
    """Two of our trials that may be one. An editor merges them, or says that they are two; then nobody asks again."""

    first = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+", verbose_name=_("first trial"))
    second = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+", verbose_name=_("second trial"))
    reason = models.CharField(_("why"), max_length=8, choices=PairReason.choices)
    detail = models.CharField(_("what they share"), max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(_("likeness in per cent"), default=100)
    state = models.CharField(_("state"), max_length=10, choices=PairState.choices, default=PairState.OPEN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    found_on = models.DateField(_("found on"), default=datetime.date.today)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "-found_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="trials_trialpair_once", fields=["first", "second"]),
            # Always the older one first, so that a pair cannot be there twice.
            models.CheckConstraint(
                name="trials_trialpair_in_order", condition=models.Q(first__lt=models.F("second"))
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.first_id} / {self.second_id}: {self.detail}"
