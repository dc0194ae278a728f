"""What registries say about trials: records, sites, numbers and the versions we have seen. Never an editor's text."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from portal.base.code_lists import CodeListField
from portal.base.partial_dates import PartialDateField
from trials.enums import STANDING_OF, DateType, Phase, Registry, RegistryStatus, Sex, Standing, StudyType
from trials.registries import registry_address


class RegistryRecord(models.Model):
    """What one registry says about one trial, as last read. Written by importers only, never by an editor.

    Kept apart from ``Trial``: publishing a draft of last week copies every field of the draft back onto its row, which
    would undo last night's reading. A record may exist before any trial does. It holds no names, e-mails or phones.
    """

    registry = models.CharField(_("registry"), max_length=10, choices=Registry.choices)
    number = models.CharField(_("number"), max_length=40)
    trial = models.ForeignKey(
        "trials.Trial",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registry_records",
        verbose_name=_("trial"),
    )
    official_title = models.TextField(_("official title"), blank=True)
    status = models.CharField(
        _("status"), max_length=30, choices=RegistryStatus.choices, default=RegistryStatus.UNKNOWN
    )
    raw_status = models.CharField(_("status as sent"), max_length=60, blank=True)
    last_known_status = models.CharField(_("last known status"), max_length=30, blank=True)
    why_stopped = models.TextField(_("why it stopped"), blank=True)
    study_type = models.CharField(_("type"), max_length=16, choices=StudyType.choices, default=StudyType.UNKNOWN)
    phases = CodeListField(_("phases"), choices=Phase.choices, max_length=60)
    sponsor = models.CharField(_("sponsor"), max_length=400, blank=True)
    conditions_as_registered = models.JSONField(_("conditions as registered"), default=list, blank=True)
    interventions_as_registered = models.JSONField(_("what is tested, as registered"), default=list, blank=True)
    enrolment = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    enrolment_type = models.CharField(_("enrolment"), max_length=10, choices=DateType.choices, blank=True)
    minimum_age = models.CharField(_("youngest age"), max_length=20, blank=True)
    maximum_age = models.CharField(_("oldest age"), max_length=20, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, default=Sex.ALL)
    eligibility_text = models.TextField(_("eligibility as registered"), blank=True)
    start_date = PartialDateField(_("start"), blank=True)
    start_date_type = models.CharField(max_length=10, choices=DateType.choices, blank=True)
    primary_completion_date = PartialDateField(_("main results expected"), blank=True)
    primary_completion_date_type = models.CharField(max_length=10, choices=DateType.choices, blank=True)
    completion_date = PartialDateField(_("end"), blank=True)
    completion_date_type = models.CharField(max_length=10, choices=DateType.choices, blank=True)
    has_results = models.BooleanField(_("has results"), default=False)
    first_posted_on = models.DateField(_("first posted on"), null=True, blank=True)
    registry_changed_on = models.DateField(_("registry changed on"), null=True, blank=True, db_index=True)
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, db_index=True, help_text=_("Empty: the day of the data is not known.")
    )
    gone_since = models.DateField(_("gone from the registry since"), null=True, blank=True)
    record_version = models.CharField(_("version"), max_length=40, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    read_in = models.ForeignKey(
        "trials.SyncRun", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("read in")
    )

    class Meta:
        verbose_name = _("registry record")
        verbose_name_plural = _("registry records")
        ordering = ["registry", "number"]
        constraints = [
            models.UniqueConstraint(name="trials_registryrecord_once", fields=["registry", "number"]),
            models.CheckConstraint(
                name="trials_registryrecord_known_status", condition=models.Q(status__in=RegistryStatus.values)
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.official_title[:80]}".strip()

    @property
    def address(self):
        return registry_address(self.registry, self.number)

    def standing(self, today=None):
        """What a reader may be told; "looking for people" only after a recent look at the registry."""
        found = STANDING_OF.get(RegistryStatus(self.status), Standing.UNSURE)
        if found in (Standing.OPEN, Standing.SOON) and (self.gone_since or not self.was_checked_lately(today)):
            return Standing.UNSURE
        return found

    def was_checked_lately(self, today=None):
        """Whether somebody or something looked at the registry within the number of days the settings allow."""
        today = today or datetime.date.today()
        return self.checked_on is not None and self.checked_on >= today - datetime.timedelta(
            days=settings.TRIAL_STATUS_VALID_DAYS
        )


class RegistrySite(models.Model):
    """One place where a trial runs or ran, as its registry lists it: no people."""

    record = models.ForeignKey(RegistryRecord, on_delete=models.CASCADE, related_name="sites")
    facility = models.CharField(_("facility"), max_length=400, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    region = models.CharField(_("state or region"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    country_as_sent = models.CharField(_("country as sent"), max_length=120, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    status = models.CharField(_("status"), max_length=30, choices=RegistryStatus.choices, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["country", "city", "pk"]
        indexes = [models.Index(fields=["country", "record"], name="trials_site_country")]
        constraints = [
            models.CheckConstraint(
                name="trials_site_place_on_earth",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self):
        return f"{self.city}, {self.country.name}"


class RegistryNumber(models.Model):
    """Another number that a registry's entry gives for its trial: a former number, or one of another registry.

    A number of another registry is a proposal: it stands on no trial until an editor puts it there. ``key`` is what two
    spellings of one number share: EU numbers are compared without the number of the submission.
    """

    record = models.ForeignKey(RegistryRecord, on_delete=models.CASCADE, related_name="other_numbers")
    registry = models.CharField(_("registry"), max_length=10, choices=Registry.choices)
    number = models.CharField(_("number"), max_length=40)
    key = models.CharField(max_length=40, editable=False)
    is_alias = models.BooleanField(_("former number"), default=False)
    is_declined = models.BooleanField(_("declined by an editor"), default=False)

    class Meta:
        verbose_name = _("other number")
        verbose_name_plural = _("other numbers")
        ordering = ["record", "registry", "number"]
        indexes = [models.Index(fields=["registry", "key"], name="trials_number_key")]
        constraints = [
            models.UniqueConstraint(name="trials_registrynumber_once", fields=["record", "registry", "number"])
        ]

    def __str__(self):
        return self.number


class RegistryVersion(models.Model):
    """One version of a registry's entry that we have seen: what differed from the one before. The first has no changes.

    ``changes`` maps status, start_date, primary_completion_date, completion_date, enrolment, sites and countries to
    the old and the new value, as stored.
    """

    record = models.ForeignKey(RegistryRecord, on_delete=models.CASCADE, related_name="versions")
    changed_on = models.DateField(_("registry changed on"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"), default=datetime.date.today)
    version = models.CharField(_("version of the data"), max_length=40, blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)

    class Meta:
        verbose_name = _("version of a registry record")
        verbose_name_plural = _("versions of registry records")
        ordering = ["record", "-pk"]

    def __str__(self):
        return f"{self.record_id}, {self.changed_on}"
