"""Registers the admin screens of conditions."""

from wagtail.snippets.models import register_snippet

from conditions.viewsets import ConditionViewSet

register_snippet(ConditionViewSet)
