"""The find box of the glossary: which terms a reader means, best first.

An index of all names and forms of a language is kept in memory until the glossary changes; finding asks no database.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import get_language

from glossary.enums import PartOfSpeech
from glossary.inflection import with_plural
from glossary.models import Term, TermAlsoCalled
from glossary.near_words import NearWords
from glossary.questions import readings
from glossary.spellings import spellings
from portal.base.enums import NameKind
from portal.base.stamps import keep

STAMP = "glossary"
LONGEST_QUERY = 200
MOST_SHOWN = 100
MOST_SUGGESTIONS = 5
MOST_WORDS_OF_A_NAME = 8
# A part of a word is looked for only from this length on: “es” is an abbreviation, not the middle of “test”.
SHORTEST_PART = 3


@dataclass(frozen=True)
class Entry:
    """One term as the find box knows it; the first form is its name."""

    term: int
    forms: tuple[str, ...]
    definition: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Found:
    """The terms a reader may mean, by primary key, each in one place only and the best first."""

    exact: tuple[int, ...] = ()
    named: tuple[int, ...] = ()
    inside: tuple[int, ...] = ()
    explained: tuple[int, ...] = ()
    near: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """How many terms were found for all that was typed: neither for parts of it, nor as suggestions."""
        return len(self.exact) + len(self.named) + len(self.explained)

    @property
    def terms(self) -> list[int]:
        """All terms, the suggestions too."""
        return [*self.exact, *self.named, *self.inside, *self.explained, *self.near]


class _Lines:
    """Many short texts as one long one, so that looking through all of them is one search; each has an owner."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._starts = array("l")
        self._owners = array("l")
        self._length = 1

    def add(self, text: str, owner: int) -> None:
        self._starts.append(self._length)
        self._owners.append(owner)
        self._texts.append(f" {text} \n")
        self._length += len(text) + 3

    @cached_property
    def _all(self) -> str:
        return "\n" + "".join(self._texts)

    def holding(self, part: str) -> Iterator[tuple[int, int]]:
        """Yield number and owner of each line that holds a part; “\\n ” in it is where a line begins."""
        place = self._all.find(part)
        while place != -1:
            line = bisect_right(self._starts, place + (part[0] == "\n")) - 1
            yield line, self._owners[line]
            following = line + 1
            if following >= len(self._starts):
                return
            place = self._all.find(part, self._starts[following] - 1)


@dataclass
class WordIndex:
    """All names, forms and definitions of one language."""

    entries: list[Entry]
    language: str = "en"
    _names: _Lines = field(default_factory=_Lines)
    _forms: _Lines = field(default_factory=_Lines)
    _definitions: _Lines = field(default_factory=_Lines)
    _whole: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry], language: str = "en") -> "WordIndex":
        """Build the index; entries come in the order in which equally good ones are listed."""
        index = cls(list(entries), language)
        for number, entry in enumerate(index.entries):
            written = {way: place for place, form in enumerate(entry.forms) for way in spellings(form, language) if way}
            for way, place in written.items():
                (index._forms if place else index._names).add(way, number)
                owners = index._whole.setdefault(way.replace(" ", ""), [])
                if number not in owners:
                    owners.append(number)
            index._definitions.add(spellings(entry.definition, language)[-1], number)
        return index

    def find(self, typed: str, topic: str = "") -> Found:
        """Return the terms that a reader may mean by what was typed, of one topic if one is given."""
        ways = [read[:LONGEST_QUERY] for read in readings(typed[:LONGEST_QUERY]) if read]
        if not ways:
            return Found()
        exact = next((hits for hits in map(self._called, ways) if hits), [])
        seen = set(exact)
        named = self._new(seen, self._with_name_like(ways[-1]))
        near = [] if exact or named else self._new(seen, self._meant(ways[-1]))
        inside = [] if exact else self._new(seen, self._named_in(ways[0]))
        explained = self._new(seen, self._with_definition_like(ways[-1]))
        return Found(*(self._terms(hits, topic) for hits in (exact, named, inside, explained, near)))

    def _called(self, words: str) -> list[int]:
        """Entries called exactly so; spaces and hyphens do not count."""
        hits: list[int] = []
        for way in spellings(words, self.language):
            hits += self._whole.get(way.replace(" ", ""), ())
        return list(dict.fromkeys(hits))

    def _with_name_like(self, words: str) -> list[int]:
        """Entries whose name or form begins with the words, then those that hold them, then those that hold each."""
        hits: list[int] = []
        for way in spellings(words, self.language):
            for part in self._parts(way):
                hits += [owner for lines in (self._names, self._forms) for _line, owner in lines.holding(part)]
        hits = list(dict.fromkeys(hits))
        return hits or self._holding_each(words.split())

    @staticmethod
    def _parts(words: str) -> list[str]:
        """What to look for in the lines: as a beginning, as whole words, as the beginning of a word, anywhere."""
        parts = [f"\n {words} ", f"\n {words}", f" {words} "]
        if len(words) >= SHORTEST_PART:
            parts.append(f" {words}")
            if len(words.split()[0]) >= SHORTEST_PART:
                parts.append(words)
        return parts

    def _holding_each(self, words: list[str]) -> list[int]:
        """Entries that hold each of several words in their names and forms, in whatever order."""
        if len(words) < 2:
            return []
        hits: dict[int, None] = {}
        for place, word in enumerate(dict.fromkeys(words)):
            part = f" {spellings(word, self.language)[-1]}" + (" " if len(word) < SHORTEST_PART else "")
            holding = {owner: None for lines in (self._names, self._forms) for _line, owner in lines.holding(part)}
            hits = {owner: None for owner in hits if owner in holding} if place else holding
        return list(hits)

    def _named_in(self, words: str) -> list[int]:
        """Entries whose whole name or form stands somewhere in what was typed, the longest first and each word once."""
        asked: list[str | None] = list(words.split())
        hits: list[int] = []
        for length in range(min(MOST_WORDS_OF_A_NAME, len(asked) - 1), 0, -1):
            for start in range(len(asked) - length + 1):
                part = asked[start : start + length]
                if None in part or len("".join(part)) < 2:
                    continue
                called = self._called(" ".join(part))
                if called:
                    hits += called
                    asked[start : start + length] = [None] * length
        return list(dict.fromkeys(hits))

    def _with_definition_like(self, words: str) -> list[int]:
        if len(words) < SHORTEST_PART:
            return []
        way = spellings(words, self.language)[-1]
        return [owner for _line, owner in self._definitions.holding(f" {way}")]

    def _meant(self, words: str) -> list[int]:
        """Entries whose name or form is nearly what was typed, as a whole or word by word."""
        way = spellings(words, self.language)[-1]
        hits = [
            owner
            for _slips, whole in self._near_names.nearest(way.replace(" ", ""), MOST_SUGGESTIONS)
            for owner in self._whole[whole]
        ]
        if not hits and (mended := self._mended(way.split())):
            hits = self._with_name_like(mended)
        return list(dict.fromkeys(hits))[:MOST_SUGGESTIONS]

    def _mended(self, words: list[str]) -> str:
        """Return the words with the unknown ones replaced by the nearest known; empty where one is like none."""
        known = self._near_words
        if all(word in known.known for word in words):
            return ""
        mended = []
        for word in words[:MOST_WORDS_OF_A_NAME]:
            nearest = [] if word in known.known else known.words.nearest(word, 1)
            if word not in known.known and not nearest:
                return ""
            mended.append(nearest[0][1] if nearest else word)
        return " ".join(mended)

    @cached_property
    def _near_names(self) -> NearWords:
        return NearWords(self._whole)

    @cached_property
    def _near_words(self) -> "_Vocabulary":
        forms = (spellings(form, self.language)[-1] for entry in self.entries for form in entry.forms)
        return _Vocabulary.of(word for form in forms for word in form.split())

    @staticmethod
    def _new(seen: set[int], hits: list[int]) -> list[int]:
        """Return the hits not seen before, and note them as seen."""
        fresh = [hit for hit in dict.fromkeys(hits) if hit not in seen]
        seen.update(fresh)
        return fresh

    def _terms(self, numbers: list[int], topic: str) -> tuple[int, ...]:
        entries = (self.entries[number] for number in numbers)
        return tuple(entry.term for entry in entries if not topic or entry.topic == topic)


@dataclass(frozen=True)
class _Vocabulary:
    """The single words of all names."""

    known: frozenset[str]
    words: NearWords

    @classmethod
    def of(cls, words: Iterable[str]) -> "_Vocabulary":
        known = frozenset(words)
        return cls(known, NearWords(known))


def find(typed: str, topic: str = "") -> Found:
    """Return the published terms of the active language that a reader may mean; no query once the index is there."""
    language = get_language() or ""
    return index_of(language).find(typed, topic)


def index_of(language: str) -> WordIndex:
    """Return the index of a language as it is published now; built again only after it changed in any process."""
    return keep(STAMP, ("finding", language), lambda: build(language))


def build(language: str) -> WordIndex:
    """Read the published terms of a language into an index (two queries, for plain rows: records take long to make)."""
    terms = Term.objects.public(language)
    others: dict[int, list[tuple[str, str]]] = {}
    forms = TermAlsoCalled.objects.filter(record__in=terms).order_by("record_id", "sort_order", "pk")
    for term, text, kind in forms.values_list("record_id", "text", "kind"):
        others.setdefault(term, []).append((text, kind))
    rows = terms.order_by_name().values_list("pk", "name", "part_of_speech", "short_definition", "topic")
    return WordIndex.of(
        (
            Entry(term, forms_of([(name, ""), *others.get(term, ())], part_of_speech, language), definition, topic)
            for term, name, part_of_speech, definition, topic in rows
        ),
        language,
    )


def forms_of(texts: list[tuple[str, str]], part_of_speech: str, language: str) -> tuple[str, ...]:
    """Return every form of a term, given with their kinds: regular plurals of nouns besides what an editor wrote."""
    is_noun = part_of_speech == PartOfSpeech.NOUN
    forms: dict[str, None] = {}
    for text, kind in texts:
        forms |= dict.fromkeys(with_plural(text, language) if is_noun and kind != NameKind.PLURAL else [text])
    return tuple(forms)


def at_most(found: Found, most: int = MOST_SHOWN) -> Found:
    """Return what was found with no more than so many terms in it, the best ones."""
    left = most
    kept = {}
    for name in ("exact", "named", "inside", "explained"):
        kept[name] = getattr(found, name)[:left]
        left -= len(kept[name])
    return replace(found, **kept)
