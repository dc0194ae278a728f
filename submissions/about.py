"""What a message is about: the record or page from whose address the reader came.

A reference in an address is ``glossary.term:vector`` for a record or ``page:/glossary/`` for any other public page.
``about_of`` makes of it what is kept in ``sent["about"]``:

| key          | what it holds                                                                          |
|--------------|----------------------------------------------------------------------------------------|
| app, model   | of the record or editorial page ("glossary", "term"); "" for a page that is no object  |
| key          | its translation key; "" likewise                                                       |
| slug         | its slug; "" likewise                                                                  |
| language     | of what the sender saw                                                                 |
| title        | as the sender saw it                                                                   |
| address      | path of the page, never with a query string                                            |
| revision     | key of the revision that was published then, or null                                   |
| published_at | when what the sender saw was published (ISO), or ""                                    |
"""

from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from wagtail.models import Page, Site

from portal.base.models import Record
from portal.base.roles import record_models

LONGEST_REFERENCE = 300
PAGE = "page"
OTHER_PUBLIC_VIEWS = {"search"}


def about_of(reference: str, request) -> dict[str, Any] | None:
    """Return what a reference from an address is about, or None where it leads to nothing the public may see."""
    kind, _colon, rest = reference[:LONGEST_REFERENCE].partition(":")
    if not rest or not rest.isprintable():
        return None
    if kind == PAGE:
        return _about_path(unquote(rest), request)
    model = next((model for model in record_models() if model._meta.label_lower == kind.lower()), None)
    return _about_record(model, rest, translation.get_language()) if model else None


def reference_of(about: dict[str, Any]) -> str:
    """Return the reference that leads to the same thing again."""
    return f"{PAGE}:{about['address']}"


def _about_record(model, slug: str, language: str) -> dict[str, Any] | None:
    record = model.objects.public(language).filter(slug=slug).first()
    return _about_object(record, record.name, record.get_absolute_url(), language) if record else None


def _about_object(thing, title: str, address: str, language: str) -> dict[str, Any]:
    published = thing.last_published_at
    return {
        "app": thing._meta.app_label,
        "model": thing._meta.model_name,
        "key": str(thing.translation_key),
        "slug": thing.slug,
        "language": language,
        "title": title,
        "address": address,
        "revision": thing.live_revision_id,
        "published_at": published.isoformat() if published else "",
    }


def _about_path(path: str, request) -> dict[str, Any] | None:
    """Find the page at a path of this site; other paths, and those of staff, are about nothing."""
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        models: dict[str, type[Record]] = {model._meta.app_label: model for model in record_models()}
        if match.view_name == "wagtail_serve":
            return _about_editorial_page(
                match.args[0] if match.args else match.kwargs.get("path", ""), request, language
            )
        if match.app_name in models and "slug" in match.kwargs:
            return _about_record(models[match.app_name], match.kwargs["slug"], language)
        if match.app_name in models or match.view_name in OTHER_PUBLIC_VIEWS:
            nothing = {"app": "", "model": "", "key": "", "slug": "", "revision": None, "published_at": ""}
            return {**nothing, "language": language, "title": path, "address": path}
    return None


def _about_editorial_page(path: str, request, language: str) -> dict[str, Any] | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    try:
        found = site.root_page.localized.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None
    page = Page.objects.live().public().filter(pk=found[0].pk).specific().first()
    return _about_object(page, page.title, page.get_url(request), language) if page else None
