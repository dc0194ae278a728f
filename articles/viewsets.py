"""Admin screens of editorial pages, and of links and films."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.models import ArticlePage, InformationPage, Resource, SectionPage, StoryPage
from portal.base.side_panels import WithSidePanels


class ResourceFilterSet(WagtailFilterSet):
    """Filters of the list of links and films."""

    class Meta:
        model = Resource
        fields = ["kind", "language", "link_state"]


class ResourceViewSet(SnippetViewSet):
    """Links and films that articles lead to."""

    model = Resource
    icon = "link-external"
    menu_label = _("Links and films")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["title", "kind", "publisher", "link_state"]
    list_export = ["title", "kind", "publisher", "url", "language", "summary", "link_state"]
    export_formats = ["csv", "xlsx"]
    filterset_class = ResourceFilterSet
    inspect_view_enabled = True


class EditorialCreateView(WithSidePanels, CreateView):
    """The screen on which a page is written for the first time."""


class EditorialEditView(WithSidePanels, EditView):
    """A page's editing screen."""


class EditorialPageViewSet(PageViewSet):
    """The screens of one kind of editorial page; lists of pages stay Wagtail's own."""

    add_view_class = EditorialCreateView
    edit_view_class = EditorialEditView
    parent_models = []


EDITORIAL_PAGES = [
    EditorialPageViewSet(model=model) for model in (SectionPage, ArticlePage, InformationPage, StoryPage)
]
