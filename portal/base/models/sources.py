"""Where a statement comes from."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from portal.base.enums import LinkState
from portal.base.partial_dates import PartialDateField

CHECK_DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI starts with “10.”, for example 10.17226/24623."))
CHECK_PMID = RegexValidator(r"^\d{1,9}$", _("A PMID is a number of up to nine digits."))


class Source(index.Indexed, models.Model):
    """A document, web page or register entry that readers can go and check; reused by many records and pages."""

    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    url = models.URLField(_("address"), max_length=500, unique=True, null=True, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[CHECK_DOI])
    pmid = models.CharField("PMID", max_length=9, blank=True, validators=[CHECK_PMID])
    published_on = PartialDateField(_("published on"), blank=True)
    accessed_on = models.DateField(
        _("opened on"),
        null=True,
        blank=True,
        help_text=_("The day one of us last opened it. Leave empty if nobody has."),
    )
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    link_state = models.CharField(
        _("link"), max_length=12, choices=LinkState.choices, default=LinkState.UNCHECKED, editable=False
    )
    link_checked_on = models.DateField(_("link checked on"), null=True, blank=True, editable=False)
    broken_since = models.DateField(_("broken since"), null=True, blank=True, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("publisher"),
        MultiFieldPanel(
            [FieldPanel("url"), FieldRowPanel([FieldPanel("doi"), FieldPanel("pmid")])],
            heading=_("Where to find it"),
            help_text=_("At least one of the three."),
        ),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("accessed_on"), FieldPanel("licence")]),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("publisher"),
        index.SearchField("url"),
        index.AutocompleteField("title"),
        index.FilterField("link_state"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="base_source_can_be_found",
                condition=models.Q(url__isnull=False) | ~models.Q(doi="") | ~models.Q(pmid=""),
            ),
            models.CheckConstraint(
                name="base_source_broken_has_date",
                condition=~models.Q(link_state="broken") | models.Q(broken_since__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def clean(self):
        self.url = self.url or None
        if not (self.url or self.doi or self.pmid):
            raise ValidationError({"url": _("Give an address, a DOI or a PMID, so that a reader can find the source.")})

    @property
    def address(self):
        """The best address for a reader: the page itself, else the DOI's or PubMed's resolver."""
        if self.url:
            return self.url
        return f"https://doi.org/{self.doi}" if self.doi else f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"


class Citation(Orderable):
    """The n-th source of a record or page; its place in the list is the number in the text.

    Concrete classes add the parental key with ``related_name="citations"``.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    panels = [FieldPanel("source")]

    class Meta(Orderable.Meta):
        abstract = True


def with_sources(citations):
    """Return the prefetch of a record's citations with their sources, in one query instead of two."""
    return models.Prefetch("citations", citations.select_related("source"))
