"""Registers the admin screens of therapies."""

from wagtail.snippets.models import register_snippet

from therapies.viewsets import TherapyViewSet

register_snippet(TherapyViewSet)
