"""Where the desk shows up elsewhere in the admin: the menu, the dashboard, and beside the editing screen of a draft."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.side_panels import BaseSidePanel

from submissions.deciding import may_moderate, may_read_original
from submissions.desk_models import Handling
from submissions.desk_presenters import sent_fields
from submissions.enums import OPEN_STATES, SubmissionKind
from submissions.queue import counts, waiting_number


class DeskItem(MenuItem):
    """“Moderation” in the main menu with the number of messages that wait."""

    def is_shown(self, request):
        return may_moderate(request.user)

    def render_component(self, request):
        shown = super().render_component(request)
        number = waiting_number()
        shown.label = f"{self.label} ({number})" if number else self.label
        return shown


def desk_item() -> DeskItem:
    """Return the menu item of the desk."""
    return DeskItem(_("Moderation"), reverse("submissions_desk"), name="moderation", icon_name="mail", order=285)


class DeskPanel(Component):
    """How the queue stands, on the dashboard of whoever works at the desk."""

    order = 60
    template_name = "wagtailadmin/submissions/panel.html"

    def render_html(self, parent_context=None):
        if not may_moderate(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context):
        return {"counts": counts(), "address": reverse("submissions_desk")}


class SenderSidePanel(BaseSidePanel):
    """What the sender wrote, beside the draft it became; for whoever works at the desk."""

    name = "sender"
    title = _("What a sender wrote")
    template_name = "wagtailadmin/submissions/side_panel.html"
    order = 350

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle what a sender wrote")
        icon_name = "mail"

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["submissions"] = [
            {
                "code": handling.submission.receipt_code,
                "address": reverse("submissions_item", args=[handling.submission_id]),
                "fields": self._fields(handling.submission),
            }
            for handling in handlings_of(self.object)
        ]
        return context

    def _fields(self, submission):
        hides = submission.kind == SubmissionKind.STORY and not may_read_original(self.request.user)
        return [] if hides else sent_fields(submission, {})


def handlings_of(draft) -> list[Handling]:
    """Return the open submissions that became a draft."""
    if not draft.pk:
        return []
    content_type = ContentType.objects.get_for_model(draft)
    found = Handling.objects.filter(content_type=content_type, object_id=str(draft.pk))
    return list(found.filter(submission__state__in=OPEN_STATES).select_related("submission"))


def sender_panel(draft, request) -> SenderSidePanel | None:
    """Return the panel for a draft that somebody sent in; None for others, and for who does not work at the desk."""
    return SenderSidePanel(draft, request) if may_moderate(request.user) and handlings_of(draft) else None
