"""Registers the admin screens of therapies."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal.base.review_screens import may_check_any
from therapies.difference_screens import differences, settle
from therapies.models import Therapy
from therapies.viewsets import TherapyViewSet

register_snippet(TherapyViewSet)


@hooks.register("register_admin_urls")
def screens_of_differences():
    """Addresses of the differences from regulators' lists."""
    return [
        path("therapy-differences/", differences, name="therapies_differences"),
        path("therapy-differences/<int:pk>/", settle, name="therapies_difference_settle"),
    ]


class DifferencesItem(MenuItem):
    """Shown to whoever may change or publish therapies."""

    def is_shown(self, request):
        return may_check_any(request.user, Therapy)


@hooks.register("register_reports_menu_item")
def menu_item_of_differences():
    """“Differences from regulators” among the reports."""
    return DifferencesItem(
        _("Differences from regulators"), reverse("therapies_differences"), name="differences", icon_name="warning"
    )
