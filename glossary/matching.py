"""Finds glossary words in plain text. Pure functions; no models, no database, no HTML.

The matcher looks each word of a text up in a dictionary of first words and then tries the longest form that begins
with it: its cost hardly grows with the number of terms (tests/benchmarks/test_marking_speed.py).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import NamedTuple

# Unicode's word borders for the scripts we publish in, without a dependency: a word is letters and digits, with the
# combining marks and the invisible characters that may stand inside it. An apostrophe ends it, so that "l'ADN" holds
# "ADN" and "gene's" holds "gene". U+02BC is one too, though Unicode calls it a letter; and a raised number is a note.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
APOSTROPHES = "'\u2019\u02bc"
COMBINING = "".join(
    chr(code)
    for codes in (range(0x0300, 0x1DFF), range(0x20D0, 0x2100), range(0xA66F, 0xAAFF), range(0xFE00, 0xFE30))
    for code in codes
    if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
)
LETTER = r"[^\W_\u02bc\u00b2\u00b3\u00b9\u2070-\u2079]"
WORD = re.compile(rf"{LETTER}+(?:[{COMBINING}{INVISIBLE}]+{LETTER}*+)*+")
ASCII_WORD = re.compile("[A-Za-z0-9]+")  # the same, quicker, for texts in which nothing else occurs
# What may stand between two words of one form: space, one hyphen or dash without spaces, or one apostrophe.
GAP = re.compile(rf"\s[\s{INVISIBLE}]*|[-\u2010-\u2013][{INVISIBLE}]*|[{APOSTROPHES}]")
HYPHENS = "-\u2010\u2011"
INVISIBLES = re.compile(f"[{INVISIBLE}]")
ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
GREEK_ACCENTS = re.compile("[\u0300\u0301\u0342]")

# "non-viral vector" is the opposite of a viral vector.
NEGATIONS = frozenset({"non", "nicht"})
# Beside one of these, a word may belong to an address, a file name or a number, which is then looked at as a whole.
ADDRESS_SIGNS = frozenset("@_#\\/.=?&%~-+")
ADDRESS = re.compile(r"//|@|^www\.|^/|\w\.[a-z]{2,}/", re.IGNORECASE)
LONGEST_ADDRESS = 200
UNBROKEN = re.compile(r"\S*")


class Form(NamedTuple):
    """One written form of a term, as an editor typed it."""

    text: str
    term: int


class Entry(NamedTuple):
    """One form as the matcher compares it; ``exact`` holds the words that must keep their case, "" for the others.

    ``gaps`` is what was typed between its words, which may be more than a space or hyphen: "CRISPR/Cas9".
    """

    term: int
    exact: tuple[str, ...]
    gaps: tuple[str, ...]


class Match(NamedTuple):
    """A place in a text where a term is used; ``place`` is the number of its first word, counted from 0."""

    term: int
    start: int
    end: int
    place: int


def keeps_case(word: str) -> bool:
    """Return whether a word means something only as it is written: DNA, gRNA, Cas9, T — but not Cell or cell."""
    rest = word[1:]
    return any(letter.isupper() for letter in rest) or (
        word[:1].isupper() and (len(word) == 1 or any(letter.isdigit() for letter in rest))
    )


def fold_word(word: str, language: str = "en") -> str:
    """Return a word as it is compared: composed, without invisible marks, without case by the rules of its language.

    Greek drops its accents in capitals and moves them when a word is inflected, so they do not count there.
    """
    if not word.isascii():
        word = clean_word(word)
        if language.startswith("ar"):
            word = ARABIC_MARKS.sub("", word)
        elif language.startswith("el"):
            bare = GREEK_ACCENTS.sub("", unicodedata.normalize("NFD", word))
            word = unicodedata.normalize("NFC", bare)
    if language.startswith(("tr", "az")):
        word = word.replace("İ", "i").replace("I", "ı")
    return word.casefold()


def clean_word(word: str) -> str:
    """Return a word as written, but composed and without soft hyphens."""
    return word if word.isascii() else unicodedata.normalize("NFC", INVISIBLES.sub("", word))


def without_clitics(word: str) -> list[str]:
    """Return what an Arabic word may be without the article, prepositions and "and" that are written onto it."""
    found: list[str] = []
    for before in ("", "و", "ف"):
        for preposition in ("", "ب", "ك", "ل"):
            if not word.startswith(before + preposition):
                continue
            rest = word.removeprefix(before + preposition)
            found += [rest] if len(rest) > 2 else []
            if rest.startswith("ال"):
                found.append(rest.removeprefix("ال"))
            elif preposition == "ل" and rest.startswith("ل"):
                found += [f"\u0627{rest}", rest.removeprefix("ل")]
    return [bare for bare in found if len(bare) > 1 and bare != word]


@dataclass(slots=True)
class Bucket:
    """The forms that begin with one word: how many words they have, the most first, and the forms by their words.

    ``seconds`` are their second words: in a glossary of many terms, most places can be passed over by these alone.
    """

    lengths: tuple[int, ...] = ()
    seconds: set[str] = field(default_factory=set)
    by_words: dict[tuple[str, ...], list[Entry]] = field(default_factory=dict)


NOTHING = Bucket()


@dataclass
class Matcher:
    """Finds forms in plain text, the longest first. Made once per language and state of the glossary."""

    language: str
    buckets: dict[str, Bucket] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def __post_init__(self):
        self._is_arabic = self.language.startswith("ar")

    @classmethod
    def of(cls, forms: Iterable[Form], language: str = "en") -> "Matcher":
        """Build a matcher; a form that two terms claim goes to the first of them."""
        matcher = cls(language)
        for form in forms:
            matcher._add(form)
        return matcher

    def _add(self, form: Form) -> None:
        spans = [match.span() for match in WORD.finditer(form.text)]
        if not spans:
            return
        written = [clean_word(form.text[start:end]) for start, end in spans]
        gaps = tuple(form.text[before[1] : after[0]] for before, after in pairwise(spans))
        words = tuple(fold_word(word, self.language) for word in written)
        exact = tuple(word if keeps_case(word) else "" for word in written)
        self.words.update(words)
        bucket = self.buckets.setdefault(words[0], Bucket())
        known = bucket.by_words.setdefault(words, [])
        if not any(entry.exact == exact and entry.gaps == gaps for entry in known):
            known.append(Entry(form.term, exact, gaps))
            known.sort(key=lambda entry: -sum(map(bool, entry.exact)))
            bucket.lengths = tuple(sorted({*bucket.lengths, len(words)}, reverse=True))
            bucket.seconds.update(words[1:2])

    def find(self, text: str, barred: frozenset[int] = frozenset()) -> list[Match]:
        """Return the uses of terms in a text, in order, none overlapping, without those of barred terms.

        A barred term still takes its words: no "gene" is found in "gene therapy" on the page about gene therapy.
        """
        return [match for match in self.read(text)[0] if match.term not in barred]

    def read(self, text: str) -> tuple[list[Match], list[tuple[int, int]]]:
        """Return all uses of terms in a text, and where each of its words begins and ends."""
        spans = [match.span() for match in (ASCII_WORD if text.isascii() else WORD).finditer(text)]
        folded = self._fold_all(text, spans)
        entries_at = self._entries_with_clitics if self._is_arabic else self._entries_at
        found: list[Match] = []
        free = 0
        for place in self._places(folded):
            if place < free:
                continue
            for entry in entries_at(folded, place):
                length = len(entry.exact)
                if self._is_written_like(entry, text, spans, place):
                    if self._means_something_else(text, spans, folded, place, length):
                        continue
                    found.append(Match(entry.term, spans[place][0], spans[place + length - 1][1], place))
                    free = place + length
                    break
        return found, spans

    def _places(self, folded: list[str]) -> Iterable[int]:
        """Return where a form may begin."""
        if self._is_arabic:
            return range(len(folded))
        buckets = self.buckets
        return [place for place, word in enumerate(folded) if word in buckets]

    def _entries_at(self, folded: list[str], place: int) -> Sequence[Entry]:
        """Return the entries whose words begin here, the longest first."""
        bucket = self.buckets[folded[place]]
        if place + 1 < len(folded) and folded[place + 1] in bucket.seconds:
            entries: list[Entry] = []
            for length in bucket.lengths:
                entries += bucket.by_words.get(tuple(folded[place : place + length]), ())
            return entries
        return bucket.by_words.get((folded[place],), ())

    def _entries_with_clitics(self, folded: list[str], place: int) -> list[Entry]:
        """The same for Arabic, where every word may have the article or a preposition written onto it."""
        entries: list[Entry] = []
        for first in self._variants(folded[place]):
            bucket = self.buckets.get(first, NOTHING)
            for length in bucket.lengths:
                following = folded[place + 1 : place + length]
                for others in product(*map(self._variants, following)):
                    entries += bucket.by_words.get((first, *others), ())
        return entries

    def _fold_all(self, text: str, spans: list[tuple[int, int]]) -> list[str]:
        language = self.language
        if language.startswith(("tr", "az")):
            return [fold_word(text[start:end], language) for start, end in spans]
        if text.isascii():
            lowered = text.lower()
            return [lowered[start:end] for start, end in spans]
        words = [text[start:end] for start, end in spans]
        return [word.lower() if word.isascii() else fold_word(word, language) for word in words]

    @staticmethod
    def _is_written_like(entry: Entry, text: str, spans, place: int) -> bool:
        """Whether words that compare equal keep their case where it matters, and stand close enough together."""
        for number, exact in enumerate(entry.exact, start=place):
            start, end = spans[number]
            if exact and clean_word(text[start:end]) != exact:
                return False
            if number > place:
                before = spans[number - 1][1]
                if not GAP.fullmatch(text, before, start) and text[before:start] != entry.gaps[number - place - 1]:
                    return False
        return True

    def _variants(self, word: str) -> list[str]:
        return [word, *(bare for bare in without_clitics(word) if bare in self.words)]

    @staticmethod
    def _means_something_else(text: str, spans, folded, place: int, length: int) -> bool:
        """Whether the words belong to an address, a file or a number, or are negated."""
        start, end = spans[place][0], spans[place + length - 1][1]
        if place and folded[place - 1] in NEGATIONS:
            between = text[spans[place - 1][1] : start]
            if between in HYPHENS or (folded[place - 1] == "non" and not between.strip()):
                return True
        before, after = text[start - 1 : start], text[end : end + 1]
        if before not in ADDRESS_SIGNS and after not in ADDRESS_SIGNS:
            return False
        if before in ("@", "_", "#", "\\") or after in ("@", "_", "\\"):
            return True
        if before == "." and text[start - 2 : start - 1].isalnum():
            return True
        if after == "." and text[end + 1 : end + 2].isalnum():
            return True
        head = UNBROKEN.match(text[max(0, start - LONGEST_ADDRESS) : start][::-1]).group()[::-1]
        tail = UNBROKEN.match(text, end, end + LONGEST_ADDRESS).group()
        return bool(ADDRESS.search(f"{head}{text[start:end]}{tail}"))
