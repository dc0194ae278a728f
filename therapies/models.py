"""Therapies: what is or was authorised, for whom, where, and what became of it."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from conditions.models import Condition
from portal.base.enums import TherapyKind, YesNoUnknown
from portal.base.listing import named_like
from portal.base.models import AlsoCalled, Citation, Record, RecordQuerySet, Source, with_sources
from portal.base.partial_dates import PartialDateField
from portal.base.richtext import RECORD_TEXT
from therapies.enums import (
    DECIDING_EVENTS,
    ENDED_AFTER,
    GIVEN_OUTSIDE_THE_BODY,
    NEVER_AFTER,
    SUSPENSION_EVENTS,
    AuthorisationKind,
    AvailabilityState,
    CellSource,
    DifferenceState,
    EventKind,
    Given,
    Jurisdiction,
    Modification,
    Regulator,
    Standing,
    Status,
)
from therapies.forms import TherapyForm
from therapies.panels import AUTHORISATION_PANELS, AVAILABILITY_PANELS, EVENT_PANELS, THERAPY_PANELS
from therapies.publish_checks import refuse_false_approval
from therapies.status import is_approved, problems_of, status_on


def latest_of(events, kinds):
    """Return a subquery: which of some kinds of event came last, in the order in which they were entered."""
    return models.Subquery(events.filter(kind__in=kinds).order_by("-sort_order", "-pk").values("kind")[:1])


class TherapyQuerySet(RecordQuerySet):
    """Therapies."""

    def called_like(self, query):
        """Therapies found under any brand name, INN, short name or development code."""
        return self.filter(
            named_like(query, other_fields=["inn"]) | models.Q(authorisations__brand_name__icontains=query)
        ).distinct()

    def standing(self, standing, jurisdiction="", today=None):
        """Only therapies of one standing today, in one jurisdiction when given; worked out from the events as always.

        Agrees with ``status_on``, which works it out for one authorisation; events still to come do not count.
        """
        today = (today or datetime.date.today()).isoformat()
        events = AuthorisationEvent.objects.filter(authorisation=models.OuterRef("pk"), date__lte=today)
        # As in status_on: a suspension holds until it is lifted or the authorisation ends, whatever comes between.
        rows = Authorisation.objects.filter(therapy=models.OuterRef("pk")).annotate(
            decided=latest_of(events, DECIDING_EVENTS),
            latest=latest_of(events, (*DECIDING_EVENTS, *SUSPENSION_EVENTS)),
        )
        rows = rows.filter(jurisdiction=jurisdiction) if jurisdiction else rows
        suspended = models.Exists(rows.filter(latest=EventKind.SUSPENDED))
        rows = rows.exclude(latest=EventKind.SUSPENDED)
        approved = models.Exists(rows.filter(decided=EventKind.AUTHORISED))
        ended = models.Exists(rows.filter(decided__in=ENDED_AFTER))
        never = models.Exists(rows.filter(decided__in=NEVER_AFTER))
        wanted = {
            Standing.APPROVED: approved,
            Standing.SUSPENDED: suspended & ~approved,
            Standing.ENDED: ended & ~approved & ~suspended,
            Standing.NEVER: never & ~approved & ~suspended & ~ended,
        }
        return self.filter(wanted[standing])

    def with_status(self):
        """Everything from which today's status is worked out."""
        return self.prefetch_related("authorisations__events")

    def with_availability(self):
        """Today's status, and in which countries people can get it."""
        rows = models.Prefetch("availability", Availability.objects.select_related("source"))
        return self.with_status().prefetch_related(rows)

    def with_page_parts(self):
        """Everything a therapy's page shows, in a constant number of queries."""
        events = models.Prefetch("authorisations__events", AuthorisationEvent.objects.select_related("source"))
        rows = models.Prefetch("availability", Availability.objects.select_related("source"))
        return self.prefetch_related(
            "authorisations", events, rows, "also_called", "conditions", with_sources(TherapyCitation.objects)
        )


class Therapy(index.Indexed, Record):
    """One gene or cell therapy product, with every authorisation it has or had under whatever brand name."""

    inn = models.CharField(
        _("active substance (INN)"), max_length=250, blank=True, help_text=_("The international non-proprietary name.")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=TherapyKind.choices)
    modification = models.CharField(_("change to genes"), max_length=10, choices=Modification.choices)
    given = models.CharField(_("given"), max_length=10, choices=Given.choices)
    cell_source = models.CharField(_("cells"), max_length=12, choices=CellSource.choices, default=CellSource.NONE)
    vector = models.CharField(_("vector"), max_length=80, blank=True)
    target = models.CharField(_("gene or target"), max_length=150, blank=True)
    conditions = ParentalManyToManyField(Condition, blank=True, related_name="therapies", verbose_name=_("conditions"))
    in_short = RichTextField(_("in short"), features=["ul", "bold", "link"], help_text=_("Three to five points."))
    how_it_works = RichTextField(_("how it works"), blank=True, features=RECORD_TEXT)
    what_it_can_do = RichTextField(
        _("what it can do"),
        blank=True,
        features=RECORD_TEXT,
        help_text=_("Numbers as “8 of 100 people”, with a source."),
    )
    risks = RichTextField(_("risks"), blank=True, features=RECORD_TEXT)
    help_now = RichTextField(
        _("risks: call the emergency number for"),
        blank=True,
        features=["ul"],
        help_text=_("A list of signs, such as “a fit”. Shown as a red card that names the number to call."),
    )
    help_soon = RichTextField(
        _("risks: call the team the same day for"), blank=True, features=["ul"], help_text=_("A list of signs.")
    )
    help_later = RichTextField(
        _("risks: tell the team at the next visit about"), blank=True, features=["ul"], help_text=_("A list of signs.")
    )
    without_it = RichTextField(_("if you do not have it"), blank=True, features=RECORD_TEXT)
    other_choices = RichTextField(_("other choices"), blank=True, features=RECORD_TEXT)
    follow_up = RichTextField(_("follow-up"), blank=True, features=RECORD_TEXT)
    not_known = RichTextField(_("what is not known"), blank=True, features=RECORD_TEXT)
    once_only = models.CharField(
        _("given once only"), max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    may_rule_out_others = models.CharField(
        _("may rule out other therapies"), max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    follow_up_years = models.PositiveSmallIntegerField(
        _("years of follow-up"), null=True, blank=True, validators=[MaxValueValidator(50)]
    )
    tags = ClusterTaggableManager(through="therapies.TherapyTag", blank=True)

    objects = TherapyQuerySet.as_manager()

    presenter = "therapies.presenters.TherapyPage"
    template = "therapies/therapy_detail.html"
    url_name = "therapies:therapy_detail"
    base_form_class = TherapyForm
    edit_handler = THERAPY_PANELS
    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("inn", boost=2),
        index.AutocompleteField("name"),
        index.AutocompleteField("inn"),
        index.RelatedFields("authorisations", [index.SearchField("brand_name")]),
        index.FilterField("live"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("therapy")
        verbose_name_plural = _("therapies")
        constraints = [
            models.UniqueConstraint(
                name="therapies_therapy_name_once", fields=["locale", "folded_name"],
                violation_error_message=_("Another therapy has this name."),
            ),
            models.CheckConstraint(
                name="therapies_therapy_given_fits_kind",
                condition=~models.Q(kind__in=GIVEN_OUTSIDE_THE_BODY) | models.Q(given="ex vivo"),
                violation_error_message=_("Cells and tissues are treated outside the body: choose “ex vivo”."),
            ),
        ]  # fmt: skip

    def status_in(self, jurisdiction):
        """Today's best status in a jurisdiction; "unknown" where there is no authorisation or application."""
        found = [row.status for row in self.authorisations.all() if row.jurisdiction == jurisdiction]
        return next((status for status in found if is_approved(status)), found[0] if found else Status.UNKNOWN)

    @property
    def is_approved_somewhere(self):
        return any(row.is_approved for row in self.authorisations.all())

    def check_sentence(self, sentence):
        refuse_false_approval(self, sentence)


class TherapyAlsoCalled(AlsoCalled):
    """A short name, former name or development code of a therapy."""

    record = ParentalKey(Therapy, on_delete=models.CASCADE, related_name="also_called")

    class Meta(AlsoCalled.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(name="therapies_alsocalled_once", fields=["locale", "folded"])]


class Authorisation(ClusterableModel, Orderable):
    """A marketing authorisation, or an application for one, in one jurisdiction under one brand name."""

    therapy = ParentalKey(Therapy, on_delete=models.CASCADE, related_name="authorisations")
    jurisdiction = models.CharField(_("where"), max_length=4, choices=Jurisdiction.choices)
    regulator = models.CharField(_("regulator"), max_length=120)
    brand_name = models.CharField(_("brand name there"), max_length=120)
    number = models.CharField(_("number"), max_length=60, blank=True)
    holder = models.CharField(_("holder"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=AuthorisationKind.choices, default=AuthorisationKind.UNKNOWN
    )
    indication = models.TextField(_("for whom, in plain words"), blank=True)
    regulator_page = models.URLField(_("regulator's page"), max_length=500, blank=True)
    last_seen_on = PartialDateField(
        _("last seen so on"), blank=True, help_text=_("The day somebody last looked at the regulator's list.")
    )
    is_verified = models.BooleanField(_("verified in two sources or an official list"), default=False)
    editor_note = models.TextField(_("note for staff"), blank=True)

    panels = AUTHORISATION_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        constraints = [
            models.UniqueConstraint(
                name="therapies_authorisation_once", fields=["therapy", "jurisdiction", "brand_name"],
                violation_error_message=_("This brand name stands twice for one place."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.brand_name} ({self.get_jurisdiction_display()})"

    @property
    def dated_events(self):
        """The events as ``(partial date, kind)``, in the order in which they were entered."""
        return [(event.date, event.kind) for event in self.events.all()]

    @property
    def status(self):
        """Where the authorisation stands today, worked out from its events."""
        return status_on(self.dated_events)

    def status_on(self, day: datetime.date):
        return status_on(self.dated_events, day)

    @property
    def is_approved(self):
        return is_approved(self.status)

    def check_events(self):
        """Raise ValidationError naming the authorisation when its events contradict each other."""
        problems = problems_of(self.dated_events)
        if problems:
            raise ValidationError([f"{self}: {problem}" for problem in problems])


class AuthorisationEvent(Orderable):
    """One dated thing that happened to an authorisation, with the reason in plain words."""

    authorisation = ParentalKey(Authorisation, on_delete=models.CASCADE, related_name="events")
    date = PartialDateField(_("date"))
    kind = models.CharField(_("what happened"), max_length=24, choices=EventKind.choices)
    reason = models.CharField(_("reason in plain words"), max_length=400, blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("source")
    )

    panels = EVENT_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(name="therapies_event_once", fields=["authorisation", "date", "kind"])]

    def __str__(self):
        return f"{self.date} {self.get_kind_display()}"


class Availability(Orderable):
    """Whether people in one country can get the therapy; an authorisation alone does not say so."""

    therapy = ParentalKey(Therapy, on_delete=models.CASCADE, related_name="availability")
    country = CountryField(_("country"))
    state = models.CharField(
        _("state"), max_length=14, choices=AvailabilityState.choices, default=AvailabilityState.UNKNOWN
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    checked_on = models.DateField(_("checked on"))

    panels = AVAILABILITY_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("availability in a country")
        verbose_name_plural = _("availability by country")
        constraints = [
            models.UniqueConstraint(
                name="therapies_availability_once", fields=["therapy", "country"],
                violation_error_message=_("This country stands twice."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.country.name}: {self.get_state_display()}"


class TherapyCitation(Citation):
    """A source of a therapy."""

    record = ParentalKey(Therapy, on_delete=models.CASCADE, related_name="citations")


class TherapyTag(TaggedItemBase):
    """A tag on a therapy."""

    content_object = ParentalKey(Therapy, on_delete=models.CASCADE, related_name="tagged_items")


class RegulatorReading(models.Model):
    """One reading of a regulator's list: when, of which file, what was seen and what could not be used."""

    regulator = models.CharField(_("list"), max_length=16, choices=Regulator.choices)
    file_name = models.CharField(_("file"), max_length=200)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    as_of = models.CharField(_("as of"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("read"), auto_now_add=True)
    lines_seen = models.PositiveIntegerField(_("lines"), default=0)
    therapies_seen = models.PositiveIntegerField(_("therapies"), default=0)
    new_differences = models.PositiveIntegerField(_("new differences"), default=0)
    not_mapped = models.JSONField(_("not mapped"), default=list, blank=True)

    class Meta:
        verbose_name = _("reading of a regulator's list")
        verbose_name_plural = _("readings of regulators' lists")
        ordering = ["-read_at", "-pk"]

    def __str__(self):
        return f"{self.get_regulator_display()}, {self.read_at:%Y-%m-%d}"


class RegulatorDifference(models.Model):
    """One fact on which a regulator's list and we disagree; kept until a person settles or dismisses it.

    The same statement of the regulator is never proposed twice, however often its list is read.
    """

    regulator = models.CharField(_("list"), max_length=16, choices=Regulator.choices)
    product_number = models.CharField(_("product number"), max_length=60)
    product_name = models.CharField(_("product"), max_length=200)
    field = models.CharField(_("fact"), max_length=40)
    ours = models.TextField(_("we say"), blank=True)
    theirs = models.TextField(_("the list says"))
    state = models.CharField(
        _("state"), max_length=10, choices=DifferenceState.choices, default=DifferenceState.OPEN, db_index=True
    )
    therapy = models.ForeignKey(Therapy, null=True, blank=True, on_delete=models.SET_NULL, related_name="differences")
    first_reading = models.ForeignKey(
        RegulatorReading, on_delete=models.PROTECT, related_name="differences", verbose_name=_("first seen in")
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("difference from a regulator")
        verbose_name_plural = _("differences from regulators")
        ordering = ["state", "product_name", "field", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="therapies_difference_once", fields=["regulator", "product_number", "field", "theirs"]
            ),
            models.CheckConstraint(
                name="therapies_difference_dismissed_has_note",
                condition=~models.Q(state="dismissed") | ~models.Q(note=""),
            ),
        ]

    def __str__(self):
        return f"{self.product_name}: {self.field}"
