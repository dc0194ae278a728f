"""Registers the admin screens of links and films."""

from wagtail.snippets.models import register_snippet

from articles.viewsets import ResourceViewSet

register_snippet(ResourceViewSet)
