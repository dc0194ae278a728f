"""Reads published terms for the open formats, and tells when what they give away has changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from glossary.formats import Link, OpenTerm, Scheme, SourceFacts
from glossary.models import Term, TermCitation, TermQuerySet
from portal.base.conditional import State, noticed_at, stamps_of, state_of
from portal.base.frame import STAMP as FRAME_STAMP
from portal.base.frame import identity_of, language_of
from portal.base.models import Review, with_sources
from portal.base.published_text import lines_of
from portal.base.text import fold

STAMP = "glossary"
# Renewed by what a term's data show and the term itself does not hold: its sources and reviews (signal_handlers.py).
PARTS_STAMP = "glossary-parts"
STAMPS = (STAMP, PARTS_STAMP, FRAME_STAMP)
# Raise it when a format changes, so that nobody is told "not modified".
EDITION = 1


def scheme_of(request) -> Scheme:
    """Return the glossary in the language of the page, as others are to name and credit it."""
    site = identity_of(request).name
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Scheme(
        name=_("Glossary of %(site)s") % {"site": site},
        address=_index_address(language),
        language=language,
        publisher=_("%(site)s contributors") % {"site": site},
    )


def state_of_data(terms: TermQuerySet, *about: object) -> State:
    """Return what changes whenever the data of these published terms may have (one query), asked before building."""
    found = terms.aggregate(number=Count("pk"), latest=Max("last_published_at"))
    times = [noticed_at(stamp, timezone.now) for stamp in STAMPS]
    if found["latest"]:
        times.append(found["latest"])
    return state_of(
        EDITION, settings.SITE_ADDRESS, *about, *stamps_of(*STAMPS), found["number"], found["latest"],
        changed_at=max(times),
    )  # fmt: skip


def open_terms(terms: TermQuerySet) -> list[OpenTerm]:
    """Return published terms of the active language as open data, by name, in a constant number of queries."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    rows = list(with_citations(terms.order_by_name().prefetch_related("also_called")))
    around = _Surroundings.of(rows, language)
    index = _index_address(language)
    return [_open_term(term, index, language, around) for term in rows]


def with_citations(terms: TermQuerySet) -> TermQuerySet:
    """Return terms whose sources will be fetched with them."""
    return terms.prefetch_related(with_sources(TermCitation.objects))


def linked_term(term: Term, translations: Iterable[Term]) -> OpenTerm:
    """Return a fetched term as its own page gives it away to machines: without its relations (no query)."""
    language = language_of(term.locale_id)
    return OpenTerm(
        name=term.name,
        address=_index_address(language) + f"{term.slug}/",
        language=language,
        short_definition=term.short_definition,
        also_called=tuple((other.text, str(other.kind)) for other in term.also_called.all()),
        translations=tuple(
            Link(other.name, settings.SITE_ADDRESS + other.get_absolute_url()) for other in translations
        ),
    )


def _open_term(term: Any, index: str, language: str, around: "_Surroundings") -> OpenTerm:
    return OpenTerm(
        name=term.name,
        address=f"{index}{term.slug}/",
        language=language,
        short_definition=term.short_definition,
        more="\n".join(lines_of(term.more)),
        say_it_like=term.say_it_like,
        part_of_speech=term.part_of_speech,
        topic=term.topic,
        sentence=term.sentence,
        also_called=tuple((other.text, str(other.kind)) for other in term.also_called.all()),
        broader=around.terms.get(term.broader_id),
        narrower=around.links(around.narrower[term.pk]),
        see_also=around.links(around.see_also[term.pk]),
        not_same_as=around.links(around.not_same_as[term.pk]),
        translations=tuple(around.translations[term.translation_key]),
        sources=tuple(_source(citation.source) for citation in term.citations.all()),
        first_published_at=term.first_published_at,
        changed_at=term.last_published_at,
        last_reviewed=around.reviewed.get(str(term.pk)),
    )


def _source(source: Any) -> SourceFacts:
    return SourceFacts(
        title=source.title,
        address=source.address,
        publisher=source.publisher,
        published_on=str(source.published_on or ""),
        accessed_on=source.accessed_on.isoformat() if source.accessed_on else "",
    )


def _index_address(language: str) -> str:
    with translation.override(language):
        return settings.SITE_ADDRESS + reverse("glossary:term_index")


@dataclass
class _Surroundings:
    """Everything published around some terms, by primary key; a term that is not published is not in it."""

    terms: dict[int | None, Link]
    narrower: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    see_also: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    not_same_as: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    translations: dict[Any, list[Link]] = field(default_factory=lambda: defaultdict(list))
    reviewed: dict[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[Term], language: str) -> "_Surroundings":
        """Fetch what stands around the given terms (five queries); for one term, no more than what it needs."""
        only = rows[0] if len(rows) == 1 else None
        see_also = _pairs(Term.see_also.through, only)
        not_same_as = _pairs(Term.not_same_as.through, only)
        near = Term.objects.public(language)
        others = Term.objects.live().exclude(locale__language_code=language)
        reviews = Review.objects.filter(content_type=ContentType.objects.get_for_model(Term))
        if only is not None:
            linked = {only.broader_id, *(pk for pairs in (see_also, not_same_as) for pk in pairs[only.pk])}
            near = near.filter(Q(pk__in=linked) | Q(broader=only))
            others = others.filter(translation_key=only.translation_key)
            reviews = reviews.filter(object_id=str(only.pk))
        around = cls({}, see_also=see_also, not_same_as=not_same_as)
        around._add_terms(near, language)
        around._add_translations(others)
        latest = reviews.order_by().values_list("object_id").annotate(latest=Max("reviewed_on"))
        around.reviewed = dict(latest)
        return around

    def links(self, keys: list[int]) -> tuple[Link, ...]:
        """Return the published ones of some terms, by name."""
        return tuple(sorted((self.terms[key] for key in keys if key in self.terms), key=lambda link: fold(link.name)))

    def _add_terms(self, terms: TermQuerySet, language: str) -> None:
        index = _index_address(language)
        for pk, name, slug, broader in terms.values_list("pk", "name", "slug", "broader_id"):
            self.terms[pk] = Link(name, f"{index}{slug}/")
            if broader is not None:
                self.narrower[broader].append(pk)

    def _add_translations(self, terms: TermQuerySet) -> None:
        indexes: dict[str, str] = {}
        found = terms.order_by("locale_id", "pk").values_list("translation_key", "name", "slug", "locale_id")
        for key, name, slug, locale_id in found:
            language = language_of(locale_id)
            if language not in indexes:
                indexes[language] = _index_address(language)
            self.translations[key].append(Link(name, f"{indexes[language]}{slug}/", language))


def _pairs(through: Any, only: Term | None) -> dict[int, list[int]]:
    """Return which terms lead to which through a relation between terms."""
    pairs: dict[int, list[int]] = defaultdict(list)
    rows = through.objects.order_by("pk")
    for one, other in (rows.filter(from_term=only) if only else rows).values_list("from_term_id", "to_term_id"):
        pairs[one].append(other)
    return pairs
