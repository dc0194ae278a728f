"""Admin screens of submissions: to be read here, never to be edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from portal.base.permissions import ReadOnlyPolicy
from portal.base.viewsets import ReadOnlyViewSet
from submissions.models import Erasure, Submission


class SubmissionFilterSet(WagtailFilterSet):
    """Filters of the queue."""

    class Meta:
        model = Submission
        fields = ["state", "kind", "language", "claimed_by"]


class SubmissionViewSet(ReadOnlyViewSet):
    """The queue of what the public sent in, the oldest first."""

    model = Submission
    icon = "mail"
    menu_label = _("Submissions")
    menu_name = "submissions"
    menu_order = 290
    add_to_admin_menu = True
    permission_policy = ReadOnlyPolicy(Submission)
    inspect_view_enabled = True
    inspect_view_fields = [
        "receipt_code",
        "kind",
        "state",
        "language",
        "received_at",
        "sent",
        "flags",
        "decision_reason",
    ]
    list_display = ["receipt_code", "kind", "state", "received_at", "claimed_by"]
    list_filter = ["state", "kind"]
    filterset_class = SubmissionFilterSet
    ordering = ["received_at"]


class ErasureFilterSet(WagtailFilterSet):
    """Filters of the list of erasures."""

    class Meta:
        model = Erasure
        fields = ["what", "asked_by", "kind"]


class ErasureViewSet(ReadOnlyViewSet):
    """What was erased, the latest first: for administrators, who may have to prove it. Holds nothing of the senders."""

    model = Erasure
    icon = "bin"
    menu_label = _("Erasures")
    menu_name = "erasures"
    menu_order = 900
    add_to_settings_menu = True
    permission_policy = ReadOnlyPolicy(Erasure)
    list_display = [
        "receipt_code", "erased_at",
        Column("get_what_display", label=_("What"), sort_key="what"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_asked_by_display", label=_("On whose wish"), sort_key="asked_by"),
        Column("by", label=_("By whom of the staff")),
    ]  # fmt: skip
    list_export = ["receipt_code", "erased_at", "what", "kind", "asked_by", "by"]
    filterset_class = ErasureFilterSet
    search_fields = ["receipt_code"]
    ordering = ["-erased_at"]
