"""Admin screens of links and films."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.models import Resource


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
