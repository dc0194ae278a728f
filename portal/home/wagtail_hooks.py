"""Registers what staff see first in the admin."""

from wagtail import hooks

from portal.home.panels import NeedsSomebodyPanel


@hooks.register("construct_homepage_panels")
def panel_of_what_needs_somebody(request, panels):
    """“Needs somebody” on the dashboard."""
    panels.append(NeedsSomebodyPanel())
