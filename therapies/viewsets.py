"""Admin screens of therapies."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from portal.base.viewsets import RecordViewSet
from therapies.models import Therapy


class TherapyFilterSet(WagtailFilterSet):
    """Filters of the list of therapies."""

    class Meta:
        model = Therapy
        fields = ["live", "kind", "modification", "given", "conditions", "has_unpublished_changes"]


class TherapyViewSet(RecordViewSet):
    """Therapies."""

    model = Therapy
    icon = "pick"
    menu_label = _("Therapies")
    menu_name = "therapies"
    menu_order = 230
    list_display = ["name", "inn", "kind", *RecordViewSet.list_display[1:]]
    list_export = [
        *RecordViewSet.list_export,
        "inn",
        "kind",
        "modification",
        "given",
        "cell_source",
        "vector",
        "target",
    ]
    filterset_class = TherapyFilterSet
