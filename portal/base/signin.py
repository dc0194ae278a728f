"""Who may enter the admin, and by which door."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.urls import reverse

WAGTAILS_OWN_DOORS = ("/admin/login", "/admin/password_reset")


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by signing up."""

    def is_open_for_signup(self, request):
        return False


def where_to_sign_in(request) -> str:
    """Return the address a visitor of the admin must go to first; empty when the way is free.

    Wagtail's own sign-in form asks for no second factor, so it is closed in favour of ours. Having a second factor is
    not enough either: this very session must have been opened with it.
    """
    if request.path_info.startswith(WAGTAILS_OWN_DOORS):
        return reverse("account_login")
    user = request.user
    if not settings.STAFF_SECOND_FACTOR or not user.is_authenticated:
        return ""
    if not is_mfa_enabled(user):
        return reverse("mfa_activate_totp")
    records = get_authentication_records(request, user)
    if not any(record.get("method") == "mfa" for record in records):
        return reverse("account_logout")
    return ""
