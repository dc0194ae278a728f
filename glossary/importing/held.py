"""What we hold, as rows of the table: the latest version of every term, in a number of queries that never grows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from taggit.models import Tag
from wagtail.models import Locale, Revision

from glossary.importing import cells
from glossary.importing.cells import CitedSource, OtherForm
from glossary.importing.mark_up import normal
from glossary.importing.rows import TermRow
from glossary.merging import merged_terms
from glossary.models import Term, TermAlsoCalled, TermCitation, TermTag
from portal.base.models import Source
from portal.base.text import fold

Key = tuple[str, str]
LINES = ("name", "say_it_like", "sentence")
FIELDS = ("slug", *LINES, "short_definition", "more", "part_of_speech", "topic", "mark_in_text")


@dataclass(frozen=True)
class HeldTerm:
    """One term: its latest version as a row, and what readers see of it while that waits for publication."""

    pk: int
    row: TermRow
    translation_key: UUID
    slugs: frozenset[str]
    public_forms: frozenset[str]
    public_broader: int | None
    is_live: bool
    has_draft: bool
    is_withdrawn: bool
    merged_into: str

    @property
    def is_exported(self) -> bool:
        """Published terms and drafts; not what was taken away on purpose."""
        return not (self.is_withdrawn or self.merged_into)


@dataclass
class Held:
    """Everything an import is compared with."""

    terms: dict[int, HeldTerm]
    locales: dict[str, int]
    sources: dict[int, CitedSource]
    source_keys: dict[str, list[int]]
    tags: dict[str, str]
    by_key: dict[Key, HeldTerm] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = {held.row.key: held for held in self.terms.values()}

    @cached_property
    def by_any_slug(self) -> dict[Key, HeldTerm]:
        """Terms by every address they have now or would have once their draft is published."""
        return {(held.row.language, slug): held for held in self.terms.values() for slug in held.slugs}

    def exported(self) -> list[HeldTerm]:
        """What belongs into an export, by language and name."""
        wanted = [held for held in self.terms.values() if held.is_exported]
        return sorted(wanted, key=lambda held: (held.row.language, fold(held.row.name), held.row.slug))


def load_held() -> Held:
    """Return every term of every language in its latest version, with the sources and tags that exist."""
    locales = dict(Locale.objects.order_by("pk").values_list("language_code", "pk"))
    sources, source_keys = _sources()
    tags = dict(Tag.objects.order_by("pk").values_list("pk", "name"))
    published, latest, values = _versions(tags)
    slugs = {pk: _slug(values[pk], version) for pk, version in latest.items()}
    rows = _Rows(values, slugs, sources, {pk: code for code, pk in locales.items()})
    merged = merged_terms()
    terms = {
        pk: HeldTerm(
            pk=pk,
            row=rows.row(pk, latest[pk]),
            translation_key=facts["translation_key"],
            slugs=frozenset({facts["slug"], latest[pk]["slug"]}),
            public_forms=frozenset(
                fold(text) for text in (facts["name"], *(form[0] for form in version["also_called"]))
            ),
            public_broader=version["broader"],
            is_live=facts["live"],
            has_draft=facts["live"] and facts["has_unpublished_changes"],
            is_withdrawn=not facts["live"] and facts["first_published_at"] is not None,
            merged_into=merged.get(pk, ""),
        )
        for pk, facts in values.items()
        for version in (published[pk],)
    }
    return Held(terms, locales, sources, source_keys, {name.casefold(): name for name in tags.values()})


@dataclass
class _Rows:
    """Makes rows of versions; other terms and sources are looked up, never fetched."""

    values: dict[int, dict[str, Any]]
    slugs: dict[int, str]
    sources: dict[int, CitedSource]
    languages: dict[int, str]

    @cached_property
    def originals(self) -> dict[UUID, str]:
        """Slug of the term in the site's first language, by what its translations share with it."""
        return {
            facts["translation_key"]: self.slugs[pk]
            for pk, facts in self.values.items()
            if self.language(pk) == settings.LANGUAGE_CODE
        }

    def language(self, pk: int) -> str:
        return self.languages[self.values[pk]["locale_id"]]

    def reference(self, pk: int | None, language: str) -> str:
        """Return how a row of a language names a term; nothing for one that is gone."""
        if pk not in self.values:
            return ""
        return self.slugs[pk] if self.language(pk) == language else f"{self.language(pk)}:{self.slugs[pk]}"

    def references(self, keys: Iterable[int], language: str) -> tuple[str, ...]:
        return tuple(sorted({name for key in keys if (name := self.reference(key, language))}))

    def row(self, pk: int, version: dict[str, Any]) -> TermRow:
        language = self.language(pk)
        return TermRow(
            slug=self.slugs[pk],
            language=language,
            translation_of=self._original(pk, language),
            short_definition=cells.tidy(version["short_definition"]),
            more=normal(version["more"]),
            part_of_speech=version["part_of_speech"],
            topic=version["topic"],
            mark_in_text=version["mark_in_text"],
            also_called=tuple(
                OtherForm(cells.one_line(text), kind, is_marked) for text, kind, is_marked in version["also_called"]
            ),
            broader=self.reference(version["broader"], language),
            see_also=self.references(version["see_also"], language),
            not_same_as=self.references(version["not_same_as"], language),
            tags=tuple(sorted({cells.one_line(name) for name in version["tags"]})),
            sources=tuple(self.sources[key] for key in version["sources"] if key in self.sources),
            **{name: cells.one_line(version[name]) for name in LINES},
        )

    def _original(self, pk: int, language: str) -> str:
        if language == settings.LANGUAGE_CODE:
            return ""
        return self.originals.get(self.values[pk]["translation_key"], "")


def _slug(facts: dict[str, Any], latest: dict[str, Any]) -> str:
    """Return the slug by which people know a term: the address it has, or the one its draft asks for."""
    return facts["slug"] if facts["live"] else latest["slug"]


def _versions(tags: dict[int, str]) -> tuple[dict, dict, dict]:
    """Return what the tables say of each term, its latest version, and its fields; in eight queries."""
    values = {
        facts["pk"]: facts
        for facts in Term.objects.order_by("pk").values(
            "pk", "locale_id", "translation_key", "live", "has_unpublished_changes", "first_published_at",
            "latest_revision_id", "broader_id", *FIELDS,
        )
    }  # fmt: skip
    forms = TermAlsoCalled.objects.order_by("record_id", "sort_order", "pk")
    citations = TermCitation.objects.order_by("record_id", "sort_order", "pk")
    parts = {
        "also_called": _grouped(forms.values_list("record_id", "text", "kind", "mark_in_text")),
        "sources": _grouped(citations.values_list("record_id", "source_id")),
        "tags": _grouped(TermTag.objects.order_by("pk").values_list("content_object_id", "tag__name")),
        "see_also": _grouped(_pairs(Term.see_also)),
        "not_same_as": _grouped(_pairs(Term.not_same_as)),
    }
    published = {
        pk: {
            **{name: facts[name] for name in FIELDS},
            "broader": facts["broader_id"],
            **{name: found.get(pk, []) for name, found in parts.items()},
        }
        for pk, facts in values.items()
    }
    wanted = {
        facts["latest_revision_id"]: pk for pk, facts in values.items() if facts["has_unpublished_changes"]
    }  # fmt: skip
    drafts = Revision.objects.filter(pk__in=[key for key in wanted if key]).order_by("pk")
    latest = {wanted[pk]: _draft(content, tags) for pk, content in drafts.values_list("pk", "content")}
    return published, {**published, **latest}, values


def _draft(content: dict[str, Any], tags: dict[int, str]) -> dict[str, Any]:
    """Return a draft as stored in a revision, in the form in which the tables are read."""
    defaults = {"part_of_speech": "noun", "mark_in_text": True}
    forms = sorted(content.get("also_called", []), key=_order)
    citations = sorted(content.get("citations", []), key=_order)
    return {
        **{name: content.get(name, defaults.get(name, "")) for name in FIELDS},
        "broader": content.get("broader"),
        "see_also": content.get("see_also", []),
        "not_same_as": content.get("not_same_as", []),
        "also_called": [(form["text"], form["kind"], form.get("mark_in_text", True)) for form in forms],
        "sources": [citation["source"] for citation in citations],
        "tags": [tags[item["tag"]] for item in content.get("tagged_items", []) if item["tag"] in tags],
    }


def _order(child: dict[str, Any]) -> int:
    return child.get("sort_order") or 0


def _pairs(relation: Any) -> Any:
    return relation.through.objects.order_by("pk").values_list("from_term_id", "to_term_id")


def _grouped(rows: Iterable[tuple]) -> dict[int, list]:
    """Return rows by their first value; a row of two values counts as its second."""
    found: dict[int, list] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found


def _sources() -> tuple[dict[int, CitedSource], dict[str, list[int]]]:
    """Return every source as a cell tells it, and the sources by each address that leads to them."""
    found: dict[int, CitedSource] = {}
    keys: dict[str, list[int]] = defaultdict(list)
    for pk, title, publisher, url, doi, pmid in Source.objects.order_by("pk").values_list(
        "pk", "title", "publisher", "url", "doi", "pmid"
    ):
        addresses = [url or "", f"doi:{doi}" if doi else "", f"pmid:{pmid}" if pmid else ""]
        address = next(filter(None, addresses), "")
        found[pk] = CitedSource(cells.one_line(title), cells.one_line(publisher), address)
        for one in filter(None, addresses):
            keys[address_key(one)].append(pk)
    return found, keys


def address_key(address: str) -> str:
    """Return an address as two citations of one source are compared: case and a stroke at the end do not count."""
    return address.rstrip("/").lower()
