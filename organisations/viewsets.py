"""Admin screens of organisations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from organisations.models import Organisation
from portal.base.viewsets import RecordViewSet


class OrganisationFilterSet(WagtailFilterSet):
    """Filters of the directory."""

    class Meta:
        model = Organisation
        fields = ["live", "kind", "country", "conditions", "has_unpublished_changes"]


class OrganisationViewSet(RecordViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_name = "organisations"
    menu_order = 242
    list_display = ["name", "kind", "country", *RecordViewSet.list_display[1:]]
    list_export = [*RecordViewSet.list_export, "short_name", "kind", "city", "country", "website", "funding"]
    filterset_class = OrganisationFilterSet
