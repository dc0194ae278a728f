"""Orders what an engine found: whose name was meant comes before who merely uses the words. Pure; no database.

A score of 100 is a name typed in full and nothing else. Everybody is judged alike, whichever engine found them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.home.search.question_words import Intent
from portal.home.search.reading import Asked, Span, same_words
from portal.home.search.words import alike
from portal.home.search_models import Kind, NameRole

# What equally good answers are ordered by, and what the words of a question add.
PRIOR = {
    Kind.CONDITION: 4.0,
    Kind.THERAPY: 4.5,
    Kind.TERM: 3.0,
    Kind.PAGE: 2.0,
    Kind.ORGANISATION: 1.0,
    Kind.TRIAL: 0.0,
}
WANTED = {
    Intent.MEANING: {Kind.TERM: 12.0},
    Intent.STATUS: {Kind.THERAPY: 8.0},
    Intent.TREATMENT: {Kind.CONDITION: 6.0, Kind.THERAPY: 3.0},
    Intent.TRIALS: {Kind.TRIAL: 11.0, Kind.CONDITION: 3.0},
    Intent.SUPPORT: {Kind.ORGANISATION: 14.0},
    Intent.ADVICE: {Kind.PAGE: 6.0},
    Intent.QUESTION: {Kind.PAGE: 8.0, Kind.THERAPY: 10.0},
    Intent.PLACE: {Kind.ORGANISATION: 9.0},
}
ROLES = {NameRole.FORM: 0.98, NameRole.ASKED: 0.98, NameRole.MISSPELLING: 0.97}
IN_OTHER_NAME, IN_TOPIC, IN_TEXT = 0.85, 0.55, 0.4
WEIGHT_OF_SMALL, WEIGHT_AROUND = 0.03, 0.16
# Nobody counts how often words of one or two letters are used: "t", "uk" and "iv" tell little beside a longer one.
WEIGHT_OF_SHORT, SHORT = 0.35, 2
# Who asks how, who or when wants more than what a word means.
ONLY_A_WORD_OF_IT = 0.75
# "Diagnosed" is not quite "diagnosis".
ANOTHER_ENDING = 0.8
# A name that begins with other words is meant less often.
NOT_FIRST = 0.5
PART_OF_LONGER = 0.55
# Organisations that are there for a condition or in a country, when help is looked for.
FOR_IT, FOR_IT_PART = 0.9, 0.72
# A question that names a product is about it, whatever else it says.
NAMED = 0.15
# A word of a name matters more than how much of the name was typed.
PART_OF_NAME, REST_OF_NAME = 0.55, 0.4


@dataclass
class Candidate:
    """A document that may be meant: its names and topics in words, and what the look-ups found of it."""

    key: int
    kind: str
    title: str
    names: tuple[tuple[str, ...], ...]
    topics: frozenset[str]
    spans: list[tuple[Span, str]] = field(default_factory=list)
    holds_all: bool = False
    place: int = 99
    text: str = field(default="", repr=False)
    score: float = 0.0


def weights_of(asked: Asked, uses: Mapping[str, int], documents: int, in_names: frozenset[int]) -> list[float]:
    """Return how much each typed word tells, from how many documents use it; rare words tell most.

    ``in_names`` are the places of words that are part of a longer name: “side effects” asks for those, “effects of”
    does not.
    """
    scale = math.log(documents + 2)
    found = []
    for place, word in enumerate(asked.words):
        rarity = 1 - min(1.0, math.log(uses.get(word, 0) + 1) / scale)
        weight = 0.3 + 0.7 * rarity
        if len(word) <= SHORT:
            weight = min(weight, WEIGHT_OF_SHORT)
        if word in asked.small:
            weight = WEIGHT_OF_SMALL
        elif word in asked.around:
            weight = max(WEIGHT_AROUND, PART_OF_LONGER * weight if place in in_names else 0.0)
        found.append(weight)
    return found


class Likeness:
    """Which typed words a word of a name is like; the same few words stand in most names, so each is asked once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._same = same_words(asked.language)
        self._known: dict[str, dict[int, float]] = {}

    def places(self, word: str) -> dict[int, float]:
        """Return the places of the typed words that are like a word, small words left out, and how much: 1 is equal."""
        found = self._known.get(word)
        if found is None:
            asked = self.asked
            same = self._same.get(word, frozenset())
            found = {
                place: 1.0 if typed == word else ANOTHER_ENDING
                for place, typed in enumerate(asked.words)
                if typed not in asked.small and (typed in same or alike(typed, word))
            }
            self._known[word] = found
        return found


def rank(candidates: Iterable[Candidate], asked: Asked, weights: list[float]) -> list[Candidate]:
    """Return the candidates with their scores, the best first."""
    found = list(candidates)
    likeness = Likeness(asked)
    for candidate in found:
        candidate.score = score(candidate, likeness, weights)
    return sorted(found, key=lambda one: (-one.score, one.place, len(one.title), one.title, one.key))


def score(candidate: Candidate, likeness: Likeness, weights: list[float]) -> float:
    """Return how well a document answers what was asked: 0 for not at all, about 100 for its name in full."""
    asked = likeness.asked
    total = sum(weights) or 1.0
    credits = _credits_elsewhere(candidate, asked)
    best = 0.0
    for span, role in candidate.spans:
        credit = sum(weight * (1.0 if place in span.places else credits[place]) for place, weight in enumerate(weights))
        # Of two names in one question, the one that says more is meant.
        told = sum(weights[place] for place in span.places) / total
        best = max(best, ROLES.get(NameRole(role), 1.0) * (credit / total) * (0.7 + 0.3 * told))
    # The names of organisations begin with their country or with “Association”.
    not_first = 1.0 if candidate.kind == Kind.ORGANISATION else NOT_FIRST
    for number, name in enumerate(candidate.names):
        best = max(best, _part_of_name(name, number == 0, likeness, weights, credits, total, not_first))
    if not best:
        credit = sum(weight * credits[place] for place, weight in enumerate(weights))
        best = (FOR_IT_PART if _is_help(candidate, asked) else PART_OF_NAME) * credit / total
    if best < 0.05:
        return 0.0
    if candidate.kind == Kind.TERM and Intent.QUESTION in asked.intents:
        best *= ONLY_A_WORD_OF_IT
    if candidate.kind == Kind.THERAPY and _asks_by_name(candidate, asked):
        best += NAMED
    wanted = sum(WANTED[intent].get(Kind(candidate.kind), 0.0) for intent in asked.intents)
    return 100 * best + PRIOR[Kind(candidate.kind)] + min(wanted, 14.0) * min(1.0, best * 1.5)


def _part_of_name(name, is_title, likeness: Likeness, weights, credits, total, not_first) -> float:
    like = [likeness.places(word) for word in name]
    places: dict[int, float] = {}
    for some in like:
        for place, much in some.items():
            places[place] = max(much, places.get(place, 0.0))
    if not places:
        return 0.0
    in_name = 1.0 if is_title else 0.95
    credit = sum(weight * max(credits[place], in_name * places.get(place, 0.0)) for place, weight in enumerate(weights))
    small, last = likeness.asked.small, len(name) - 1
    matter = covered = 0
    for place, word in enumerate(name):
        if place == last or word not in small:
            matter += len(word)
            covered += len(word) * max(like[place].values(), default=0.0)
    begins = 1.0 if like[0] else not_first
    return (credit / total) * (PART_OF_NAME + REST_OF_NAME * begins * covered / (matter or 1))


def _credits_elsewhere(candidate: Candidate, asked: Asked) -> list[float]:
    """Return what each typed word counts where the name itself does not hold it."""
    others = {word for name in candidate.names for word in name}
    in_topic = FOR_IT if _is_help(candidate, asked) else IN_TOPIC
    return [
        IN_OTHER_NAME
        if word in others
        else in_topic
        if word in candidate.topics
        else IN_TEXT
        if candidate.holds_all or f" {word}" in candidate.text
        else 0.0
        for word in asked.words
    ]


def _asks_by_name(candidate: Candidate, asked: Asked) -> bool:
    is_question = asked.is_question or Intent.STATUS in asked.intents
    return is_question and any(NameRole(role) in (NameRole.NAME, NameRole.FORM) for _span, role in candidate.spans)


def _is_help(candidate: Candidate, asked: Asked) -> bool:
    wanted = Intent.SUPPORT in asked.intents or Intent.PLACE in asked.intents
    return candidate.kind == Kind.ORGANISATION and wanted
