"""What a term's page and the A-Z list show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from glossary.finding import Found
from glossary.formats import LICENCE_ADDRESS, LICENCE_NAME, Scheme, term_json_ld
from glossary.open_data import linked_term
from glossary.used_on import UsedOn, used_on
from portal.base.enums import SHOWN_NAME_KINDS
from portal.base.presenters import RecordPage, SourceLine, source_lines


@dataclass
class TermPage(RecordPage):
    """One term."""

    uses: UsedOn = field(default_factory=UsedOn)
    scheme: Scheme | None = None

    section_label = _("Glossary")
    section_address = reverse_lazy("glossary:term_index")
    licence_name = LICENCE_NAME
    licence_address = LICENCE_ADDRESS

    @classmethod
    def of(cls, record, **more):
        """Fetch what the page needs beyond the record and build it, in a constant number of queries."""
        return super().of(record, uses=used_on(record), **more)

    @property
    def summary(self) -> str:
        return self.record.short_definition

    @property
    def unmarked_terms(self) -> frozenset:
        return frozenset({self.record.pk})

    @cached_property
    def broader(self):
        broader = self.record.broader
        return broader if broader is not None and broader.live else None

    @cached_property
    def narrower(self) -> list:
        return published(self.record.narrower.all() if self.record.pk else [])

    @cached_property
    def see_also(self) -> list:
        return published(self.record.see_also.all())

    @cached_property
    def not_same_as(self) -> list:
        return published(self.record.not_same_as.all())

    @property
    def data_address(self) -> str:
        return reverse("glossary:term_json", args=[self.record.slug or "-"])

    @property
    def embed_address(self) -> str:
        return settings.SITE_ADDRESS + reverse("glossary:term_embed", args=[self.record.slug or "-"])

    @property
    def embed_code(self) -> str:
        """What somebody else puts into a page of theirs to show the definition there."""
        return format_html(
            '<iframe src="{}" title="{}" width="100%" height="240"></iframe>', self.embed_address, self.title
        )

    @property
    def linked_data(self) -> SafeString:
        """The term for machines: a block of data, which no browser runs (docs/decisions/0010); none in a preview."""
        if self.scheme is None:
            return mark_safe("")
        written = term_json_ld(linked_term(self.record, self.translations), self.scheme)
        return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - escaped by term_json_ld


@dataclass(frozen=True)
class EmbeddedTerm:
    """One term as a small page inside somebody else's; sources as far as there is room."""

    record: Any
    sources: list[SourceLine]
    sources_left_out: int

    licence_name = LICENCE_NAME
    licence_address = LICENCE_ADDRESS

    @classmethod
    def of(cls, record, most: int) -> "EmbeddedTerm":
        """Build it from a term whose sources were fetched."""
        sources = source_lines(record.citations.all())
        return cls(record, sources[:most], len(sources[most:]))

    @property
    def address(self) -> str:
        return settings.SITE_ADDRESS + self.record.get_absolute_url()


@dataclass(frozen=True)
class Line:
    """One term in a list."""

    name: str
    address: str
    say: str
    definition: str
    also_called: tuple[str, ...] = ()

    @classmethod
    def of(cls, term, *, with_forms: bool = False) -> "Line":
        """Shape a term; its other forms must have been fetched where they are wanted."""
        others = term.also_called.all() if with_forms else ()
        shown = tuple(other.text for other in others if other.kind in SHOWN_NAME_KINDS)
        return cls(term.name, term.get_absolute_url(), term.say_it_like, term.short_definition, shown)


@dataclass(frozen=True)
class Letter:
    """One letter of the A-Z list with its terms."""

    letter: str
    lines: tuple[Line, ...]

    @property
    def anchor(self) -> str:
        return "letter-" + ("0" if self.letter == "#" else self.letter)

    @property
    def count(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Findings:
    """What the find box found: each term in one place, the best first; ``near`` are words that may have been meant."""

    exact: list[Line] = field(default_factory=list)
    named: list[Line] = field(default_factory=list)
    inside: list[Line] = field(default_factory=list)
    explained: list[Line] = field(default_factory=list)
    near: list[Line] = field(default_factory=list)
    total: int = 0
    left_out: int = 0

    @classmethod
    def of(cls, found: Found, shown: Found, terms: dict) -> "Findings":
        """Put the fetched terms of what is to be shown, by primary key, into the places where they were found."""

        def fetched(keys: Iterable[int]) -> list[Line]:
            return [Line.of(terms[key], with_forms=True) for key in keys if key in terms]

        return cls(
            exact=fetched(shown.exact),
            named=fetched(shown.named),
            inside=fetched(shown.inside),
            explained=fetched(shown.explained),
            near=fetched(shown.near),
            total=found.total,
            left_out=len(found.terms) - len(shown.terms),
        )


def published(terms) -> list:
    """Return only what a reader may see, by name: a draft must not leak through a related term."""
    return sorted((term for term in terms if term.live), key=lambda term: term.folded_name)


def letters(terms) -> list[Letter]:
    """Return terms, already in order, under the letters they stand under; a letter comes once, however sorted."""
    under: dict[str, list[Line]] = {}
    for term in terms:
        under.setdefault(term.initial, []).append(Line.of(term))
    return [Letter(letter, tuple(listed)) for letter, listed in under.items()]
