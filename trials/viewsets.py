"""Admin screens of trials and of what registries say about them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn

from portal.base.permissions import ReadOnlyPolicy
from portal.base.viewsets import ReadOnlyViewSet, RecordViewSet
from trials.models import RegistryRecord, Trial


class TrialFilterSet(WagtailFilterSet):
    """Filters of the list of trials."""

    class Meta:
        model = Trial
        fields = ["live", "therapy_kind", "participant_pays", "conditions", "has_unpublished_changes"]


class TrialViewSet(RecordViewSet):
    """Trials: our own words."""

    model = Trial
    icon = "clipboard-list"
    menu_label = _("Trials")
    menu_name = "trials"
    menu_order = 240
    list_display = ["name", "therapy_kind", "participant_pays", *RecordViewSet.list_display[1:]]
    list_export = [*RecordViewSet.list_export, "therapy_kind", "participant_pays", "may_rule_out_later", "caution"]
    filterset_class = TrialFilterSet


class RegistryRecordFilterSet(WagtailFilterSet):
    """Filters of the list of registry records."""

    class Meta:
        model = RegistryRecord
        fields = ["registry", "status", "study_type", "has_results"]


class RegistryRecordViewSet(ReadOnlyViewSet):
    """What registries say: read-only."""

    model = RegistryRecord
    icon = "table"
    menu_label = _("Registry records")
    menu_order = 245
    add_to_admin_menu = True
    permission_policy = ReadOnlyPolicy(RegistryRecord)
    inspect_view_enabled = True
    list_display = [
        "number", "official_title", "status", "trial",
        DateColumn("registry_changed_on", label=_("Registry changed")), DateColumn("checked_on", label=_("Checked")),
    ]  # fmt: skip
    search_fields = ["number", "official_title", "sponsor"]
    search_backend_name = None
    filterset_class = RegistryRecordFilterSet
    ordering = ["-registry_changed_on"]
    export_formats = ["csv", "xlsx"]
    list_export = ["registry", "number", "official_title", "status", "sponsor", "registry_changed_on", "checked_on"]
