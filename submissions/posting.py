"""Taking a posted form from the network: of a sensible size, whatever is in it, and answered without traces."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

URLENCODED = "application/x-www-form-urlencoded"


def takes_forms(*, is_secret: bool = False) -> Callable:
    """Wrap a view that shows and takes a form. Its pages are kept by no shared cache and found by no search engine.

    A form that is too large, or not one at all, gets a page that says so: the browser still has what was typed. Pages
    with ``is_secret`` are not even kept by the browser; the others are, so that Back shows what was typed. The
    Referrer-Policy lets browsers say which site a form comes from, and nothing more.
    """

    def wrap(view):
        @wraps(view)
        @require_http_methods(["GET", "HEAD", "POST"])
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs) if is_readable(request) else too_large(request)
            if is_secret:
                patch_cache_control(response, private=True, no_store=True)
            else:
                patch_cache_control(response, private=True, no_cache=True)
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return guarded

    return wrap


def is_readable(request: HttpRequest) -> bool:
    """Return whether the body of a request is a form we can read; files are never read."""
    if request.method != "POST":
        return True
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE or request.content_type != URLENCODED:
        return False
    try:
        return request.POST is not None
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError, LookupError):
        return False


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form that cannot be read."""
    return render(request, "submissions/too_large.html", status=413)
