"""What every page may need, fetched only when a template asks for it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.base.frame import identity_of


def site_identity(request):
    """Return the site's name, emergency line and addresses, lazily, so that staff pages do not query for them."""
    return {
        "identity": SimpleLazyObject(lambda: identity_of(request)),
        "site_address": settings.SITE_ADDRESS,
        "in_development": settings.DEVELOPMENT,
    }
