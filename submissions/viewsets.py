"""Admin screens of submissions: to be read here, never to be edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.base.permissions import ReadOnlyPolicy
from submissions.models import Submission


class SubmissionFilterSet(WagtailFilterSet):
    """Filters of the queue."""

    class Meta:
        model = Submission
        fields = ["state", "kind", "language", "claimed_by"]


class SubmissionViewSet(SnippetViewSet):
    """The queue of what the public sent in, the oldest first."""

    model = Submission
    icon = "mail"
    menu_label = _("Submissions")
    menu_name = "submissions"
    menu_order = 290
    add_to_admin_menu = True
    permission_policy = ReadOnlyPolicy(Submission)
    copy_view_enabled = False
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
