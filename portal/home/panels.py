"""What a member of staff sees first in the admin."""

from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from organisations.link_screens import broken_links
from portal.base.models import SiteIdentity
from portal.base.review_screens import edit_address, may_check_any
from portal.base.reviewing import due_entries, reviewable_models


class NeedsSomebodyPanel(Component):
    """What would be on nobody's list: public submissions sent back without a sender, checks due, missing set-up.

    Wagtail shows a text that needs changes to whoever sent it in; what the public sent in has nobody.
    """

    name = "needs_somebody"
    template_name = "wagtailadmin/portal/needs_somebody.html"
    order = 50

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=None)
        subjects = [state.content_object for state in states.order_by("created_at")[:20]]
        may_check = any(may_check_any(request.user, model) for model in reviewable_models())
        return {
            "sent_back": [(str(subject), edit_address(subject)) for subject in subjects if subject is not None],
            "checks_due": len(due_entries()) if may_check else 0,
            "checks_address": reverse("portal_checks_due"),
            "broken_links": broken_links().count() if may_check else 0,
            "links_address": reverse("organisations_links"),
            "contact_missing": request.user.is_superuser and not SiteIdentity.for_request(request).contact_email,
        }

    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        if not any(context[name] for name in ("sent_back", "checks_due", "broken_links", "contact_missing")):
            return ""
        return render_to_string(self.template_name, context)
