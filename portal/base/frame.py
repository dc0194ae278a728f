"""What stands around every page: the site's words and languages. Kept in memory until an editor changes them."""

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Locale, Site

from portal.base.models.site import SiteIdentity, SiteWords, identity_words
from portal.base.stamps import forget, keep, renew

STAMP = "site"


def identity_of(request):
    """Return the site's name, description, emergency line and addresses in the language of the page."""
    key = ("identity", request.get_host() if request else "", translation.get_language())
    return keep(STAMP, key, lambda: identity_words(SiteIdentity.for_request(request)))


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
