"""What stands around every page: the site's words and languages. Kept in memory until an editor changes them."""

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Locale, Site

from portal.base.models.site import SiteIdentity, SiteWords, identity_words
from portal.base.stamps import forget, keep, renew

STAMP = "site"
# The entries of the main menu that are no page, with the names of their addresses.
MENU = {
    "conditions": "conditions:condition_index",
    "therapies": "therapies:therapy_index",
    "trials": "trials:trial_index",
    "organisations": "organisations:organisation_index",
    "glossary": "glossary:term_index",
}


def identity_of(request):
    """Return the site's name, description, emergency line and addresses in the language of the page.

    Where no site is set up for the address, the standard words stand in: a page must not fail for its frame.
    """

    def build():
        try:
            identity = SiteIdentity.for_request(request)
        except SiteIdentity.DoesNotExist:
            identity = SiteIdentity()
        return identity_words(identity)

    return keep(STAMP, ("identity", _host(request), translation.get_language()), build)


def header_of(request) -> str:
    """Return the head of a page as HTML; it differs only by language and by the entry of the menu one is in."""
    return _part("components/site_header.html", request, section=section_of(request.path if request else ""))


def footer_of(request) -> str:
    """Return the foot of a page as HTML; it differs only by language."""
    return _part("components/site_footer.html", request)


def section_of(path: str) -> str:
    """Return the entry of the main menu that an address lies below; empty for none."""
    language = translation.get_language()
    menu = keep(STAMP, ("menu", language), lambda: [(name, reverse(address)) for name, address in MENU.items()])
    if "/understand/" in path:
        return "understand"
    return next((name for name, address in menu if path.startswith(address)), "")


def _part(template: str, request, *, section: str = "") -> str:
    def build():
        return render_to_string(template, {"identity": identity_of(request), "section": section})

    if settings.DEBUG:
        # Whoever changes a template wants to see it.
        return build()
    return keep(STAMP, (template, _host(request), translation.get_language(), section), build)


def _host(request) -> str:
    return request.get_host() if request else ""


def language_codes() -> dict[int, str]:
    """Return the code of each locale by its primary key, in the order in which they were made."""
    return keep(STAMP, "languages", lambda: dict(Locale.objects.order_by("pk").values_list("pk", "language_code")))


def language_of(locale_id: int) -> str:
    """Return the language code of a locale without asking the database each time."""
    codes = language_codes()
    if locale_id not in codes:
        forget()
        codes = language_codes()
    return codes.get(locale_id, settings.LANGUAGE_CODE)


def languages_of_site() -> list[dict]:
    """Return the languages that have content, with their own names and the address of their home page."""
    return [
        {**get_language_info(code), "address": "/" if code == settings.LANGUAGE_CODE else f"/{code}/"}
        for code in language_codes().values()
    ]


def frame_changed(sender, **kwargs):
    """An editor changed the site's words, or a language or site was added: every process must notice."""
    renew(STAMP)


def connect() -> None:
    """Called once when the application starts."""
    for model in (SiteIdentity, SiteWords, Site, Locale):
        for signal in (post_save, post_delete):
            signal.connect(frame_changed, sender=model, dispatch_uid=f"frame_{model.__name__}_{id(signal)}")
