"""Registers what staff see first in the admin, and the screens about the search."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.home import search_screens
from portal.home.panels import NeedsSomebodyPanel
from portal.home.viewsets import PinnedAnswerViewSet

register_snippet(PinnedAnswerViewSet)

hooks.register("register_reports_menu_item", search_screens.menu_item_of_failed_searches)


@hooks.register("construct_homepage_panels")
def panel_of_what_needs_somebody(request, panels):
    """“Needs somebody” on the dashboard."""
    panels.append(NeedsSomebodyPanel())


@hooks.register("register_admin_urls")
def screens_about_the_search():
    """Address of the report of searches without result."""
    return [path("search/failed/", search_screens.failed_searches_report, name="portal_failed_searches")]
