"""Admin screens of the glossary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from glossary.models import Term
from glossary.screens import WithWayToImport, WithWayToMerging
from glossary.word_screens import TermCreateView, TermEditView, TermIndexView
from portal.base.viewsets import RecordViewSet


class TermFilterSet(WagtailFilterSet):
    """Filters of the list of terms."""

    class Meta:
        model = Term
        fields = ["live", "topic", "part_of_speech", "has_unpublished_changes"]


class TermListView(WithWayToImport, TermIndexView):
    """The list of terms, with the ways to the hard words, and to import and export."""


class TermScreen(WithWayToMerging, TermEditView):
    """A term's editing screen, with the ways to where it is used, and to merging it."""


class TermViewSet(RecordViewSet):
    """Glossary terms."""

    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 210
    list_display = ["name", "short_definition", *RecordViewSet.list_display[1:]]
    list_export = [
        *RecordViewSet.list_export, "short_definition", "say_it_like", "part_of_speech", "topic", "sentence",
    ]  # fmt: skip
    filterset_class = TermFilterSet
    index_view_class = TermListView
    add_view_class = TermCreateView
    edit_view_class = TermScreen
