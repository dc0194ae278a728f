"""Registers the admin screens of submissions."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from submissions import act_screens, desk_panels, desk_screens
from submissions.models import Erasure, Submission
from submissions.viewsets import ErasureViewSet, SubmissionViewSet

register_permission_policy(Submission, SubmissionViewSet.permission_policy)
register_snippet(SubmissionViewSet)
register_permission_policy(Erasure, ErasureViewSet.permission_policy)
register_snippet(ErasureViewSet)

hooks.register("register_admin_menu_item", desk_panels.desk_item)
hooks.register("portal_side_panels", desk_panels.sender_panel)


@hooks.register("register_admin_urls")
def screens_of_the_desk():
    """Addresses of the moderation desk."""
    return [
        path("moderation/", desk_screens.desk, name="submissions_desk"),
        path("moderation/next/", act_screens.take_next, name="submissions_next"),
        path("moderation/spam/", act_screens.decline_spam, name="submissions_spam"),
        path("moderation/keys/", act_screens.switch_keys, name="submissions_keys"),
        path("moderation/<int:pk>/", desk_screens.item, name="submissions_item"),
        path("moderation/<int:pk>/preview/", desk_screens.preview, name="submissions_preview"),
        path(
            "moderation/<int:pk>/compare/<str:model_label>/<int:record_pk>/",
            desk_screens.compare,
            name="submissions_compare",
        ),
        path("moderation/<int:pk>/<str:name>/", act_screens.act, name="submissions_act"),
    ]


@hooks.register("construct_homepage_panels")
def panel_of_the_desk(request, panels):
    """How the queue stands, on the dashboard."""
    panels.append(desk_panels.DeskPanel())
