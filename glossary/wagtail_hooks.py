"""Registers the glossary's admin screens."""

from wagtail.snippets.models import register_snippet

from glossary.viewsets import TermViewSet

register_snippet(TermViewSet)
