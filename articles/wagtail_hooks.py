"""Registers the admin screens of editorial pages, and of links and films."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from articles.viewsets import EDITORIAL_PAGES, ResourceViewSet

register_snippet(ResourceViewSet)


@hooks.register("register_admin_viewset")
def screens_of_editorial_pages():
    """The screens on which each kind of editorial page is written."""
    return EDITORIAL_PAGES
