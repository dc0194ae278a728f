"""Conditions: the disease a reader comes with, and everything the portal knows that belongs to it."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.search import index

from conditions.enums import BodyArea, Inheritance
from conditions.panels import CONDITION_PANELS
from portal.base.forms import RecordForm
from portal.base.listing import named_like
from portal.base.models import AlsoCalled, Citation, Record, RecordQuerySet, with_sources
from portal.base.richtext import RECORD_TEXT

CHECK_ORPHACODE = RegexValidator(r"^[1-9]\d{0,6}$", _("An ORPHAcode is a number such as 232, without “ORPHA:”."))
CHECK_MONDO = RegexValidator(r"^MONDO:\d{7}$", _("A MONDO identifier looks like MONDO:0011382."))
CHECK_MESH = RegexValidator(r"^[CD]\d{6,9}$", _("A MeSH identifier looks like D000755."))
CHECK_ICD11 = RegexValidator(
    r"^[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?(, ?[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?)*$",
    _("ICD-11 codes look like 3A51.1; separate several with commas."),
)


class ConditionQuerySet(RecordQuerySet):
    """Conditions."""

    def called_like(self, query):
        """Conditions found under the words typed: any name, misspelling or code."""
        code = query.strip().upper().removeprefix("ORPHA:").removeprefix("ORPHA").strip()
        codes = models.Q(orphacode=code) | models.Q(mondo_id=query.strip().upper()) | models.Q(mesh_id=code)
        return self.filter(named_like(query) | codes).distinct()

    def with_page_parts(self):
        """Everything a condition's page shows of the condition itself."""
        sources = with_sources(ConditionCitation.objects)
        return self.select_related("broader").prefetch_related("also_called", "narrower", sources)


class Condition(index.Indexed, Record):
    """A disease or group of diseases under the name patients use, with the codes that doctors and registries use."""

    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    what_it_is = RichTextField(_("what it is"), features=RECORD_TEXT)
    state_of_play = RichTextField(
        _("state of play"),
        blank=True,
        features=RECORD_TEXT,
        help_text=_("What gene or cell therapy can do for it today."),
    )
    orphacode = models.CharField("ORPHAcode", max_length=7, blank=True, validators=[CHECK_ORPHACODE])
    mondo_id = models.CharField("MONDO", max_length=13, blank=True, validators=[CHECK_MONDO])
    mesh_id = models.CharField("MeSH", max_length=10, blank=True, validators=[CHECK_MESH])
    icd11_codes = models.CharField("ICD-11", max_length=100, blank=True, validators=[CHECK_ICD11])
    inheritance = models.CharField(
        _("inheritance"), max_length=20, choices=Inheritance.choices, default=Inheritance.UNKNOWN
    )
    body_area = models.CharField(_("body area"), max_length=24, choices=BodyArea.choices, default=BodyArea.OTHER)
    is_group = models.BooleanField(
        _("is a group of conditions"), default=False, help_text=_("For example “Inherited retinal dystrophies”.")
    )
    broader = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        verbose_name=_("belongs to group"),
    )
    tags = ClusterTaggableManager(through="conditions.ConditionTag", blank=True)

    objects = ConditionQuerySet.as_manager()

    presenter = "conditions.presenters.ConditionPage"
    template = "conditions/condition_detail.html"
    url_name = "conditions:condition_detail"
    base_form_class = RecordForm
    edit_handler = CONDITION_PANELS
    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("orphacode"),
        index.AutocompleteField("name"),
        index.RelatedFields("also_called", [index.SearchField("text"), index.AutocompleteField("text")]),
        index.FilterField("live"),
        index.FilterField("body_area"),
        index.FilterField("locale_id"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.UniqueConstraint(
                name="conditions_condition_name_once", fields=["locale", "folded_name"],
                violation_error_message=_("Another condition has this name."),
            ),
            models.UniqueConstraint(
                name="conditions_condition_orphacode_once", fields=["locale", "orphacode"],
                condition=~models.Q(orphacode=""),
                violation_error_message=_("Another condition has this ORPHAcode."),
            ),
        ]  # fmt: skip

    def clean(self):
        super().clean()
        step, seen = self.broader, {self.pk} if self.pk else set()
        while step is not None:
            if step.pk in seen:
                raise ValidationError({"broader": _t("“%(name)s” already belongs to this condition.") % {"name": step}})
            seen.add(step.pk)
            step = step.broader


class ConditionAlsoCalled(AlsoCalled):
    """Another name, abbreviation or misspelling of a condition."""

    record = ParentalKey(Condition, on_delete=models.CASCADE, related_name="also_called")

    class Meta(AlsoCalled.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(name="conditions_alsocalled_once", fields=["locale", "folded"])]


class ConditionCitation(Citation):
    """A source of a condition."""

    record = ParentalKey(Condition, on_delete=models.CASCADE, related_name="citations")


class ConditionTag(TaggedItemBase):
    """A tag on a condition."""

    content_object = ParentalKey(Condition, on_delete=models.CASCADE, related_name="tagged_items")
