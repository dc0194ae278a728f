"""Mends what was mistyped: unknown words become the known ones nearest to them, by letters and by sound."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import Value
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from wordfreq import available_languages, zipf_frequency

from portal.home.search.engines import engine
from portal.home.search.engines.interface import NearName, NearWord
from portal.home.search.reading import Asked, known_around, understand
from portal.home.search.words import key_of, slips_allowed, sound_of
from portal.home.search_models import NEVER_OFFERED, NameRole, SearchName, SearchWord

MOST_MENDED = 5
SHORTEST_MENDED = 3
LONGEST_NAME = 6
# In a name of several words, one letter in so many may be wrong.
LETTERS_A_SLIP = 6
# Of two words with as many letters wrong, the one that sounds like what was typed is meant; even of one letter more.
SOUNDS_ALIKE = 0.8


@dataclass(frozen=True)
class Mended:
    """What was probably meant, as it is searched and as a reader sees it."""

    asked: Asked
    words: str
    known: dict[str, int] = field(default_factory=dict)


def unknown_words(asked: Asked, known: Iterable[str], named: set[int]) -> list[str]:
    """Return the words that nothing published uses, no name covers and no dictionary knows: probably mistyped."""
    found = set(known) | known_around(asked.language)
    return [
        word
        for place, word in enumerate(asked.words)
        if place not in named
        and word not in found
        and len(word) >= SHORTEST_MENDED
        and not any(letter.isdigit() for letter in word)
        and not is_common(word, asked.language)
    ][:MOST_MENDED]


def is_common(word: str, language: str) -> bool:
    """Return whether a word is so common in its language that nobody means another one by it."""
    base = language.split("-")[0]
    return base in _languages() and zipf_frequency(word, base, wordlist="small") > 0


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(available_languages("small"))


def mend(asked: Asked, unknown: list[str]) -> Mended | None:
    """Return what was probably meant, or nothing (at most three queries)."""
    close = _one_slip_away(asked, unknown)
    if whole := _whole_name(asked, close):
        return whole
    near = [*close.words, *engine().near_words(asked.language, unknown)]
    instead = {}
    uses = {one.word: one.uses for one in near}
    for word in unknown:
        choices = {one.word: one.in_names for one in near if one.typed == word}
        choices |= dict.fromkeys(_near_question_words(word, asked.language), 1)
        if nearest := _nearest(word, choices):
            instead[word] = nearest
    if not instead:
        return None
    words = " ".join(instead.get(word, word) for word in asked.words)
    return Mended(_with_intents(understand(words, asked.language), asked), words, uses)


@dataclass(frozen=True)
class Close:
    """What differs by two letters that changed places, or by one too many: known words, and whole names."""

    words: list[NearWord]
    names: list[NearName]


def _one_slip_away(asked: Asked, unknown: Iterable[str]) -> Close:
    """Return what the words, or all that was typed, are with one slip less (one query).

    A short word with such a slip ("cripsr") shares hardly any three letters with the right one, so likeness does not
    find it.
    """
    typed: dict[str, list[str]] = {}
    for word in unknown:
        for other in _with_one_slip_less(word):
            typed.setdefault(other, []).append(word)
    keys = {other for words in _ways(asked) for other in _with_one_slip_less(key_of(words))}
    count, empty = Value(0), Value("")
    names = SearchName.objects.public(asked.language).filter(
        key__in=keys, role__in=(NameRole.NAME, NameRole.FORM, NameRole.MISSPELLING)
    )
    rows = (
        SearchWord.objects.public(asked.language)
        .filter(word__in=typed)
        .values_list("word", "uses", "in_names", empty, empty, empty)
        .union(names.values_list("key", count, count, "text", "role", "document__title"))
    )
    close = Close([], [])
    for known, uses, in_names, text, role, title in rows:
        if role:
            close.names.append(NearName(known, text, role, title))
        else:
            close.words.extend(NearWord(word, known, uses, in_names) for word in typed[known])
    return close


def _ways(asked: Asked) -> list[tuple[str, ...]]:
    """Return the words that may be one name: those that matter, and all of them."""
    ways = dict.fromkeys((asked.content, asked.words))
    return [words for words in ways if len(words) <= LONGEST_NAME and len(key_of(words)) > SHORTEST_MENDED]


def _with_one_slip_less(word: str) -> set[str]:
    places = range(len(word))
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    return {*swapped, *(word[:at] + word[at + 1 :] for at in places)} - {word}


def _near_question_words(word: str, language: str) -> list[str]:
    known = [other for other in known_around(language) if abs(len(other) - len(word)) <= 2 and len(other) > 3]
    return [found for found, _slips, _key in extract(word, known, scorer=OSA.distance, score_cutoff=2, limit=3)]


def _nearest(word: str, choices: dict[str, int]) -> str:
    """Return the word that was most probably meant; words of names before others."""
    ranked = []
    for other, in_names in choices.items():
        slips = slips_between(word, other)
        if slips is not None:
            ranked.append((slips + (0 if in_names > 0 else 0.6) + _begins_otherwise(word, other), -in_names, other))
    return min(ranked)[2] if ranked else ""


def slips_between(typed: str, known: str) -> float | None:
    """Return how far a typed word is from a known one; none when it is too far. Words that sound alike are nearer."""
    sounds_alike = bool(sound_of(typed)) and sound_of(typed) == sound_of(known)
    allowed = slips_allowed(typed) + sounds_alike
    slips = OSA.distance(typed, known, score_cutoff=allowed)
    if slips > allowed or slips >= min(len(typed), len(known)) - 1:
        return None
    return slips - SOUNDS_ALIKE * sounds_alike


def _begins_otherwise(typed: str, known: str) -> float:
    """Return what a wrong first letter costs, which is seldom mistyped; an "f" for a "ph" is not wrong to the ear."""
    if typed[0] == known[0] or (sound_of(typed) and sound_of(typed)[:1] == sound_of(known)[:1]):
        return 0.0
    return 0.3


def _whole_name(asked: Asked, close: Close) -> Mended | None:
    """Return the name that all of the words together are nearly (one query)."""
    ranked = []
    for number, words in enumerate(_ways(asked)):
        key = key_of(words)
        # Letters in common are looked for once: in what matters, or in all where nothing else does.
        near_names = engine().near_names(asked.language, key) if number == 0 else []
        for near in (*close.names, *near_names):
            # "Elevidys" is kept without its last letter, like a plural; mistyped as "elevydis" it has it.
            slips = slips_between(key.removesuffix("s"), near.key.removesuffix("s"))
            if slips is not None and slips <= max(1, len(key) // LETTERS_A_SLIP) + 0.5:
                ranked.append((slips + _begins_otherwise(key, near.key), len(near.key), near.title, near))
    if not ranked:
        return None
    nearest = min(ranked, key=lambda one: one[:3])[3]
    text = nearest.title if nearest.role in NEVER_OFFERED else nearest.text
    return Mended(_with_intents(understand(text, asked.language), asked), text)


def _with_intents(mended: Asked, typed: Asked) -> Asked:
    return replace(mended, intents=mended.intents | typed.intents)
