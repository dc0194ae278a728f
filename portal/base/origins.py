"""Whether a form was sent from our own pages, told without a cookie, by what browsers say of themselves."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether a browser says that a page of somebody else sent this.

    Browsers say it in ``Sec-Fetch-Site``, older ones in ``Origin`` only. Who says nothing is no browser of today; it
    could say anything, so there is nothing to be gained by refusing it.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from not in {"same-origin", "none"} and not _is_trusted(request)
    origin = request.headers.get("Origin")
    return origin is not None and not _is_trusted(request)


def _is_trusted(request) -> bool:
    origin = request.headers.get("Origin", "")
    return urlsplit(origin).netloc == request.get_host() or origin in settings.CSRF_TRUSTED_ORIGINS
