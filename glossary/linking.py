"""Marks glossary words in HTML: the first use of each term in each section. Pure functions; no models, no database."""

from bisect import bisect_right, insort
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property

from glossary.matching import Form, Match, Matcher
from glossary.reading import CHOSEN, FOUND, THERE, Reader, Reading, Use

__all__ = ["Form", "Marks", "Match", "Matcher", "mark"]

MOST_PER_SCREEN = 6
WORDS_PER_SCREEN = 120


@dataclass(frozen=True)
class Marks:
    """How a glossary looks in a page: the opening tag of each term's mark (a button), and its definition (a block)."""

    openings: Mapping[int, str]
    definitions: Mapping[int, str]

    @cached_property
    def known(self) -> dict[str, int]:
        """The term of each opening tag, to recognise marks that are there already."""
        return {opening: term for term, opening in self.openings.items()}


@dataclass(frozen=True)
class _Allowed(Container):
    """The terms that may be marked on a page."""

    openings: Mapping[int, str]
    barred: frozenset[int]

    def __contains__(self, term) -> bool:
        return term in self.openings and term not in self.barred


def mark(html: str, matcher: Matcher, marks: Marks, barred: frozenset[int] = frozenset()) -> str:
    """Return HTML with the first use of each term in each section marked.

    The definition of a term that is marked for the first time is put after the block it stands in. ``barred`` are the
    terms that must not be marked on this page. Nothing is marked in headings, links, controls, code, table headings,
    text in another language, or below ``data-glossary="off"``; ``<a data-term="5">`` is marked with that term. There
    are at most six marks on a screen's worth of text; a term that is new on the page goes before one that is not.

    Taking marks and definitions out again gives back the very same HTML, and marking twice marks nothing twice.
    """
    allowed = _Allowed(marks.openings, barred) if barred else marks.openings
    reading = Reader(html, matcher, marks.known, allowed).read()
    with_slot = reading.slots[-1][0] if reading.slots else 0
    uses = [use for number, use in enumerate(reading.uses) if number < with_slot or use.kind == THERE]
    chosen = choose(uses)
    _write_marks(reading.parts, chosen, marks)
    _write_definitions(reading, chosen, marks)
    return "".join(reading.parts)


def choose(uses: list[Use]) -> list[Use]:
    """Return the uses to be marked, in order; those that are marked already, and those an editor chose, always are."""
    chosen = {number for number, use in enumerate(uses) if use.kind != FOUND}
    taken = sorted(uses[number].at for number in chosen)
    on_page = {uses[number].term for number in chosen}
    for number, use in enumerate(uses):
        if use.term not in on_page and _has_room(taken, use.at):
            on_page.add(use.term)
            chosen.add(number)
            insort(taken, use.at)
    in_section = {(uses[number].section, uses[number].term) for number in chosen}
    for number, use in enumerate(uses):
        if (use.section, use.term) not in in_section and _has_room(taken, use.at):
            in_section.add((use.section, use.term))
            chosen.add(number)
            insort(taken, use.at)
    return [uses[number] for number in sorted(chosen)]


def _has_room(taken: list[int], at: int) -> bool:
    """Whether one more mark leaves no screen's worth of words with more than six; ``taken`` are the others in order."""
    place = bisect_right(taken, at)
    nearest = taken[max(0, place - MOST_PER_SCREEN) : place + MOST_PER_SCREEN]
    if len(nearest) < MOST_PER_SCREEN:
        return True
    around = sorted([*nearest, at])
    return all(
        later - earlier >= WORDS_PER_SCREEN for earlier, later in zip(around, around[MOST_PER_SCREEN:], strict=False)
    )


def _write_marks(parts: list[str], uses: list[Use], marks: Marks) -> None:
    number = 0
    while number < len(uses):
        part = uses[number].part
        raw, written, last = parts[part], [], 0
        while number < len(uses) and uses[number].part == part:
            use = uses[number]
            number += 1
            if use.kind != THERE:
                before = "" if use.kind == CHOSEN else raw[last : use.start]
                written += (before, marks.openings[use.term], raw[use.start : use.end], "</button>")
                last = len(raw) if use.kind == CHOSEN else use.end
        parts[part] = "".join(written) + raw[last:]


def _write_definitions(reading: Reading, uses: list[Use], marks: Marks) -> None:
    defined = {use.term for use in uses if use.kind == THERE}
    slots = [part for _number, part in reading.slots]
    for use in uses:
        if use.term not in defined:
            defined.add(use.term)
            # Its slot is the first one behind it.
            reading.parts[slots[bisect_right(slots, use.part)]] += marks.definitions[use.term]
