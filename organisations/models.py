"""Organisations: who can help."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_countries.fields import CountryField
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from conditions.models import Condition
from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGES
from organisations.panels import ORGANISATION_PANELS
from portal.base.code_lists import CodeListField, containing
from portal.base.enums import LinkState
from portal.base.forms import RecordForm
from portal.base.models import Citation, Record, RecordQuerySet, with_sources
from portal.base.richtext import SHORT_TEXT
from portal.base.text import fold


class OrganisationQuerySet(RecordQuerySet):
    """Organisations."""

    def called_like(self, query):
        """Organisations found under name, short name, city or condition."""
        folded = fold(query)
        if not folded:
            return self.none() if query else self
        named = models.Q(folded_name__contains=folded) | models.Q(also_called__folded=folded)
        conditions = Condition.objects.live().filter(named)
        return self.filter(
            models.Q(folded_name__contains=folded)
            | models.Q(short_name__icontains=query)
            | models.Q(city__icontains=query)
            | models.Q(conditions__in=conditions)
        ).distinct()

    def serving(self, country):
        """Those that say they serve a country; international ones, which name none, serve every country."""
        return self.filter(containing("countries_served", country) | models.Q(countries_served=""))

    def helping_with(self, condition):
        """Those that name a condition, its group or a member of it, and those that are there for all conditions.

        Annotates ``distance``: 0 for the condition itself, 1 for its family, 2 for all conditions.
        """
        links = Organisation.conditions.through.objects.filter(organisation_id=models.OuterRef("pk"))
        near = [condition.broader, *condition.narrower.all()]
        family = [other.translation_key for other in near if other is not None and other.live]
        distance = models.Case(
            models.When(models.Exists(links.filter(condition__translation_key=condition.translation_key)), then=0),
            models.When(models.Exists(links.filter(condition__translation_key__in=family)), then=1),
            models.When(~models.Exists(links), then=2),
            output_field=models.IntegerField(),
        )
        return self.annotate(distance=distance).filter(distance__isnull=False)

    def order_by_nearness(self, *, condition=False, country=False):
        """By name, but the nearest first: to a condition (after ``helping_with``), and to a country (``serving``)."""
        fields = ["folded_name", "pk"]
        found = self
        if country:
            abroad = models.Case(
                models.When(countries_served="", then=1), default=0, output_field=models.IntegerField()
            )
            found, fields = found.annotate(is_international=abroad), ["is_international", *fields]
        return found.order_by(*(["distance"] if condition else []), *fields)

    def speaking(self, language):
        """Those that work in a language."""
        return self.filter(containing("languages", language))

    def offering(self, service):
        """Those that offer a service."""
        return self.filter(containing("services", service))

    def with_page_parts(self):
        """Everything an organisation's page shows."""
        return self.prefetch_related("conditions", with_sources(OrganisationCitation.objects), "social_addresses")


class Organisation(index.Indexed, Record):
    """A patient organisation, umbrella, charity, learned society or research network that meets our inclusion rules."""

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind.choices)
    what_they_do = RichTextField(_("what they do"), features=SHORT_TEXT)
    countries_served = CodeListField(
        _("countries served"), choices=list(countries), help_text=_("Leave empty for an international organisation.")
    )
    city = models.CharField(_("seat: city"), max_length=120, blank=True)
    country = CountryField(_("seat: country"), blank=True)
    conditions = ParentalManyToManyField(
        Condition, blank=True, related_name="organisations", verbose_name=_("conditions"),
        help_text=_("Leave empty when it is there for all."),
    )  # fmt: skip
    languages = CodeListField(_("languages"), choices=LANGUAGES)
    services = CodeListField(_("services"), choices=Service.choices)
    website = models.URLField(_("website"), max_length=300)
    funding = models.TextField(
        _("money from companies"), blank=True, help_text=_("What it says itself. Empty is shown as “not stated”.")
    )
    editor_note = models.TextField(_("note for staff"), blank=True)
    tags = ClusterTaggableManager(through="organisations.OrganisationTag", blank=True)

    objects = OrganisationQuerySet.as_manager()

    presenter = "organisations.presenters.OrganisationPage"
    template = "organisations/organisation_detail.html"
    url_name = "organisations:organisation_detail"
    base_form_class = RecordForm
    edit_handler = ORGANISATION_PANELS
    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("short_name"),
        index.SearchField("city"),
        index.AutocompleteField("name"),
        index.FilterField("live"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                name="organisations_organisation_name_once", fields=["locale", "folded_name"],
                violation_error_message=_("Another organisation has this name."),
            )
        ]  # fmt: skip


class SocialAddress(Orderable):
    """A public page of an organisation on another service; a plain link, never embedded."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="social_addresses")
    label = models.CharField(_("what it is"), max_length=60)
    url = models.URLField(_("address"), max_length=300)

    panels = [FieldPanel("label"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("social address")
        verbose_name_plural = _("social addresses")

    def __str__(self):
        return self.label


class OrganisationContact(models.Model):
    """What we know of an organisation that no draft may undo: its private address, its answers, how its link is.

    Not on the organisation itself: publishing an older draft would bring back an older confirmation, and its revisions
    would keep the e-mail address for ever. Nothing of it is public but ``confirmed_on`` and a link broken for long.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="contact_state")
    email = models.EmailField(
        _("e-mail address for our yearly question"),
        blank=True,
        help_text=_("Never shown to readers, never exported, not kept in the history. A general one is best."),
    )
    may_ask = models.BooleanField(
        _("may be asked"), default=True, help_text=_("Untick when they do not want to be asked again.")
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    ask_serial = models.PositiveIntegerField(_("number of the latest question"), default=0, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    link_address = models.CharField(_("address that was checked"), max_length=500, blank=True, editable=False)
    link_state = models.CharField(_("link"), max_length=12, choices=LinkState.choices, default=LinkState.UNCHECKED)
    link_checked_on = models.DateField(_("link checked on"), null=True, blank=True)
    broken_since = models.DateField(_("broken since"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of contact")
        verbose_name_plural = _("states of contact")
        constraints = [
            models.CheckConstraint(
                name="organisations_contact_broken_has_date",
                condition=~models.Q(link_state="broken") | models.Q(broken_since__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.organisation)


class LinkCheck(models.Model):
    """What was found when an address was last asked: of an organisation's website or of a source, asked once for all.

    Written by ``check_links`` only. A single failure is kept in ``failed_on`` and shown to nobody; a second one on a
    later day makes the link broken.
    """

    address = models.CharField(_("address"), max_length=500, unique=True)
    checked_on = models.DateField(_("checked on"), db_index=True)
    state = models.CharField(_("link"), max_length=12, choices=LinkState.choices, default=LinkState.UNCHECKED)
    failed_on = models.DateField(_("first failed on"), null=True, blank=True)
    problem = models.CharField(_("what was found"), max_length=200, blank=True)
    leads_to = models.CharField(_("leads to"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                name="organisations_linkcheck_broken_has_date",
                condition=~models.Q(state="broken") | models.Q(failed_on__isnull=False),
            )
        ]

    def __str__(self):
        return self.address


class OrganisationCitation(Citation):
    """A source of an organisation."""

    record = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="citations")


class OrganisationTag(TaggedItemBase):
    """A tag on an organisation."""

    content_object = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="tagged_items")
