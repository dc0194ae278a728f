"""What the admin screens of all records have in common."""

import json

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    DateColumn,
    LiveStatusTagColumn,
    LocaleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from portal.base.comparing import says_the_same
from portal.base.models import Source
from portal.base.review_screens import checks_address, may_check
from portal.base.side_panels import WithSidePanels


class PublishedChooser(SnippetChooserViewSet):
    """Offers published records only: a draft must not become reachable by being linked."""

    def get_object_list(self):
        return self.model.objects.live()


class RecordCreateView(WithSidePanels, CreateView):
    """The screen on which a record is written for the first time."""


class RecordEditView(WithSidePanels, EditView):
    """A record's editing screen, with the way to its checks and change notes.

    Wagtail stores what a form sends as a new version even when somebody only presses "Approve"; the approver would
    then have written the latest version, and the steps would begin again. Without a change nothing is stored.
    """

    def save_instance(self):
        latest = self.live_object.get_latest_revision() if self.action == "workflow-action" else None
        if latest is not None:
            sent = self.form.save(commit=False)
            if says_the_same(latest.content, json.loads(sent.to_json())):
                self.new_revision = latest
                return latest.as_object()
        return super().save_instance()

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if may_check(self.request.user, self.object):
            buttons.append(
                Button(_("Checks and changes"), url=checks_address(self.object), icon_name="check", priority=5)
            )
        return buttons


class ReadOnlyListView(IndexView):
    """A list without boxes to tick: nothing can be done with what is read-only."""

    @cached_property
    def columns(self):
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class ReadOnlyViewSet(SnippetViewSet):
    """The list of what importers or the public wrote; nobody adds, changes or deletes it by hand."""

    copy_view_enabled = False
    index_view_class = ReadOnlyListView
    # Wagtail's own for snippets adds the bar of what to do with ticked rows.
    index_template_name = "wagtailadmin/generic/index.html"


class RecordViewSet(SnippetViewSet):
    """List, filters, search, export, inspection and choosers of one kind of record."""

    icon = "snippet"
    add_to_admin_menu = True
    list_display = ["name", LocaleColumn(), LiveStatusTagColumn(), UpdatedAtColumn()]
    list_export = ["name", "slug", "live", "locale.language_code", "first_published_at", "last_published_at"]
    export_formats = ["csv", "xlsx"]
    list_per_page = 50
    ordering = ["folded_name"]
    inspect_view_enabled = True
    copy_view_enabled = False
    chooser_viewset_class = PublishedChooser
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    chooser_per_page = 20


class SourceFilterSet(WagtailFilterSet):
    """Filters of the list of sources."""

    class Meta:
        model = Source
        fields = ["link_state", "publisher"]


class SourceViewSet(SnippetViewSet):
    """Sources: one entry each, used by many records."""

    model = Source
    icon = "link-external"
    menu_label = _("Sources")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["title", "publisher", "link_state", DateColumn("accessed_on", label=_("Opened on"))]
    list_export = ["title", "publisher", "url", "doi", "pmid", "published_on", "accessed_on", "licence", "link_state"]
    export_formats = ["csv", "xlsx"]
    filterset_class = SourceFilterSet
    list_per_page = 50
    inspect_view_enabled = True
