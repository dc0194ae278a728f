"""Admin screens of conditions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from conditions.models import Condition
from portal.base.viewsets import RecordViewSet


class ConditionFilterSet(WagtailFilterSet):
    """Filters of the list of conditions."""

    class Meta:
        model = Condition
        fields = ["live", "body_area", "inheritance", "is_group", "has_unpublished_changes"]


class ConditionViewSet(RecordViewSet):
    """Conditions."""

    model = Condition
    icon = "crosshairs"
    menu_label = _("Conditions")
    menu_name = "conditions"
    menu_order = 220
    list_display = ["name", "body_area", "orphacode", *RecordViewSet.list_display[1:]]
    list_export = [
        *RecordViewSet.list_export, "summary", "orphacode", "mondo_id", "mesh_id", "icd11_codes",
        "inheritance", "body_area",
    ]  # fmt: skip
    filterset_class = ConditionFilterSet
