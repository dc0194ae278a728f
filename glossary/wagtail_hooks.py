"""Registers the glossary's admin screens."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from glossary import rich_text
from glossary.viewsets import TermViewSet

register_snippet(TermViewSet)

hooks.register("register_rich_text_features", rich_text.register)
