"""Where a term is used, as its own page tells a reader: published pages and records only, each with a sentence."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from wagtail.models import Page

from glossary.models import Term

MOST_SHOWN = 10


@dataclass(frozen=True)
class Use:
    """One page or record with the sentence in which the word stands."""

    title: str
    address: str
    sentence: str


@dataclass(frozen=True)
class UsedOn:
    """The first pages on which a word is used, and on how many more it is."""

    shown: tuple[Use, ...] = ()
    more: int = 0


def used_on(term: Term) -> UsedOn:
    """Return where a term is used: pages first, then records, then other terms; three queries, however many there are.

    Whatever uses it without being published, or was deleted, is left out.
    """
    if not term.pk:
        return UsedOn()
    uses = {(kind, key): (times, sentence) for kind, key, times, sentence in _uses(term)}
    models = {kind: ContentType.objects.get_for_id(kind).model_class() for kind, _key in uses}
    live = [row for row in _published(term, models) if row[:2] in uses]
    live.sort(key=lambda row: (_rank(models[row[0]]), -uses[row[:2]][0], row[1]))
    shown = []
    for kind, key, *facts in live[:MOST_SHOWN]:
        title, address = _title_and_address(models[kind], key, *facts)
        if address:
            shown.append(Use(title, address, uses[kind, key][1]))
    return UsedOn(tuple(shown), len(live) - len(shown))


def _uses(term: Term) -> QuerySet:
    uses = term.uses.annotate(key=Cast("object_id", BigIntegerField()))
    return uses.order_by("pk").values_list("content_type_id", "key", "times", "sentence")


def _published(term: Term, models: dict[int, Any]) -> list[tuple]:
    """Return kind, key and facts of everything published that uses a term: all kinds in one query."""
    pages = [kind for kind, model in models.items() if model is not None and issubclass(model, Page)]
    parts = [
        _rows(model.objects.live(), term, [kind], "name", Value(kind, IntegerField()), Value("", TextField()))
        for kind, model in models.items()
        if model is not None and kind not in pages
    ]
    if pages:
        # Pages that need a password are no pages of a public list.
        public = Page.objects.live().public().filter(content_type_id__in=pages)
        parts.append(_rows(public, term, pages, "title", F("content_type_id"), F("url_path")))
    if not parts:
        return []
    return list(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])


def _rows(entries: Any, term: Term, kinds: list[int], name: str, kind: Any, path: Any) -> QuerySet:
    """Return those entries that use a term, in the columns that all kinds have in common."""
    users = term.uses.filter(content_type_id__in=kinds).order_by().values(key=Cast("object_id", BigIntegerField()))
    found = entries.filter(pk__in=users).order_by()
    found = found.annotate(of_kind=kind, called=F(name), placed=path)
    return found.values_list("of_kind", "pk", "called", "slug", "locale_id", "placed")


def _rank(model: Any) -> int:
    return 0 if issubclass(model, Page) else 2 if model is Term else 1


def _title_and_address(model: Any, key: int, name: str, slug: str, locale_id: int, path: str) -> tuple[str, str]:
    if issubclass(model, Page):
        return name, Page(pk=key, title=name, slug=slug, locale_id=locale_id, url_path=path).get_url() or ""
    return name, model(pk=key, name=name, slug=slug, locale_id=locale_id).get_absolute_url()
