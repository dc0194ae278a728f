"""A reader's own list of entries: it lives in the address and nowhere else, as readable ids such as ``trial:nct01``.

``/my-list/?list=term:vector,trial:nct01`` — no cookie, no account, no script, and nothing of it is stored.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from articles.models import ArticlePage, InformationPage, SectionPage, StoryPage
from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from therapies.models import Therapy
from trials.models import Trial

PARAMETER = "list"
MOST_ENTRIES = 20
# An address of 500 ids is still read; what is longer than any browser sends is not.
LONGEST_READ = 100_000

RECORDS = {
    "term": Term,
    "condition": Condition,
    "therapy": Therapy,
    "trial": Trial,
    "organisation": Organisation,
}
PAGES = (ArticlePage, InformationPage, SectionPage, StoryPage)
SLUG = r"[A-Za-z0-9_][-\w]{0,119}"
ENTRY_ID = re.compile(rf"(?:{'|'.join(RECORDS)}):{SLUG}|page:{SLUG}(?:/{SLUG}){{0,3}}", re.ASCII)


@dataclass(frozen=True)
class MyList:
    """The ids in an address, in the reader's order; how many more did not fit, and how many were no ids at all."""

    ids: tuple[str, ...] = ()
    left_out: int = 0
    unreadable: int = 0

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self.ids

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def value(self) -> str:
        """The list as it stands in an address."""
        return ",".join(self.ids)

    def with_entry(self, entry_id: str) -> "MyList":
        """Return the list with one more entry at its end; one that is there already stays where it is."""
        return self if entry_id in self.ids else MyList((*self.ids, entry_id))

    def without(self, entry_id: str) -> "MyList":
        return MyList(tuple(other for other in self.ids if other != entry_id))

    def moved(self, entry_id: str, by: int) -> "MyList":
        """Return the list with an entry some places further down, or further up where ``by`` is negative."""
        others = [other for other in self.ids if other != entry_id]
        others.insert(max(0, self.ids.index(entry_id) + by), entry_id)
        return MyList(tuple(others))

    def address(self, url_name: str = "my_list") -> str:
        """Return the address of one of the pages of the list, with the list in it, also where that is empty."""
        return f"{reverse(url_name)}?{PARAMETER}={quote(self.value, safe=':,/')}"


def read_list(text: str) -> MyList:
    """Return the list that an address holds; what is not the id of any kind of entry is only counted."""
    parts = [part.strip() for part in text[:LONGEST_READ].split(",") if part.strip()]
    known = dict.fromkeys(part for part in parts if ENTRY_ID.fullmatch(part))
    unreadable = sum(1 for part in parts if part not in known)
    return MyList(tuple(known)[:MOST_ENTRIES], max(0, len(known) - MOST_ENTRIES), unreadable)


def list_in(request) -> MyList:
    """Return the list in the address of a request; a preview has none."""
    return read_list(request.GET.get(PARAMETER, "")) if request is not None else MyList()


def id_of(thing: Any) -> str:
    """Return the id of a record or page; empty for what cannot be on a list, such as the home page (no query)."""
    if isinstance(thing, Page):
        found = f"page:{_place_of(thing)}"
    else:
        kinds = {model: kind for kind, model in RECORDS.items()}
        found = f"{kinds.get(type(thing), '')}:{getattr(thing, 'slug', '')}"
    return found if ENTRY_ID.fullmatch(found) else ""


def _place_of(page: Page) -> str:
    """Return where a page stands below the home page of its language."""
    parts = (page.get_url() or "").strip("/").split("/")
    has_prefix = parts[0] in dict(settings.LANGUAGES) and parts[0] != settings.LANGUAGE_CODE
    return "/".join(parts[1:] if has_prefix else parts)


def public_entries(ids: Iterable[str]) -> dict[str, Any]:
    """Return what readers may see of these entries, by id: published, and in the language of the page.

    At most one set of queries for each kind on the list. An entry that got a new address is found by its old id.
    """
    ids = list(ids)
    found = _fetched(ids)
    missing = [entry_id for entry_id in ids if entry_id not in found]
    moved = _moved(missing) if missing else {}
    there = _fetched(moved.values()) if moved else {}
    return found | {old: there[new] for old, new in moved.items() if new in there}


def _fetched(ids: Iterable[str]) -> dict[str, Any]:
    slugs: dict[str, list[str]] = {}
    for entry_id in ids:
        kind, _, slug = entry_id.partition(":")
        slugs.setdefault(kind, []).append(slug)
    found = {}
    for kind, of_kind in slugs.items():
        things = _pages(of_kind) if kind == "page" else FETCHED[kind](RECORDS[kind].objects.public(), of_kind)
        found |= {id_of(thing): thing for thing in things}
    return found


def _pages(places: list[str]) -> list[Page]:
    """Return the pages at some places, with what their kind says in short, in one query for all kinds."""
    last = [place.rpartition("/")[2] for place in places]
    pages = Page.objects.live().public().filter(slug__in=last, locale__language_code=get_language())
    summaries = [f"{model._meta.model_name}__summary" for model in PAGES]
    return list(pages.annotate(summary=Coalesce(*summaries), in_short=F("articlepage__in_short")))


FETCHED: dict[str, Callable] = {
    "term": lambda records, slugs: records.filter(slug__in=slugs),
    "condition": lambda records, slugs: records.filter(slug__in=slugs),
    "therapy": lambda records, slugs: records.filter(slug__in=slugs).with_status(),
    "trial": lambda records, slugs: records.filter(slug__in=slugs).prefetch_related("identifiers"),
    "organisation": lambda records, slugs: records.filter(slug__in=slugs),
}


def _moved(ids: list[str]) -> dict[str, str]:
    """Return the present id of each record whose address has changed (one query)."""
    addresses = {}
    for entry_id in ids:
        kind, _, slug = entry_id.partition(":")
        if kind in RECORDS:
            addresses[Redirect.normalise_path(reverse(RECORDS[kind].url_name, args=[slug]))] = entry_id
    moved = {}
    for old, link in Redirect.objects.filter(old_path__in=addresses).values_list("old_path", "redirect_link"):
        kind, slug = addresses[old].partition(":")[0], link.rstrip("/").rpartition("/")[2]
        moved[addresses[old]] = f"{kind}:{slug}"
    return moved
