"""Registers the kernel's admin screens."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from portal.base.models import Record
from portal.base.review_screens import checks, checks_address, due_report, may_check, may_check_any
from portal.base.reviewing import reviewable_models
from portal.base.viewsets import SourceViewSet

register_snippet(SourceViewSet)


@hooks.register("register_admin_urls")
def screens_of_checks():
    """Addresses of the checks of one entry and of the report."""
    return [
        path("checks/", due_report, name="portal_checks_due"),
        path("checks/<str:model_label>/<int:pk>/", checks, name="portal_checks"),
    ]


@hooks.register("insert_global_admin_css")
def styles_of_lists():
    """The stylesheet of our own lists; Wagtail's has no class that puts a button beside a field with a label above."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/lists.css"))


class ChecksDueItem(MenuItem):
    """Shown to whoever may record a check of anything."""

    def is_shown(self, request):
        return any(may_check_any(request.user, model) for model in reviewable_models())


@hooks.register("register_admin_menu_item")
def menu_item_of_checks():
    """“Checks due” in the main menu."""
    return ChecksDueItem(_("Checks due"), reverse("portal_checks_due"), name="checks-due", icon_name="check", order=280)


@hooks.register("register_snippet_listing_buttons")
def button_of_checks_on_records(snippet, user, next_url=None):
    """“Checks and changes” in the menu of each record."""
    if isinstance(snippet, Record) and may_check(user, snippet):
        yield Button(_("Checks and changes"), checks_address(snippet), icon_name="check", priority=25)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def button_of_checks_on_pages(page, user, next_url=None, **context):
    """“Checks and changes” in the menu of each editorial page."""
    if page.specific_class in reviewable_models() and may_check(user, page):
        address = reverse("portal_checks", args=[page.specific_class._meta.label_lower, page.pk])
        yield Button(_("Checks and changes"), address, icon_name="check", priority=45)


@hooks.register("register_log_actions")
def log_actions_of_checks(actions):
    """How checks and change notes read in an entry's history."""
    actions.register_action("portal.review", _("Check recorded"), _("A check of the whole entry was recorded"))
    actions.register_action("portal.change_note", _("Change told"), _("Readers were told of a change"))
