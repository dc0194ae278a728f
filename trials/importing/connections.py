"""Connections to the registries as the settings describe them."""

from django.conf import settings

from trials.importing.client import CtgovClient
from trials.importing.http import RegistryHttp


def agent() -> str:
    """Return how we introduce ourselves to a registry: who we are, and whom to write to."""
    contact = settings.REGISTRY_CONTACT or settings.DEFAULT_FROM_EMAIL
    name = "".join(letter for letter in str(settings.WAGTAIL_SITE_NAME) if letter.isascii()).replace("  ", " ")
    return f"{name} registry reader (+{settings.SITE_ADDRESS}; {contact})"


def connect(base: str) -> RegistryHttp:
    """Return a connection to a registry's address."""
    return RegistryHttp(
        base,
        agent=agent(),
        pause=settings.REGISTRY_PAUSE,
        timeout=settings.REGISTRY_TIMEOUT,
        tries=settings.REGISTRY_TRIES,
        backoff=settings.REGISTRY_BACKOFF,
    )


def connect_ctgov() -> CtgovClient:
    """Return a client of ClinicalTrials.gov, or of what stands in for it."""
    return CtgovClient(connect(settings.CTGOV_BASE_URL), page_size=settings.REGISTRY_PAGE_SIZE)
