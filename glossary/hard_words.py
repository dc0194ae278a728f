"""Finds words that few readers know, in any text. Pure functions; no models, no database.

How well a word is known is judged by how often it is written: the word lists of the ``wordfreq`` package are shipped
with it and need no network. What a list cannot know is left out before: names, codes, words an entry explains.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wordfreq import available_languages, zipf_frequency

from glossary.inflection import plural
from glossary.matching import WORD, Matcher, clean_word, fold_word, without_clitics
from glossary.sentences import begins_sentence, bounds_around, sentence_around

# In the English starter texts, the words used most between 3.2 and 3.4 are "tumour", "infusion", "steroid", "gland" and
# "cartilage"; between 3.4 and 3.6 they are "drip", "retina", "hepatitis", "breastfeeding" and "bowel". German spreads
# a word over more forms and compounds, Arabic over what is written onto it, so each single form is rarer there.
LIMITS = {"en": 3.4, "fr": 3.4, "de": 3.2, "ar": 3.0}
OTHER_LIMIT = 3.2
WRITTEN_WITHOUT_SPACES = frozenset({"ja", "ko", "zh"})
CAPITALS_MEAN_NOTHING = frozenset({"de"})
SHORTEST_WORD = 3
LONGEST_ABBREVIATION = 6
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?", re.IGNORECASE)
SHORT_FORM = re.compile(r"[’'](?:t|re|ve|ll|d|m)\b")
ROMAN_NUMBER = re.compile(r"[IVXLC]+")
LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Reading:
    """The text of one entry, and by what the caller knows the entry again."""

    key: object
    text: str


@dataclass(frozen=True)
class Use:
    """One place in which a hard word stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class HardWord:
    """A hard word with all its forms: how often it is used, in how many entries, and the first sentence with it."""

    word: str
    forms: tuple[str, ...]
    times: int
    entries: int
    first: object
    sentence: str

    @property
    def other_forms(self) -> tuple[str, ...]:
        return tuple(form for form in self.forms if form != self.word)


def has_word_list(language: str) -> bool:
    """Return whether hard words can be found in a language at all."""
    code = language.split("-")[0]
    return code in available_languages() and code not in WRITTEN_WITHOUT_SPACES


def limit_of(language: str) -> float:
    """Return how rare a word must be to count as hard: powers of ten of uses in a thousand million words."""
    return LIMITS.get(language.split("-")[0], OTHER_LIMIT)


@lru_cache(maxsize=100_000)
def familiarity(word: str, language: str) -> float:
    """Return how well a word, as it is written, is known: as well as the best-known word it may be a form of."""
    code = language.split("-")[0]
    return max(zipf_frequency(form, code) for form in (word, *simpler_forms(word, language)))


ENGLISH_ENDINGS = (
    ("ies", ("y",)), ("ses", ("sis",)), ("ves", ("f", "fe")), ("es", ("", "e")), ("s", ("",)),
    ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ("iest", ("y",)), ("est", ("", "e")), ("ier", ("y",)), ("er", ("", "e")), ("iness", ("y",)), ("ness", ("",)),
    ("ily", ("y",)), ("ly", ("", "le")), ("less", ("",)), ("ful", ("",)), ("y", ("", "e")),
)  # fmt: skip
SHORTEST_STEM = 3
NO_PLURALS = ("is", "ss", "us")


def simpler_forms(word: str, language: str) -> Iterator[str]:
    """Yield what a word may be a form of: "mends" and "mending" of "mend". A wrong guess is no word: no harm done."""
    if language.startswith("ar"):
        yield from without_clitics(word)
    if language.startswith("en"):
        yield from _simpler_english_forms(word.casefold())


def _simpler_english_forms(word: str) -> Iterator[str]:
    for ending, instead in ENGLISH_ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < SHORTEST_STEM:
            continue
        yield from (stem + letters for letters in instead)
        if ending in ("ed", "ing", "er", "est") and stem[-1] == stem[-2]:
            yield stem[:-1]
    if word.startswith("un") and len(word) > 5:
        yield word[2:]


def is_abbreviation(word: str) -> bool:
    """Return whether a word is made of first letters: HLA, GvHD, mRNA."""
    capitals = sum(letter.isupper() for letter in word)
    return 2 <= capitals <= len(word) <= LONGEST_ABBREVIATION and 2 * capitals >= len(word)


def is_written(word: str) -> bool:
    """Return whether something is a word at all: no number, no code of a gene, trial or product, no single letter."""
    return len(word) >= SHORTEST_WORD and word.isalpha() and not ROMAN_NUMBER.fullmatch(word)


def names_in(texts: Iterable[str], language: str) -> frozenset[str]:
    """Return the words, folded, that have a capital letter wherever they stand inside a sentence: names."""
    if language.split("-")[0] in CAPITALS_MEAN_NOTHING:
        return frozenset()
    capital, small = set(), set()
    for text in texts:
        for found in WORD.finditer(text):
            word = found.group()
            if word[0].islower():
                small.add(fold_word(word, language))
            elif not is_abbreviation(word) and not begins_sentence(text, found.start()):
                capital.add(fold_word(word, language))
    return frozenset(capital - small)


def uses_of_hard_words(
    text: str, language: str, explained: Collection[Matcher], names: Collection[str] = frozenset()
) -> Iterator[Use]:
    """Yield the hard words of a text in order, without those inside a form that one of the matchers knows."""
    for line in LINE.finditer(text):
        uses = list(_rare_words(line.group(), line.start(), language, names))
        # Most lines have no rare word; only the others are read for what entries and records explain.
        taken = _taken(line.group(), line.start(), explained) if uses else []
        yield from (use for use in uses if not any(start <= use.start < end for start, end in taken))


def _rare_words(line: str, offset: int, language: str, names: Collection[str]) -> Iterator[Use]:
    limit = limit_of(language)
    for found in WORD.finditer(line):
        word = clean_word(found.group())
        if not is_written(word) or SHORT_FORM.match(line, found.end()):
            continue
        folded = fold_word(word, language)
        if familiarity(word, language) < limit and (folded not in names or is_abbreviation(word)):
            yield Use(word if is_abbreviation(word) else folded, offset + found.start(), offset + found.end())


def _taken(line: str, offset: int, explained: Collection[Matcher]) -> list[tuple[int, int]]:
    spans = [match.span() for match in ADDRESS.finditer(line)]
    spans += [(match.start, match.end) for matcher in explained for match in matcher.find(line)]
    return [(offset + start, offset + end) for start, end in spans]


def hard_words(
    readings: Iterable[Reading], language: str, explained: Collection[Matcher], names: Collection[str] = frozenset()
) -> list[HardWord]:
    """Return the hard words of texts, the most used first; singular and plural are one word."""
    found: dict[str, _Found] = {}
    for reading in readings:
        for use in uses_of_hard_words(reading.text, language, explained, names):
            entry = found.get(use.word)
            if entry is None:
                entry = found[use.word] = _Found(reading.key, sentence_around(reading.text, use.start))
            entry.times += 1
            entry.keys.add(reading.key)
    grouped: dict[str, list[str]] = {}
    for word in found:
        grouped.setdefault(singular(word, found, language), []).append(word)
    words = [_hard_word(word, [(form, found[form]) for form in forms]) for word, forms in grouped.items()]
    return sorted(words, key=lambda hard: (-hard.times, hard.word))


@dataclass
class _Found:
    first: object
    sentence: str
    times: int = 0
    keys: set = field(default_factory=set)


def _hard_word(word: str, forms: list[tuple[str, _Found]]) -> HardWord:
    keys = set().union(*(found.keys for form, found in forms))
    first = forms[0][1]
    return HardWord(
        word=word,
        forms=tuple(form for form, found in forms),
        times=sum(found.times for form, found in forms),
        entries=len(keys),
        first=first.first,
        sentence=first.sentence,
    )


def singular(word: str, seen: Collection[str], language: str) -> str:
    """Return the word of which this is the regular plural, if that is used too or as well known; else the word."""
    if word.endswith(NO_PLURALS):
        return word
    code = language.split("-")[0]
    for shorter in (word[:-1], word[:-2], f"{word[:-3]}y"):
        is_possible = len(shorter) >= SHORTEST_STEM and plural(shorter, language) == word
        if is_possible and (shorter in seen or zipf_frequency(shorter, code) > max(1, zipf_frequency(word, code) - 1)):
            return shorter
    return word


CALLED = r"(?:called|calls? (?:it|this|them)|named|known as|name is|names? for|word|that is|which is|means?|meaning|or)"
BEFORE = re.compile(rf"\b{CALLED}:? (?:(?:a|an|the|its|their|your) )?[“\"]?(?:\w+[ -]){{0,3}}$", re.IGNORECASE)
AFTER = re.compile(
    r"(?:[ -][\w-]+){0,2}[”\"]?"
    r"(?: \(|, (?:or|the|a|an|which|that is)\b| means?\b| (?:is|are) (?:all )?(?:a|an|the)\b|:| –)"
)
HEADING_SO_FAR = re.compile(r"[^:]+: (?:\w+ ){0,2}")
NEARLY_THE_END = re.compile(r"(?:[ -][\w-]+){0,3}[.”\"]*")
THE_NEXT_SENTENCE = re.compile(r" ?(?:It|They|This|That|These|Those|Both) (?:is|are|means?)\b")
# A short form of this kind is a name: "the gene SMN1", "BCMA, a marker".
KINDS = r"(?:genes?|proteins?|enzymes?|marks?|markers?|infections?|virus(?:es)?|faults?|tests?|registr(?:y|ies))"
KIND_BEFORE = re.compile(rf"\b{KINDS}:? (?:[\w-]+(?:,| and| or) )*$", re.IGNORECASE)
KIND_AFTER = re.compile(rf"[ -]{KINDS}\b", re.IGNORECASE)


def is_explained(text: str, use: Use) -> bool:
    """Return whether the sentence in which a word stands says what it means.

    In brackets, by “called …”, “… means …”, “…, a kind of …”, or at once afterwards, “These are …”; at the head of a
    table's row by the row; in a heading, “In the body: in vivo”; of a short form, by saying what it is the name of.
    """
    first, last = bounds_around(text, use.start)
    before, after = text[first : use.start], text[use.end : last]
    is_first_cell = after.endswith("|") and not text[:first].rpartition("\n")[2].strip()
    if is_first_cell or (not after.strip() and HEADING_SO_FAR.fullmatch(before)):
        return True
    if NEARLY_THE_END.fullmatch(after) and THE_NEXT_SENTENCE.match(text, last):
        return True
    if before.count("(") > before.count(")") or BEFORE.search(before) or AFTER.match(after):
        return True
    return is_abbreviation(use.word) and bool(KIND_BEFORE.search(before) or KIND_AFTER.match(after))
