"""The list of changes as Atom and as JSON Feed: of everything, and of one condition, therapy or trial."""

import json
import xml.etree.ElementTree as Xml
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.base.conditional import answer, state_of
from portal.base.fetching import public_record
from portal.base.frame import identity_of
from portal.base.listing import Listing, paginate
from portal.home.changes import AROUND, Change, changes_around, changes_in, filters_in, narrowed, public_changes
from portal.home.my_list import RECORDS

MOST_IN_FEED = 50
SECONDS_KEPT = 600
ATOM = "http://www.w3.org/2005/Atom"
NOTHING_YET = "2026-01-01T00:00:00Z"
FEED_KINDS = {name: model for name, model in RECORDS.items() if model in AROUND}


@dataclass(frozen=True)
class Feed:
    """One feed: its name, where it and its page are, and what it holds, the latest first."""

    title: str
    author: str
    language: str
    page: str
    path: str
    changes: list[Change] = field(default_factory=list)

    @property
    def address(self) -> str:
        return settings.SITE_ADDRESS + self.path

    @property
    def id(self) -> str:
        return tag(self.path.rsplit(".", 1)[0])

    @property
    def updated(self) -> str:
        return moment(self.changes[0]) if self.changes else NOTHING_YET


def tag(specific: str) -> str:
    """Return an id that stays the same for ever (RFC 4151), whatever becomes of the address it was made under."""
    return f"tag:{urlsplit(settings.SITE_ADDRESS).hostname},2026:{specific.strip('/')}"


def moment(change: Change) -> str:
    """Return the day of a change as a moment; we know no hours."""
    return f"{change.changed_on.isoformat()}T00:00:00Z"


@require_safe
def change_index(request):
    """The list of changes, with filters; all of it in the address."""
    filters = filters_in(request)
    page = paginate(narrowed(public_changes(), filters).prefetch_related("subject"), request, size=30)
    listing = Listing("", filters, page, request.GET)
    return render(request, "home/changes.html", {"listing": listing, "changes": changes_in(list(page))})


@require_safe
def all_changes(request, form):
    """A feed of all changes."""
    site = identity_of(request).name
    title = _("What changed: %(site)s") % {"site": site}
    return _answer(request, form, title, reverse("change_index"), public_changes())


@require_safe
def changes_of_record(request, kind, slug, form):
    """A feed of what changed about one condition, therapy or trial and what belongs to it."""
    if kind not in FEED_KINDS:
        raise Http404
    record = public_record(FEED_KINDS[kind].objects.public(), slug)
    title = _("What changed: %(name)s") % {"name": record.name}
    return _answer(request, form, title, record.get_absolute_url(), changes_around(record))


def _answer(request, form: str, title: str, page: str, notes):
    feed = Feed(
        title=title,
        author=identity_of(request).name,
        language=get_language() or settings.LANGUAGE_CODE,
        page=settings.SITE_ADDRESS + page,
        path=request.path,
        changes=changes_in(notes[:MOST_IN_FEED]),
    )
    content_type, write = FORMS[form]
    written = write(feed)
    return answer(request, state_of(written), lambda: HttpResponse(written, content_type), seconds=SECONDS_KEPT)


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom (RFC 4287)."""
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for change in feed.changes:
        entry = _add(root, "entry")
        _add(entry, "id", tag(f"changes/{change.pk}"))
        _add(entry, "title", change.title)
        _add(entry, "updated", moment(change))
        _add(entry, "link", rel="alternate", type="text/html", href=settings.SITE_ADDRESS + change.address)
        _add(entry, "category", term=change.kind)
        _add(entry, "summary", change.sentence)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    # XML 1.0 has no place for control signs, not even escaped.
    element.text = "".join(sign if sign.isprintable() else " " for sign in text) or None
    return element


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    facts = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": tag(f"changes/{change.pk}"),
                "url": settings.SITE_ADDRESS + change.address,
                "title": change.title,
                "content_text": change.sentence,
                "date_published": moment(change),
                "tags": [change.kind],
            }
            for change in feed.changes
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


FORMS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom),
    "json": ("application/feed+json; charset=utf-8", json_feed),
}


def feed_addresses(record) -> dict[str, str]:
    """Return the addresses of the feeds about a record, by their form; empty for kinds that have none (no query)."""
    kinds = {model: kind for kind, model in FEED_KINDS.items()}
    if type(record) not in kinds or not record.slug:
        return {}
    return {form: reverse("changes_of_record", args=[kinds[type(record)], record.slug, form]) for form in FORMS}
