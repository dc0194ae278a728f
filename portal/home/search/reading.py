"""Understands what a reader typed: its words, what is asked about them, and whether it is a number. No models."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from glossary.questions import readings
from glossary.stop_words import STOP_WORDS
from portal.home.search.country_words import place_words
from portal.home.search.question_words import (
    CODE_WORDS,
    FILLERS,
    INTENT_WORDS,
    QUESTION_BEGINS,
    SAME_WORDS,
    TELLING,
    Intent,
)
from portal.home.search.words import LONGEST_WORD, key_of, words_of
from trials.registries import find_numbers

MOST_WORDS = 24
SHORTEST_QUESTION = 4
ABOUT_ONE_NAME = frozenset({Intent.MEANING, Intent.STATUS})
REGISTRY_SIGNS = frozenset("nct isrctn drks actrn umin kct tctr pactr ctri chictr jrct irct rbr u".split())
LONGEST_SPAN = 8
BARE_NUMBER = re.compile(r"[\W_]*(\d{7,11})[\W_]*", re.ASCII)
# "NTC05474378": letters of no registry before the eight digits of a ClinicalTrials.gov number.
NEARLY_NCT = re.compile(r"\b[A-Za-z]{2,4}[\s:-]?(\d{8})\b", re.ASCII)
# The letter O for a nought, or the first nought left out.
NCT_WITH_SLIP = re.compile(r"\bnct[\s:-]?([\do]{7,8})\b", re.ASCII | re.IGNORECASE)
BARE_CODE = re.compile(r"[\W_]*\d{1,7}[\W_]*", re.ASCII)
EU_WITHOUT_SUBMISSION = re.compile(r"(?<!\d)(20[2-9]\d)\s?[-–/ ]?\s?(5\d{5})\s?[-–/ ]?\s?(\d{2})(?!\d)")


@dataclass(frozen=True)
class Span:
    """Some words in a row of what was typed, which may be a whole name."""

    places: frozenset[int]
    key: str


@dataclass(frozen=True)
class Asked:
    """What was typed, in words that can be compared. ``words`` are all of them, ``matters`` says which are a name's."""

    typed: str
    language: str
    words: tuple[str, ...]
    intents: frozenset[Intent] = frozenset()
    small: frozenset[str] = field(default=frozenset(), repr=False)
    around: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_question(self) -> bool:
        """Whether a page may answer it better than an entry that has a name of it."""
        return not self.intents.isdisjoint((Intent.QUESTION, Intent.ADVICE))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words without small ones and those of a question; all but the small ones, or all, where none is left."""
        for left_out in (self.small | self.around, self.small):
            kept = tuple(dict.fromkeys(word for word in self.words if word not in left_out))
            if kept:
                return kept
        return tuple(dict.fromkeys(self.words))

    @cached_property
    def spans(self) -> list[Span]:
        """Every row of words that may be a name, the longest first; neither spaces nor small words count."""
        places = list(enumerate(self.words))
        # The last word stays: haemophilia A is not haemophilia.
        without_small = [(place, word) for place, word in places[:-1] if word not in self.small] + places[-1:]
        found: dict[str, Span] = {}
        for row in (places, without_small):
            for length in range(min(LONGEST_SPAN, len(row)), 0, -1):
                for start in range(len(row) - length + 1):
                    part = row[start : start + length]
                    key = key_of([word for _place, word in part])
                    if len(key) > 1:
                        found.setdefault(key, Span(frozenset(place for place, _word in part), key))
        return sorted(found.values(), key=lambda span: -len(span.places))

    @cached_property
    def numbers(self) -> list[str]:
        """Keys of the trial numbers in what was typed, in the ways in which they are stored."""
        keys = [number_key(number) for _registry, number in find_numbers(self.typed)]
        keys += ["".join(match.groups()) for match in EU_WITHOUT_SUBMISSION.finditer(self.typed)]
        if not keys:
            nearly = NEARLY_NCT.findall(self.typed) + NCT_WITH_SLIP.findall(self.typed)
            keys += [f"nct{number.upper().replace('O', '0').zfill(8)}" for number in nearly]
        bare = BARE_NUMBER.fullmatch(self.typed)
        if bare:
            digits = bare[1]
            keys += [digits, f"nct{digits}", f"isrctn{digits}", f"drks{digits}", f"umin{digits}", f"kct{digits}"]
        return list(dict.fromkeys(keys))

    @cached_property
    def code(self) -> str:
        """A bare number that may be the code of a condition, when nothing else was typed."""
        return "".join(filter(str.isdigit, self.typed)) if BARE_CODE.fullmatch(self.typed) else ""

    @cached_property
    def is_only_a_number(self) -> bool:
        """Whether nothing but a trial's number was typed, apart from small words and words such as “trial”."""
        if BARE_NUMBER.fullmatch(self.typed):
            return True
        around = _intent_words(self.language).get(Intent.TRIALS, frozenset()).union(self.small, REGISTRY_SIGNS)
        left = {word for word in self.words if not any(letter.isdigit() for letter in word)}
        return bool(self.numbers) and not left - around - set(CODE_WORDS.split())


def number_key(number: str) -> str:
    """Return a trial number as it is stored and compared: letters and digits only, small."""
    return re.sub(r"[\W_]", "", number, flags=re.ASCII).lower()


def understand(typed: str, language: str) -> Asked:
    """Read what was typed in a language; never fails, whatever it is."""
    words = tuple(word[:LONGEST_WORD] for word in words_of(typed, language)[:MOST_WORDS])
    intent_words = _intent_words(language)
    intents = {intent for intent, known in intent_words.items() if known & set(words)}
    if _is_question_about_a_word(typed):
        intents.add(Intent.MEANING)
    if not intents and place_words(language).intersection(words):
        intents.add(Intent.PLACE)
    if len(words) >= SHORTEST_QUESTION and words[0] in _question_begins(language) and not intents & ABOUT_ONE_NAME:
        intents.add(Intent.QUESTION)
    small = small_words(language)
    # “Haemophilia A”: what stands last is no article.
    small -= {word for word in words[-1:] if len(word) == 1}
    return Asked(typed, language, words, frozenset(intents), small, _around(language))


def _is_question_about_a_word(typed: str) -> bool:
    ways = readings(typed)
    return len(ways) > 1 and len(ways[-1].split()) < len(ways[0].split())


@lru_cache(maxsize=16)
def small_words(language: str) -> frozenset[str]:
    """Return the words of a language that never are a name by themselves."""
    words = STOP_WORDS.get(language.split("-")[0], frozenset())
    telling = TELLING.get(language.split("-")[0], "").split()
    return (words | _as_compared(words, language)).difference(telling)


@lru_cache(maxsize=16)
def _intent_words(language: str) -> dict[Intent, frozenset[str]]:
    known = INTENT_WORDS.get(language.split("-")[0], {})
    return {intent: _as_compared(text.split(), language) for intent, text in known.items()}


@lru_cache(maxsize=16)
def _question_begins(language: str) -> frozenset[str]:
    return _as_compared(QUESTION_BEGINS.get(language.split("-")[0], "").split(), language)


@lru_cache(maxsize=16)
def _around(language: str) -> frozenset[str]:
    fillers = FILLERS.get(language.split("-")[0], "").split()
    fillers += TELLING.get(language.split("-")[0], "").split()
    words = _as_compared(fillers, language) | set(CODE_WORDS.split())
    return frozenset(words.union(*_intent_words(language).values()))


def _as_compared(words: Iterable[str], language: str) -> frozenset[str]:
    return frozenset(compared for word in words for compared in words_of(word, language))


@lru_cache(maxsize=16)
def same_words(language: str) -> dict[str, frozenset[str]]:
    """Return by word the other words that stand for it in names."""
    groups = [_as_compared(group.split(), language) for group in SAME_WORDS.get(language.split("-")[0], ())]
    return {word: group for group in groups for word in group}


def known_around(language: str) -> frozenset[str]:
    """Return every word of questions in a language: a mistyped one is mended to these too."""
    return _around(language) | small_words(language)
