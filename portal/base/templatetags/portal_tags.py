"""Template tags that every app uses."""

from django import template
from django.utils import translation

from portal.base.frame import footer_of, header_of, languages_of_site
from portal.base.partial_dates import in_words
from portal.base.richtext import cited, plain_text, reader_html

LANGUAGES_OF_OUR_FONT = {"en", "fr", "de", "es", "it", "nl", "pt", "da", "sv", "nb", "nn", "fi", "is", "ca", "ga"}

register = template.Library()
register.simple_tag(languages_of_site)
register.simple_tag(header_of)
register.simple_tag(footer_of)
register.filter("reader_html", reader_html)
register.filter("cited", cited)
register.filter("plain_text", plain_text)
register.filter("partial_date", in_words)


@register.filter
def without_http(address):
    """Return an address as people say it: without the scheme and without a slash at the end."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")


@register.simple_tag
def text_direction():
    """Return the direction of the page's language, for the ``dir`` attribute."""
    return "rtl" if translation.get_language_bidi() else "ltr"


@register.simple_tag
def is_in_our_font():
    """Return whether the page's language is written with the letters our font has, so that it is worth preloading."""
    return translation.get_language().split("-")[0] in LANGUAGES_OF_OUR_FONT


@register.simple_tag
def with_query(query, **changes):
    """Return a query string with some parameters changed; an empty value removes its parameter.

    ``query`` is the QueryDict of the request, or None in a preview.
    """
    if query is None:
        return "?"
    copy = query.copy()
    for name, value in changes.items():
        copy.pop(name, None)
        if value not in ("", None):
            copy[name] = value
    encoded = copy.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def without_parameter(query, name):
    """Return a query string without one parameter and without the page number."""
    return with_query(query, **{name: "", "page": ""})
