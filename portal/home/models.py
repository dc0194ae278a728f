"""The home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from articles.models import SectionPage
from portal.home.search_feedback import FailedSearch, PinnedAnswer, SearchMark
from portal.home.search_models import SearchBuild, SearchDocument, SearchName, SearchWord

__all__ = [
    "FailedSearch", "HomePage", "PinnedAnswer", "SearchBuild", "SearchDocument", "SearchMark", "SearchName",
    "SearchWord",
]  # fmt: skip


class HomePage(Page):
    """Where readers start: search, four ways in, what is new, and why they can trust the site."""

    lede = models.CharField(_("below the title"), max_length=250)

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.SectionPage"]
    max_count_per_parent = 10
    content_panels = [*Page.content_panels, FieldPanel("lede")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from portal.home.presenters import HomeView

        context = super().get_context(request, *args, **kwargs)
        context["view"] = HomeView.of(self)
        return context

    @property
    def sections(self):
        """The published sections, in the order of the editor."""
        return SectionPage.objects.child_of(self).live().order_by("path")
