"""What every page may need, fetched only when a template asks for it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.base.models import SiteIdentity
from portal.base.models.site import identity_words


def site_identity(request):
    """Return the site's name, emergency line and addresses, lazily, so that staff pages do not query for them."""
    return {
        "identity": SimpleLazyObject(lambda: identity_words(SiteIdentity.for_request(request))),
        "site_address": settings.SITE_ADDRESS,
        "in_development": settings.DEVELOPMENT,
    }
