"""Lets any app add a side panel to the screens on which entries are written."""

from wagtail import hooks


class WithSidePanels:
    """A screen for adding or editing an entry, with the side panels that apps register for it.

    A hook ``portal_side_panels`` takes the entry and the request and returns one panel, or None. Wagtail draws side
    panels again after each automatic save, so they always speak of the latest draft.
    """

    def get_side_panels(self):
        panels = super().get_side_panels()
        subject = getattr(self, "page", None) or self.form.instance
        found = [panel_for(subject, self.request) for panel_for in hooks.get_hooks("portal_side_panels")]
        panels.extend(panel for panel in found if panel is not None)
        return panels
