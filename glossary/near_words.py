"""Finds the known words nearest to a mistyped one. Pure; no models, no database.

Words are looked up by the groups of three letters they share, by their consonants, and short ones by what is left when
one letter is taken away, so that only a few words are ever compared letter by letter.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from heapq import nlargest, nsmallest

SHORT = 5
MOST_COMPARED = 60
LONGEST_TYPED = 60
VOWELS_AND_DOUBLES = re.compile(r"[aeiouy]|(.)(?=\1)")


def slips_allowed(length: int) -> int:
    """Return how many slips a word of a length may hold and still be taken for another: none in two letters."""
    if length < 3:
        return 0
    return 1 if length <= SHORT else 2 if length < 10 else 3


def slips_between(one: str, other: str, most: int) -> int:
    """Return how many letters were left out, added, changed or swapped with their neighbour; ``most + 1`` for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, wanted in enumerate(other, start=1):
            changed = last[column - 1] + (letter != wanted)
            cost = min(changed, last[column] + 1, line[column - 1] + 1)
            is_swap = row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted
            if is_swap:
                cost = min(cost, before_last[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before_last, last = last, line
    return min(last[-1], most + 1)


def threes(word: str) -> set[str]:
    """Return the groups of three letters in a word, its ends included."""
    padded = f" {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def one_letter_less(word: str) -> set[str]:
    """Return a word and everything it becomes when one letter is taken away."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def consonants(word: str) -> str:
    """Return a word without vowels and double letters: most slips of people who heard a word are in these."""
    return VOWELS_AND_DOUBLES.sub("", word)


class NearWords:
    """A list of known words that can be asked which of them somebody meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._by_threes: dict[str, array] = {}
        self._by_rest: dict[str, list[int]] = {}
        self._by_consonants: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            if len(word) >= SHORT:
                for three in threes(word):
                    self._by_threes.setdefault(three, array("l")).append(number)
                self._by_consonants.setdefault(consonants(word), []).append(number)
            if len(word) <= SHORT + 1:
                for rest in one_letter_less(word):
                    self._by_rest.setdefault(rest, []).append(number)

    def nearest(self, typed: str, most: int = 5) -> list[tuple[int, str]]:
        """Return the nearest words with their slips, the nearest first; those that begin alike before the others."""
        typed = typed[:LONGEST_TYPED]
        allowed = slips_allowed(len(typed))
        if not allowed:
            return []
        found = []
        for number in self._candidates(typed, allowed):
            word = self.words[number]
            slips = slips_between(typed, word, allowed)
            if slips <= allowed:
                found.append((slips, word[:1] != typed[:1], word))
        return [(slips, word) for slips, _begins_otherwise, word in nsmallest(most, found)]

    def _candidates(self, typed: str, allowed: int) -> set[int]:
        numbers: set[int] = set()
        if len(typed) <= SHORT + 1:
            for rest in one_letter_less(typed):
                numbers.update(self._by_rest.get(rest, ()))
        if len(typed) >= SHORT:
            numbers.update(self._by_consonants.get(consonants(typed), ())[:MOST_COMPARED])
            shared: Counter[int] = Counter()
            for three in threes(typed):
                shared.update(self._by_threes.get(three, ()))
            near = (pair for pair in shared.items() if abs(len(self.words[pair[0]]) - len(typed)) <= allowed)
            numbers.update(number for number, _shared in nlargest(MOST_COMPARED, near, key=lambda pair: pair[1]))
        return numbers
