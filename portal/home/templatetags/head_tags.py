"""What stands in the head of a page for machines: its own address, its other languages, feeds, picture and data."""

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, Resolver404, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from portal.base.frame import language_codes, language_of
from portal.base.middleware import is_for_staff
from portal.home.feeds import feed_addresses
from portal.home.social_pictures import picture_of

LONGEST_PAGE_NUMBER = 5
NOTHING = mark_safe("")

register = template.Library()


def is_public_page(request) -> bool:
    """Whether a page has a public address of its own; a preview and a page for staff have none."""
    return request is not None and not getattr(request, "is_preview", False) and not is_for_staff(request)


def canonical_path(request) -> str:
    """Return the address of a page without what only narrows or reorders it; a further page of a list is one too."""
    number = request.GET.get("page", "")
    is_further_page = set(request.GET) == {"page"} and number.isdecimal() and len(number) <= LONGEST_PAGE_NUMBER
    is_further_page = is_further_page and number.isascii() and int(number) > 1
    return f"{request.path}?page={int(number)}" if is_further_page else request.path


def in_other_languages(request, translations) -> list[tuple[str, str]]:
    """Return language and path of the same page in each language it exists in, its own included; empty for only one.

    ``translations`` are the published translations of a record or page; None for an index, which every language has.
    """
    here = get_language() or settings.LANGUAGE_CODE
    if translations is None:
        # Addresses with a part of their own, such as a page of Wagtail's, need their translations told.
        match = request.resolver_match
        codes = set(language_codes().values()) if match is not None and not match.kwargs else set()
        paths = {code: _translated(request.path, code) for code in codes}
    else:
        paths = {language_of(other.locale_id): _path_of(other) for other in translations}
    paths[here] = request.path
    found = sorted((code, path) for code, path in paths.items() if path)
    return found if len(found) > 1 else []


def _path_of(thing) -> str:
    return thing.get_url() if hasattr(thing, "get_url") else thing.get_absolute_url()


def _translated(path: str, code: str) -> str:
    try:
        return translate_url(path, code)
    except (NoReverseMatch, Resolver404):
        return ""


@register.simple_tag
def address_links(request, translations=None):
    """Return the canonical address of a page, and where it stands in other languages."""
    if not is_public_page(request):
        return NOTHING
    others = in_other_languages(request, translations)
    rows = ((code, settings.SITE_ADDRESS + path) for code, path in others)
    return format_html(
        '<link rel="canonical" href="{}">{}',
        settings.SITE_ADDRESS + canonical_path(request),
        format_html_join("", '\n<link rel="alternate" hreflang="{}" href="{}">', rows),
    )


@register.simple_tag(takes_context=True)
def social_tags(context, request, thing=None):
    """Return what other sites show of a link to a page: its title, description and picture."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    if blocks is None or not is_public_page(request):
        return NOTHING
    title, description = (blocks.get_block(name).render(context).strip() for name in ("title", "description"))
    picture = picture_of(request, thing)
    rows = [
        ("og:title", mark_safe(title)),  # noqa: S308 - rendered by a template, which escaped it
        ("og:description", mark_safe(description)),  # noqa: S308 - the same
        ("og:type", "article" if thing else "website"),
        ("og:url", settings.SITE_ADDRESS + canonical_path(request)),
        ("og:image", picture.full_address),
        ("og:image:width", picture.width),
        ("og:image:height", picture.height),
        ("og:image:alt", picture.title),
    ]
    return format_html(
        '{}\n<meta name="twitter:card" content="summary_large_image">',
        format_html_join("\n", '<meta property="{}" content="{}">', rows),
    )


@register.simple_tag
def feeds_of(record):
    """Return the addresses of the feeds of a condition, therapy or trial by their form; empty for other kinds."""
    return feed_addresses(record)
