"""Registers the admin screens of organisations."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from organisations.contact_screens import contact, contact_address, contacts, may_ask
from organisations.link_screens import links, may_see_links
from organisations.models import Organisation
from organisations.viewsets import OrganisationViewSet

register_snippet(OrganisationViewSet)


@hooks.register("register_admin_urls")
def screens_of_contacts_and_links():
    """Addresses of “Still right?” and of the report of links."""
    return [
        path("still-right/", contacts, name="organisations_contacts"),
        path("still-right/<int:pk>/", contact, name="organisations_contact"),
        path("links/", links, name="organisations_links"),
    ]


class StillRightItem(MenuItem):
    """Shown to whoever may see private addresses and ask."""

    def is_shown(self, request):
        return may_ask(request.user)


class LinksItem(MenuItem):
    """Shown to whoever may edit or publish organisations."""

    def is_shown(self, request):
        return may_see_links(request.user)


@hooks.register("register_admin_menu_item")
def menu_item_of_still_right():
    """“Still right?” in the main menu."""
    return StillRightItem(
        _("Still right?"), reverse("organisations_contacts"), name="still-right", icon_name="mail", order=282
    )


@hooks.register("register_reports_menu_item")
def menu_item_of_links():
    """“Links” among the reports."""
    return LinksItem(_("Links"), reverse("organisations_links"), name="links", icon_name="link-external")


@hooks.register("register_snippet_listing_buttons")
def button_of_contact(snippet, user, next_url=None):
    """“Contact and confirmation” in the menu of each organisation."""
    if isinstance(snippet, Organisation) and may_ask(user):
        yield Button(_("Contact and confirmation"), contact_address(snippet), icon_name="mail", priority=27)


@hooks.register("register_log_actions")
def log_actions_of_contacts(actions):
    """How “Still right?” reads in an organisation's history; never with an address."""
    actions.register_action("portal.contact", _("Contact changed"), _("Contact or confirmation was changed"))
    actions.register_action("portal.asked", _("Asked"), _("The organisation was asked whether its entry is right"))
    actions.register_action("portal.confirmed", _("Confirmed"), _("The organisation confirmed its entry"))
    actions.register_action(
        "portal.answered", _("Answered"), _("The organisation answered with a correction or a stop")
    )
