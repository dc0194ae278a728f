"""What the finder looks through: one narrow row for each published trial, filled from the trial and its registries.

Nothing here is written by hand or kept in versions: ``trials/finder/filling.py`` makes it, and can make it again.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.base.enums import TherapyKind
from trials.enums import Rank, RegistryStatus, Sex
from trials.models.trial import Trial

OLDEST_AGE_IN_DAYS = 200 * 366
NEVER = "1900-01-01"


class FinderEntry(models.Model):
    """One published trial, with what it can be found by.

    ``standing`` is the registry's word, ``rank`` what is left of it after a look at the calendar: an old "looking for
    people" counts as not sure. Days that nobody knows are 1900-01-01, so that they sort last.
    """

    trial = models.OneToOneField(Trial, on_delete=models.CASCADE, primary_key=True, related_name="finder_entry")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("kind of therapy"), max_length=24, choices=TherapyKind.choices)
    status = models.CharField(_("status"), max_length=30, choices=RegistryStatus.choices)
    standing = models.PositiveSmallIntegerField(_("standing by the registry"), choices=Rank.choices)
    rank = models.PositiveSmallIntegerField(_("standing today"), choices=Rank.choices)
    changed_on = models.DateField(_("registry changed on"), default=NEVER)
    checked_on = models.DateField(_("checked on"), default=NEVER)
    youngest = models.PositiveIntegerField(_("youngest age, days"), default=0)
    oldest = models.PositiveIntegerField(_("oldest age, days"), default=OLDEST_AGE_IN_DAYS)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, default=Sex.ALL)
    first_phase = models.SmallIntegerField(_("first phase"), default=-1, help_text=_("0 is “very early”, -1 none."))
    last_phase = models.SmallIntegerField(_("last phase"), default=-1)
    words = models.TextField(_("words it is found by"), blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("entry of the finder")
        verbose_name_plural = _("entries of the finder")
        ordering = ["rank", "-changed_on", "trial"]
        # Wide on purpose: every filter of the finder is answered from the index, in the order of the list.
        indexes = [
            models.Index(
                name="trials_finder_openness",
                fields=[
                    "locale", "rank", "-changed_on", "trial", "kind", "first_phase", "last_phase", "sex", "youngest",
                    "oldest", "checked_on",
                ],
            ),
            models.Index(
                name="trials_finder_changed",
                fields=[
                    "locale", "-changed_on", "trial", "rank", "kind", "first_phase", "last_phase", "sex", "youngest",
                    "oldest", "checked_on",
                ],
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.trial_id}: {self.status}"


class FinderLabel(models.Model):
    """A condition or a country under which an entry is found, in the order in which entries of one label are listed.

    ``label`` is ``condition_label()`` of a condition, the code of a country, or ``EUROPE``. ``rank`` and ``changed_on``
    repeat those of the entry, so that the first thousand of a label are read from one index. ``standing`` is that of
    the best site in the country.
    """

    entry = models.ForeignKey(FinderEntry, on_delete=models.CASCADE, related_name="labels", db_index=False)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    label = models.CharField(_("label"), max_length=40)
    standing = models.PositiveSmallIntegerField(_("standing by the registry"), choices=Rank.choices)
    rank = models.PositiveSmallIntegerField(_("standing today"), choices=Rank.choices)
    changed_on = models.DateField(_("registry changed on"))

    class Meta:
        verbose_name = _("label in the finder")
        verbose_name_plural = _("labels in the finder")
        ordering = ["entry", "label"]
        indexes = [
            models.Index(
                name="trials_finder_label", fields=["label", "locale", "rank", "-changed_on", "entry", "standing"]
            )
        ]
        constraints = [models.UniqueConstraint(name="trials_finderlabel_once", fields=["entry", "label"])]

    def __str__(self):
        return f"{self.entry_id}: {self.label}"


def condition_label(key) -> str:
    """Return the label of a condition, by the key that all its translations share."""
    return f"c:{key.hex}"


class FinderSpot(models.Model):
    """One point of the map at which trials have sites, to about a kilometre; without a point, a whole country.

    ``cell`` numbers the square of one degree that holds the point; ``x``, ``y`` and ``z`` are the point on a globe of
    radius 1, from which a distance takes three multiplications (``trials/finder/distance.py``).
    """

    country = models.CharField(_("country"), max_length=2)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    cell = models.IntegerField(_("square"), null=True, blank=True)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    z = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("spot in the finder")
        verbose_name_plural = _("spots in the finder")
        ordering = ["country", "latitude", "longitude"]
        indexes = [models.Index(name="trials_finder_cell", fields=["cell", "latitude"])]
        constraints = [
            models.UniqueConstraint(name="trials_finderspot_once", fields=["country", "latitude", "longitude"]),
            models.UniqueConstraint(
                name="trials_finderspot_country_once", fields=["country"], condition=models.Q(latitude__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.country} {self.latitude}, {self.longitude}"


class FinderPlace(models.Model):
    """A spot at which a trial has sites; the standing is that of the best of them."""

    entry = models.ForeignKey(FinderEntry, on_delete=models.CASCADE, related_name="places", db_index=False)
    spot = models.ForeignKey(FinderSpot, on_delete=models.CASCADE, related_name="places", db_index=False)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    standing = models.PositiveSmallIntegerField(_("standing by the registry"), choices=Rank.choices)

    class Meta:
        verbose_name = _("place in the finder")
        verbose_name_plural = _("places in the finder")
        ordering = ["entry", "spot"]
        indexes = [models.Index(name="trials_finder_place_spot", fields=["spot", "locale", "standing", "entry"])]
        constraints = [models.UniqueConstraint(name="trials_finderplace_once", fields=["entry", "spot"])]

    def __str__(self):
        return f"{self.entry_id} at {self.spot_id}"
