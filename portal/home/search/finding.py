"""Finds what a reader means: names first, then texts, then what is nearly so. The same steps for every engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, F, Q, TextField, Value, When

from portal.home.pinning import pinned_for
from portal.home.search.engines import Hits, engine
from portal.home.search.engines.interface import MOST_RANKED
from portal.home.search.mending import Mended, mend, unknown_words
from portal.home.search.ranking import Candidate, rank, weights_of
from portal.home.search.reading import Asked, Span, understand
from portal.home.search.words import singular
from portal.home.search_index.following import follow
from portal.home.search_models import Kind, NameRole, SearchDocument, SearchName, SearchWord

KINDS = tuple(kind.value for kind in Kind)
# How many documents of a kind are looked at more closely; enough for its first page, or for many pages of one kind.
CLOSER, CLOSER_OF_ONE = 20, MOST_RANKED
# From so many hits in names on, texts need not be looked through as well.
ENOUGH_NAMES = 8
# What scores less is not worth a place among the best.
WORTH_SHOWING = 12.0
ENOUGH_WORDS = 2
# What holds some of the words only must be this good, compared with the best.
PART_OF_BEST = 0.3


@dataclass
class Found:
    """What was found: the documents worth showing, the best first, and how many there are of each kind."""

    asked: Asked
    ranked: list[Candidate] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    pinned: SearchDocument | None = None
    mended: Mended | None = None
    known: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.totals.values())


def find(typed: str, language: str, *, kind: str = "", as_typed: bool = False) -> Found:
    """Return what a reader probably means by what was typed; of one kind only if one is given.

    ``as_typed`` mends nothing. At most eleven queries, however much is found; four of them only where a slip was made.
    """
    follow()
    asked = understand(typed, language)
    if not asked.words:
        return Found(asked)
    pinned = None if kind else pinned_for(asked)
    spans = _spans(asked)
    known = _known(asked)
    mended = None
    unknown = [] if as_typed else unknown_words(asked, known, _named(asked, spans))
    if unknown and (mended := mend(asked, unknown)):
        asked = mended.asked
        spans = _spans(asked)
        known |= mended.known
    kinds = (kind,) if kind in KINDS else KINDS
    hits = _hits(asked, spans, kinds, CLOSER_OF_ONE if kind else CLOSER)
    ranked, totals = _rank(asked, spans, hits, known, kinds)
    return Found(asked, ranked, totals, pinned, mended, known)


def find_number(asked: Asked) -> SearchDocument | None:
    """Return the one trial that has the number typed, if nothing else was typed; a code or name is no number."""
    if not asked.numbers or not asked.is_only_a_number:
        return None
    follow()
    names = SearchName.objects.public(asked.language).filter(role=NameRole.NUMBER, key__in=asked.numbers)
    documents = {name.document_id: name.document for name in names.select_related("document")[:3]}
    return next(iter(documents.values())) if len(documents) == 1 else None


def _spans(asked: Asked) -> dict[int, list[tuple[Span, str]]]:
    """Return by document which of the words typed are one of its whole names (one query)."""
    by_key = {span.key: span for span in asked.spans}
    everywhere = frozenset(range(len(asked.words)))
    by_key |= {number: Span(everywhere, number) for number in asked.numbers}
    found: dict[int, list[tuple[Span, str]]] = {}
    names = SearchName.objects.public(asked.language).filter(key__in=by_key)
    for document, key, role in names.values_list("document_id", "key", "role")[:MOST_RANKED]:
        # A bare number in a question is an age or a dose; it is a code only where nothing else was typed.
        if role != NameRole.CODE or not key.isdigit() or asked.code:
            found.setdefault(document, []).append((by_key[key], role))
    return found


def _named(asked: Asked, spans: dict[int, list[tuple[Span, str]]]) -> set[int]:
    """Return the places of words that are right because they are a name; a known misspelling only as a whole."""
    content = {place for place, word in enumerate(asked.words) if word in asked.content}
    return {
        place
        for some in spans.values()
        for span, role in some
        if role != NameRole.MISSPELLING or span.places >= content
        for place in span.places
    }


def _known(asked: Asked) -> dict[str, int]:
    """Return which of the words are used by anything published, and by how many (one query)."""
    return dict(SearchWord.objects.public(asked.language).filter(word__in=asked.words).values_list("word", "uses"))


def _hits(asked: Asked, spans, kinds: Sequence[str], most: int) -> dict[str, list[tuple[str, Hits]]]:
    """Return the hits of the engine by how they were found: in names, in texts, or with any of the words."""
    found = {"names": engine().hits(asked.language, asked.content, kinds=kinds, in_names=True, most=most)}
    if sum(hits.total for hits in found["names"].values()) < ENOUGH_NAMES or len(kinds) == 1:
        found["texts"] = engine().hits(asked.language, asked.content, kinds=kinds, most=most)
        # Of a whole question, most names hold a part only. Trials are too many for that, and too much alike.
        small = [kind for kind in kinds if kind != Kind.TRIAL]
        if small and len(asked.content) >= ENOUGH_WORDS:
            found["any"] = engine().hits(
                asked.language, asked.content, kinds=small, in_names=True, any_word=True, most=most
            )
    if asked.is_question and Kind.PAGE in kinds:
        # Pages answer questions that none of their names holds: "can I give blood after it".
        words = [word for word in dict.fromkeys(asked.words) if word not in asked.small]
        found["pages"] = engine().hits(asked.language, words, kinds=[Kind.PAGE], any_word=True, most=most)
    return found


def _rank(asked: Asked, spans, hits, known, kinds) -> tuple[list[Candidate], dict[str, int]]:
    places: dict[int, int] = {}
    holds_all: set[int] = set()
    for how, by_kind in hits.items():
        for one in by_kind.values():
            for place, key in enumerate(one.keys):
                places[key] = min(place, places.get(key, 99))
                if how == "texts":
                    holds_all.add(key)
    candidates = []
    for candidate in _candidates({*places, *spans}, asked, kinds):
        candidate.spans = spans.get(candidate.key, [])
        candidate.holds_all = candidate.key in holds_all
        candidate.place = places.get(candidate.key, 99)
        candidates.append(candidate)
    longer = frozenset(
        place for some in spans.values() for span, _role in some if len(span.places) > 1 for place in span.places
    )
    weights = weights_of(asked, known, _size(known), longer)
    ranked = rank(candidates, asked, weights)
    least = max(WORTH_SHOWING, PART_OF_BEST * ranked[0].score) if ranked else 0
    counted = {key for how in ("names", "texts") for one in hits.get(how, {}).values() for key in one.keys}
    ranked = [one for one in ranked if one.score >= (WORTH_SHOWING if one.key in counted else least)]
    return ranked, _totals(ranked, hits)


def _size(known: dict[str, int]) -> int:
    return max(200, *known.values()) if known else 200


def _totals(ranked: Iterable[Candidate], hits) -> dict[str, int]:
    """Return how many there are of each kind: what the engine counted, or what is worth showing where that is more."""
    shown: dict[str, int] = {}
    for candidate in ranked:
        shown[candidate.kind] = shown.get(candidate.kind, 0) + 1
    counted: dict[str, int] = {}
    for how in ("names", "texts"):
        for kind, one in hits.get(how, {}).items():
            counted[kind] = max(counted.get(kind, 0), one.total)
    return {kind: max(shown.get(kind, 0), counted.get(kind, 0)) for kind in KINDS if kind in shown}


def _candidates(keys: Iterable[int], asked: Asked, kinds: Sequence[str]) -> Iterable[Candidate]:
    """Yield the documents to be judged; without their texts, but for pages that may answer a question (one query)."""
    is_read = Q(kind=Kind.PAGE) if asked.is_question else Q(pk__in=())
    documents = SearchDocument.objects.public(asked.language).filter(pk__in=keys, kind__in=kinds)
    for key, kind, title, names, forms, topics, text in documents.values_list(
        "pk",
        "kind",
        "title",
        "names",
        "forms",
        "topics",
        Case(When(is_read, then=F("words")), default=Value(""), output_field=TextField()),
    ):
        all_names = (names, *forms.split("\n")) if forms else (names,)
        words = tuple(tuple(name.split()) for name in all_names)
        yield Candidate(key, kind, title, words, _topic_words(topics, asked.language), text=f" {text}")


def _topic_words(topics: str, language: str) -> frozenset[str]:
    return frozenset(singular(word, language) for word in topics.split())
