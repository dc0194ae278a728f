"""Registers the admin screens of organisations."""

from wagtail.snippets.models import register_snippet

from organisations.viewsets import OrganisationViewSet

register_snippet(OrganisationViewSet)
