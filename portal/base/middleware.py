"""What happens around every request: language from the address, staff machinery for staff addresses only."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language_from_path

from portal.base import signin
from portal.base.fetching import Gone
from portal.base.frame import language_codes


def is_for_staff(request) -> bool:
    """Return whether the request is for an address where a member of staff may be signed in."""
    return request.path_info.startswith(settings.STAFF_ADDRESSES)


def is_preview(request) -> bool:
    """Return whether a member of staff is looking at a preview of a public page."""
    return bool(getattr(request, "is_preview", False) or getattr(request, "is_dummy", False))


class LanguageFromAddressMiddleware:
    """Take the language of a public page from its address and from nothing else.

    Django's own middleware also reads a cookie and Accept-Language, which would make one address mean several pages.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        if language != settings.LANGUAGE_CODE and language not in language_codes().values():
            raise Http404(f"There is no content in {language}.")
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class StaffOnly:
    """Run a middleware for staff addresses and previews, and step aside on every public page."""

    def __call__(self, request):
        if is_for_staff(request) or is_preview(request):
            return super().__call__(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        inherited = getattr(super(), "process_view", None)
        return inherited(request, view, args, kwargs) if inherited and is_for_staff(request) else None


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """Sessions, for staff only."""


class StaffCsrfMiddleware(StaffOnly, CsrfViewMiddleware):
    """CSRF cookie, for staff only: public forms check the Origin header instead."""


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """The signed-in user, for staff only."""


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """One-time messages, for staff only."""


class SecondFactorMiddleware:
    """Let nobody into the admin whose *session* was not opened with a second factor, where that is required."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/admin/"):
            address = signin.where_to_sign_in(request)
            if address:
                return redirect(address)
        return self.get_response(request)


class StaffReferrerMiddleware:
    """Let staff pages name themselves to this site: with "no-referrer" browsers send no Origin to be checked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_for_staff(request):
            response.headers["Referrer-Policy"] = "same-origin"
        return response


class PublicGZipMiddleware(GZipMiddleware):
    """Compress public pages; staff pages hold secrets, and compressed secrets can be guessed from their length."""

    def process_response(self, request, response):
        return response if is_for_staff(request) else super().process_response(request, response)


class GoneMiddleware:
    """Answer with 410 where something was taken away on purpose."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return render(request, "410.html", status=410) if isinstance(exception, Gone) else None


class PublicFrameMiddleware(XFrameOptionsMiddleware):
    """Nobody may frame a public page; the admin may frame its previews."""

    def get_xframe_options_value(self, request, response):
        return "SAMEORIGIN" if is_for_staff(request) or is_preview(request) else "DENY"


class PolicyMiddleware(CSPMiddleware):
    """Strict Content-Security-Policy on public pages, a wider one where Wagtail's admin needs it."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and (is_for_staff(request) or is_preview(request)):
            return PolicyParts(config=settings.STAFF_CONTENT_SECURITY_POLICY, nonce=None)
        return parts
