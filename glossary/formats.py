"""The glossary as open data: JSON, CSV and JSON-LD (SKOS: skos.py). Pure functions from terms to text; no models."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from portal.base.enums import SHOWN_NAME_KINDS, NameKind
from portal.base.exporting import as_csv
from portal.base.json_ld import written

LICENCE_NAME = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

# Forms that a reader sees are alternative labels; the others help to find a term and stay hidden.
HIDDEN_KINDS = frozenset(NameKind.values).difference(SHOWN_NAME_KINDS)


@dataclass(frozen=True)
class Scheme:
    """The glossary of one language: its name, its address, and whom to credit."""

    name: str
    address: str
    language: str
    publisher: str


@dataclass(frozen=True)
class Link:
    """Another published term; its language where that is another one."""

    name: str
    address: str
    language: str = ""


@dataclass(frozen=True)
class SourceFacts:
    """A source as others may cite it."""

    title: str
    address: str
    publisher: str = ""
    published_on: str = ""
    accessed_on: str = ""


@dataclass(frozen=True)
class OpenTerm:
    """A published term with everything that is given away; ``more`` is without mark-up."""

    name: str
    address: str
    language: str
    short_definition: str
    more: str = ""
    say_it_like: str = ""
    part_of_speech: str = ""
    topic: str = ""
    sentence: str = ""
    also_called: tuple[tuple[str, str], ...] = ()
    broader: Link | None = None
    narrower: tuple[Link, ...] = ()
    see_also: tuple[Link, ...] = ()
    not_same_as: tuple[Link, ...] = ()
    translations: tuple[Link, ...] = ()
    sources: tuple[SourceFacts, ...] = ()
    first_published_at: datetime | None = None
    changed_at: datetime | None = None
    last_reviewed: date | None = None

    @property
    def shown_forms(self) -> list[str]:
        return [text for text, kind in self.also_called if kind not in HIDDEN_KINDS]

    @property
    def hidden_forms(self) -> list[str]:
        return [text for text, kind in self.also_called if kind in HIDDEN_KINDS]


# --- JSON ------------------------------------------------------------------------------------------------------------


def term_json(term: OpenTerm, scheme: Scheme) -> str:
    """Return one term as JSON."""
    return json.dumps({**_facts(term), **_credit(scheme)}, ensure_ascii=False, indent=1) + "\n"


def glossary_json(terms: Sequence[OpenTerm], scheme: Scheme) -> str:
    """Return all terms of a language as JSON, each on a line of its own."""
    head = {
        "name": scheme.name,
        "address": scheme.address,
        "language": scheme.language,
        "changed_at": moment_text(last_change(terms)),
        **_credit(scheme),
        "count": len(terms),
    }
    # An indent would spread each term over thirty lines, and takes five times as long.
    beginning = json.dumps(head, ensure_ascii=False).removesuffix("}")
    listed = ",\n".join(json.dumps(_facts(term), ensure_ascii=False) for term in terms)
    return f'{beginning}, "terms": [\n{listed}\n]}}\n'


def _facts(term: OpenTerm) -> dict[str, Any]:
    return {
        "name": term.name,
        "address": term.address,
        "language": term.language,
        "short_definition": term.short_definition,
        "more": term.more,
        "say_it_like": term.say_it_like,
        "part_of_speech": term.part_of_speech,
        "topic": term.topic,
        "sentence": term.sentence,
        "also_called": [{"text": text, "kind": kind} for text, kind in term.also_called],
        "broader": _link(term.broader) if term.broader else None,
        "narrower": [_link(link) for link in term.narrower],
        "see_also": [_link(link) for link in term.see_also],
        "not_the_same_as": [_link(link) for link in term.not_same_as],
        "translations": [{"language": link.language, **_link(link)} for link in term.translations],
        "sources": [
            {
                "title": source.title,
                "publisher": source.publisher,
                "address": source.address,
                "published_on": source.published_on,
                "accessed_on": source.accessed_on,
            }
            for source in term.sources
        ],
        "first_published_at": moment_text(term.first_published_at),
        "changed_at": moment_text(term.changed_at),
        "last_reviewed": term.last_reviewed.isoformat() if term.last_reviewed else None,
    }


def _link(link: Link) -> dict[str, str]:
    return {"name": link.name, "address": link.address}


def _credit(scheme: Scheme) -> dict[str, Any]:
    return {
        "credit": scheme.publisher,
        "licence": {"name": LICENCE_NAME, "address": LICENCE_ADDRESS},
    }


def last_change(terms: Iterable[OpenTerm]) -> datetime | None:
    """Return when the latest of some terms was published."""
    return max((term.changed_at for term in terms if term.changed_at), default=None)


def moment_text(moment: datetime | None) -> str | None:
    """Return a moment in UTC as every format writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


# --- CSV -------------------------------------------------------------------------------------------------------------

SEPARATOR = " | "
COLUMNS = (
    "name", "address", "language", "short_definition", "more", "say_it_like", "part_of_speech", "topic", "sentence",
    "also_called", "hidden_forms", "broader", "narrower", "see_also", "not_the_same_as", "sources", "changed_at",
    "last_reviewed", "credit", "licence",
)  # fmt: skip


def glossary_csv(terms: Iterable[OpenTerm], scheme: Scheme) -> str:
    """Return all terms as a table, one a line; several values in one cell have bars between them."""
    rows = (_row(term, scheme) for term in terms)
    return as_csv(COLUMNS, ([row[column] for column in COLUMNS] for row in rows))


def _row(term: OpenTerm, scheme: Scheme) -> dict[str, str]:
    return {
        "name": term.name,
        "address": term.address,
        "language": term.language,
        "short_definition": term.short_definition,
        "more": term.more,
        "say_it_like": term.say_it_like,
        "part_of_speech": term.part_of_speech,
        "topic": term.topic,
        "sentence": term.sentence,
        "also_called": SEPARATOR.join(term.shown_forms),
        "hidden_forms": SEPARATOR.join(term.hidden_forms),
        "broader": term.broader.name if term.broader else "",
        "narrower": SEPARATOR.join(link.name for link in term.narrower),
        "see_also": SEPARATOR.join(link.name for link in term.see_also),
        "not_the_same_as": SEPARATOR.join(link.name for link in term.not_same_as),
        "sources": SEPARATOR.join(source.address for source in term.sources),
        "changed_at": moment_text(term.changed_at) or "",
        "last_reviewed": term.last_reviewed.isoformat() if term.last_reviewed else "",
        "credit": scheme.publisher,
        "licence": LICENCE_ADDRESS,
    }


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


def term_json_ld(term: OpenTerm, scheme: Scheme) -> str:
    """Return one term as schema.org's DefinedTerm, fit to stand inside an HTML script element."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": term.address,
        "name": term.name,
        "description": term.short_definition,
        "url": term.address,
        "inDefinedTermSet": _set(scheme),
    }
    if term.shown_forms:
        facts["alternateName"] = term.shown_forms
    if term.translations:
        facts["sameAs"] = [link.address for link in term.translations]
    return written(facts)


def set_json_ld(scheme: Scheme) -> dict[str, Any]:
    """Return the glossary itself as schema.org's DefinedTermSet."""
    return {"@context": "https://schema.org", **_set(scheme)}


def _set(scheme: Scheme) -> dict[str, Any]:
    return {
        "@type": "DefinedTermSet",
        "@id": scheme.address,
        "name": scheme.name,
        "url": scheme.address,
        "inLanguage": scheme.language,
        "license": LICENCE_ADDRESS,
    }
