"""Trials: our plain words about a trial. What the registries say is beside it, in ``registry.py``, never mixed."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin

from conditions.models import Condition
from portal.base.enums import TherapyKind, YesNoUnknown
from portal.base.models import Citation, Record, RecordQuerySet, with_sources
from portal.base.richtext import SHORT_TEXT, plain_text
from portal.base.text import count_words, fold
from therapies.models import Therapy
from trials.enums import STANDING_OF, Oversight, Payment, Registry, Standing
from trials.forms import TrialForm
from trials.models.registry import RegistryRecord
from trials.panels import TRIAL_PANELS
from trials.registries import FORMS, number_as_typed, number_problem, registry_address
from trials.trust import reasons_against_listing

LONGEST_SUMMARY = 120


def check_summary_length(html):
    """Validator: a plain summary has at most 120 words."""
    words = count_words(plain_text(html))
    if words > LONGEST_SUMMARY:
        raise ValidationError(
            _t("%(words)s words: shorten the summary to %(most)s.") % {"words": words, "most": LONGEST_SUMMARY},
            code="too_long",
        )


class TrialQuerySet(RecordQuerySet):
    """Trials."""

    def with_registry(self):
        """Annotate the main registry record's status and dates, whichever language it is linked from."""
        main = RegistryRecord.objects.filter(trial__translation_key=models.OuterRef("translation_key"))
        main = main.order_by(models.F("checked_on").desc(nulls_last=True), "pk")
        return self.annotate(
            registry_status=models.Subquery(main.values("status")[:1]),
            registry_changed_on=models.Subquery(main.values("registry_changed_on")[:1]),
            registry_checked_on=models.Subquery(main.values("checked_on")[:1]),
            registry_gone_since=models.Subquery(main.values("gone_since")[:1]),
        )

    def called_like(self, query):
        """Trials found by plain or official title, any number, or condition."""
        folded = fold(query)
        if not folded:
            return self.none() if query else self
        named = models.Q(folded_name__contains=folded) | models.Q(also_called__folded=folded)
        conditions = Condition.objects.live().filter(named)
        compact = "".join(query.split())
        trials = RegistryRecord.objects.filter(official_title__icontains=query)
        return self.filter(
            models.Q(folded_name__contains=folded)
            | models.Q(identifiers__number__iexact=compact)
            | models.Q(conditions__in=conditions)
            | models.Q(translation_key__in=trials.values("trial__translation_key"))
        ).distinct()

    def standing(self, standing, today=None):
        """Only trials of one standing; needs ``with_registry()``. Open and soon need a recent look at the registry."""
        today = today or datetime.date.today()
        oldest = today - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)
        statuses = [status for status, value in STANDING_OF.items() if value == standing]
        fresh = models.Q(registry_checked_on__gte=oldest, registry_gone_since__isnull=True)
        if standing == Standing.UNSURE:
            known = models.Q(registry_status__in=STANDING_OF)
            passing = [status for status, value in STANDING_OF.items() if value in (Standing.OPEN, Standing.SOON)]
            stale = models.Q(registry_checked_on__lt=oldest) | models.Q(registry_checked_on__isnull=True)
            stale |= models.Q(registry_gone_since__isnull=False)
            return self.filter(
                ~known | models.Q(registry_status__isnull=True) | (models.Q(registry_status__in=passing) & stale)
            )
        found = self.filter(registry_status__in=statuses)
        return found.filter(fresh) if standing in (Standing.OPEN, Standing.SOON) else found

    def order_by_openness(self, today=None):
        """Open trials first, then those not open yet, closed, unsure, finished, stopped; the latest change first.

        "Open" and "not open yet" count only after a recent look at the registry. Needs ``with_registry()``.
        """
        today = today or datetime.date.today()
        oldest = today - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)
        ranks = [Standing.OPEN, Standing.SOON, Standing.CLOSED, Standing.UNSURE, Standing.FINISHED, Standing.STOPPED]
        unsure = ranks.index(Standing.UNSURE)
        whens = []
        for status, standing in STANDING_OF.items():
            rank = ranks.index(standing)
            if standing in (Standing.OPEN, Standing.SOON):
                fresh = {"registry_checked_on__gte": oldest, "registry_gone_since__isnull": True}
                whens.append(models.When(registry_status=status, **fresh, then=rank))
            else:
                whens.append(models.When(registry_status=status, then=rank))
        rank = models.Case(*whens, default=unsure, output_field=models.IntegerField())
        latest = models.F("registry_changed_on").desc(nulls_last=True)
        return self.annotate(rank=rank).order_by("rank", latest, "pk")

    def with_page_parts(self):
        """Everything a trial's page shows of the trial itself."""
        return self.prefetch_related(
            "identifiers", "conditions", "therapies", with_sources(TrialCitation.objects),
        )  # fmt: skip


class Trial(Record):
    """A clinical trial explained: plain title, plain summary, who may join, what it asks. Its status is the registry's.

    Never indexed by Wagtail's search: its index does not bear hundreds of thousands of trials.
    """

    summary = RichTextField(
        _("plain summary"),
        features=["bold", "link"],
        validators=[check_summary_length],
        help_text=_("At most 120 words."),
    )
    may_join = RichTextField(_("you may be able to join if"), blank=True, features=SHORT_TEXT)
    cannot_join = RichTextField(_("you cannot join if"), blank=True, features=SHORT_TEXT)
    asks_of_you = RichTextField(_("what it asks of you"), blank=True, features=SHORT_TEXT)
    participant_pays = models.CharField(
        _("people who join must pay"), max_length=12, choices=Payment.choices, default=Payment.NOT_STATED
    )
    oversight = models.CharField(
        _("regulator and ethics committee"),
        max_length=12,
        choices=Oversight.choices,
        default=Oversight.UNKNOWN,
        help_text=_("An EU trial number counts by itself: a trial gets it from the EU countries’ regulators."),
    )
    oversight_reference = models.CharField(
        _("their reference"),
        max_length=200,
        blank=True,
        help_text=_("Who agreed and under which number, as a public source says it. Cite the source below."),
    )
    travel_paid = models.CharField(
        _("the trial pays for travel"), max_length=12, choices=Payment.choices, default=Payment.NOT_STATED
    )
    follow_up_years = models.PositiveSmallIntegerField(
        _("years of follow-up"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(40)],
        help_text=_("Only if a source says it."),
    )
    may_rule_out_later = models.CharField(
        _("may rule out a later therapy"), max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    therapy_kind = models.CharField(_("kind of therapy"), max_length=24, choices=TherapyKind.choices)
    caution = models.CharField(_("caution note"), max_length=400, blank=True)
    conditions = ParentalManyToManyField(Condition, blank=True, related_name="trials", verbose_name=_("conditions"))
    therapies = ParentalManyToManyField(Therapy, blank=True, related_name="trials", verbose_name=_("therapies tested"))
    tags = ClusterTaggableManager(through="trials.TrialTag", blank=True)

    objects = TrialQuerySet.as_manager()

    review_months = 6
    presenter = "trials.presenters.TrialPage"
    template = "trials/trial_detail.html"
    url_name = "trials:trial_detail"
    base_form_class = TrialForm
    edit_handler = TRIAL_PANELS

    class Meta(Record.Meta):
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        constraints = [
            models.CheckConstraint(
                name="trials_trial_paid_needs_caution",
                condition=~models.Q(participant_pays="yes") | ~models.Q(caution=""),
                violation_error_message=_("People must pay to join: write a caution note for readers."),
            ),
            models.CheckConstraint(
                name="trials_trial_oversight_has_reference",
                condition=~models.Q(oversight="stated") | ~models.Q(oversight_reference=""),
                violation_error_message=_("Write who agreed to the trial, and under which number."),
            ),
        ]

    def records_of_registries(self):
        """Return what registries say about the trial, whichever language they are linked from."""
        return RegistryRecord.objects.filter(trial__translation_key=self.translation_key)

    def reasons_against_publishing(self) -> list[str]:
        """Return why this version must not stand beside other trials; the workflow asks before it publishes."""
        return reasons_against_listing(self, self.identifiers.all(), self.records_of_registries())


class TrialIdentifier(TranslatableMixin, Orderable):
    """One number of a trial in one registry; no two trials share a number."""

    trial = ParentalKey(Trial, on_delete=models.CASCADE, related_name="identifiers")
    registry = models.CharField(_("registry"), max_length=10, choices=Registry.choices)
    number = models.CharField(_("number"), max_length=40)

    panels = [FieldRowPanel([FieldPanel("registry"), FieldPanel("number")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("trial number")
        verbose_name_plural = _("trial numbers")
        constraints = [
            models.UniqueConstraint(
                name="trials_identifier_once", fields=["locale", "registry", "number"],
                violation_error_message=_("Another trial has this number."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def clean(self):
        if self.registry in FORMS and self.number:
            self.number = number_as_typed(self.registry, self.number)
            problem = number_problem(self.registry, self.number)
            if problem:
                raise ValidationError({"number": problem})

    @property
    def address(self):
        return registry_address(self.registry, self.number)


class TrialCitation(Citation):
    """A source of a trial."""

    record = ParentalKey(Trial, on_delete=models.CASCADE, related_name="citations")


class TrialTag(TaggedItemBase):
    """A tag on a trial."""

    content_object = ParentalKey(Trial, on_delete=models.CASCADE, related_name="tagged_items")
