"""Registers the kernel's admin screens."""

from wagtail.snippets.models import register_snippet

from portal.base.viewsets import SourceViewSet

register_snippet(SourceViewSet)
