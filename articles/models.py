"""Editorial pages: sections, articles, stories and pages about the site; and the outside resources they lead to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail.search import index

from articles.blocks import ArticleBody
from articles.enums import Outcome, Relation, ResourceKind, TimeSince
from articles.presenters import ArticleView, SectionView, StoryView
from conditions.models import Condition
from glossary.models import Term
from portal.base.enums import LinkState
from portal.base.models import Citation
from portal.base.partial_dates import PartialDateField


class EditorialPage(Page):
    """What every editorial page has: one sentence of summary, sources, and a review kept apart from it."""

    summary = models.CharField(_("in one sentence"), max_length=300, help_text=_("Shown below the title and in lists."))
    also_asked = models.TextField(
        _("also asked as"), blank=True,
        help_text=_("Words and questions with which people look for this page, one a line; found, never shown."),
    )  # fmt: skip
    marks_words = models.BooleanField(_("mark glossary words"), default=True)
    unmarked_terms = ParentalManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("words not to be marked on this page")
    )

    presenter = ArticleView
    schema_type = "WebPage"  # of schema.org
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel([FieldPanel("marks_words"), FieldPanel("unmarked_terms")], heading=_("Glossary words")),
    ]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [*Page.promote_panels, FieldPanel("also_asked")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["view"] = self.presenter.of(self)
        return context


class SectionPage(EditorialPage):
    """A section: a short introduction and its articles in order."""

    presenter = SectionView
    schema_type = "CollectionPage"
    template = "articles/section_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage", "articles.InformationPage", "articles.StoryPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class ArticlePage(EditorialPage):
    """An article for patients and families."""

    audience = models.CharField(_("for whom"), max_length=200)
    main_message = models.TextField(
        _("main message"), help_text=_("One or two sentences; not shown, but it keeps you on track.")
    )
    in_short = RichTextField(_("in short"), features=["ul", "bold", "link"], help_text=_("Three to five points."))
    body = StreamField(ArticleBody(), verbose_name=_("text"))
    not_known = models.TextField(_("what we do not know"), blank=True)
    situation = models.CharField(
        _("situation"), max_length=60, blank=True,
        help_text=_("“I was just told”: words a reader says. With them, the home page begins with this article."),
    )  # fmt: skip
    tags = ClusterTaggableManager(through="articles.ArticleTag", blank=True)

    schema_type = "MedicalWebPage"
    template = "articles/article_page.html"
    parent_page_types = ["articles.SectionPage"]
    subpage_types = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("situation"), FieldPanel("main_message")], heading=_("Why this page")
        ),
        FieldPanel("in_short"),
        FieldPanel("body"),
        FieldPanel("not_known"),
        InlinePanel("citations", heading=_("Sources"), label=_("source")),
    ]
    promote_panels = [*EditorialPage.promote_panels, FieldPanel("tags")]
    search_fields = [*EditorialPage.search_fields, index.SearchField("in_short"), index.SearchField("body")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class ArticleCitation(Citation):
    """A source of an article."""

    record = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="citations")


class ArticleTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="tagged_items")


class InformationPage(EditorialPage):
    """A page about the site itself: how it is made, who pays, privacy, accessibility, rules."""

    body = StreamField(ArticleBody(), verbose_name=_("text"))

    template = "articles/information_page.html"
    parent_page_types = ["articles.SectionPage"]
    subpage_types = []
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("body"),
        InlinePanel("citations", heading=_("Sources"), label=_("source")),
    ]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page about the site")
        verbose_name_plural = _("pages about the site")


class InformationCitation(Citation):
    """A source of a page about the site."""

    record = ParentalKey(InformationPage, on_delete=models.CASCADE, related_name="citations")


class StoryPage(EditorialPage):
    """Somebody's own story, published with their consent; names and places of care are never part of it."""

    body = StreamField(ArticleBody(), verbose_name=_("story"))
    relation = models.CharField(_("whose story"), max_length=12, choices=Relation.choices)
    consent_version = models.CharField(_("version of the consent text"), max_length=20)
    consented_on = models.DateField(_("consent given on"))
    treated_on = PartialDateField(_("treated"), blank=True)
    since_treatment = models.CharField(
        _("time since treatment"), max_length=12, choices=TimeSince.choices, default=TimeSince.UNSAID
    )
    outcome = models.CharField(
        _("what the treatment did"), max_length=8, choices=Outcome.choices, default=Outcome.UNSAID,
        help_text=_("As the teller sees it. Stories of treatments that did not help belong here as well."),
    )  # fmt: skip
    is_example = models.BooleanField(
        _("made-up example"), default=False, help_text=_("Shown above the story. Only for a developer's machine.")
    )
    conditions = ParentalManyToManyField(
        Condition, blank=True, related_name="stories", verbose_name=_("conditions"),
        help_text=_("The story is shown on the pages of these conditions."),
    )  # fmt: skip
    content_notes = models.CharField(
        _("what it speaks of"), max_length=200, blank=True, help_text=_("For example “death of a child”.")
    )

    presenter = StoryView
    template = "articles/story_page.html"
    parent_page_types = ["articles.SectionPage"]
    subpage_types = []
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("content_notes"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("relation"), FieldPanel("treated_on")]),
        FieldRowPanel([FieldPanel("since_treatment"), FieldPanel("outcome")]),
        FieldPanel("conditions"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("consent_version"), FieldPanel("consented_on")])], heading=_("Consent")
        ),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


class Resource(index.Indexed, TranslatableMixin, models.Model):
    """A film, register, regulator or website outside the portal, with what a reader finds there."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind.choices)
    publisher = models.CharField(_("publisher"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=10, default="en")
    summary = models.TextField(_("what you find there"))
    transcript = models.TextField(_("what a film says, in words"), blank=True)
    link_state = models.CharField(
        _("link"), max_length=12, choices=LinkState.choices, default=LinkState.UNCHECKED, editable=False
    )
    link_checked_on = models.DateField(_("link checked on"), null=True, blank=True, editable=False)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        FieldPanel("publisher"),
        FieldPanel("url"),
        FieldPanel("summary"),
        FieldPanel("transcript", help_text=_("Needed for films.")),
        FieldPanel("slug"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("publisher"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("link or film")
        verbose_name_plural = _("links and films")
        ordering = ["kind", "title", "pk"]
        unique_together = [("translation_key", "locale"), ("slug", "locale")]
        constraints = [
            models.CheckConstraint(
                name="articles_resource_film_has_words",
                condition=~models.Q(kind="video") | ~models.Q(transcript=""),
                violation_error_message=_("A film needs its words too: write what it says."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def paragraphs(self):
        """The transcript as paragraphs."""
        return [part.strip() for part in self.transcript.split("\n\n") if part.strip()]
