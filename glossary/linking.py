"""Marks the first use of glossary words in HTML. Pure functions; no models, no database.

The HTML is read as a browser reads it, tag by tag, and copied out unchanged but for the marks and definitions put in
between. Where it is not well formed, so that nobody can say what a mark would do to it, nothing more is marked.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import NamedTuple

from glossary import html_rules as rules
from glossary.matching import Form, Match, Matcher

__all__ = ["Form", "Marks", "Match", "Matcher", "mark"]

SECTION_STARTS = frozenset({"h2"})
MOST_PER_SCREEN = 6
WORDS_PER_SCREEN = 120
DEEPEST = 250

NOTABLE = re.compile(r"data-glossary|popover|hidden|inert|role|lang|\bvh\b", re.IGNORECASE)
# What is inside a mark, up to its end: text with simple emphasis.
INSIDE_MARK = re.compile(r"((?:[^<]++|</?(?:b|strong|i|em|sub|small|span|u)>)*+)</(a|button)\s*>", re.IGNORECASE)
SLASH_IN_VALUE = re.compile(r"=[^\"'\s=]++/>\Z")
TAGS = re.compile(r"<[^>]*+>")
# As in html.unescape.
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
TEXT, TAG, COMMENT, SIGN = 1, 3, 4, 5
FREE, QUIET = -1, 0


@dataclass(frozen=True)
class Marks:
    """How a glossary looks in a page: the opening tag of each term's mark (a button), and its definition (a block)."""

    openings: Mapping[int, str]
    definitions: Mapping[int, str]

    @cached_property
    def known(self) -> dict[str, int]:
        """The term of each opening tag, to recognise marks that are there already."""
        return {opening: term for term, opening in self.openings.items()}


def mark(html: str, matcher: Matcher, marks: Marks, barred: frozenset[int] = frozenset()) -> str:
    """Return HTML with the first use of each term in each section marked.

    The definition of a term that is marked for the first time is put after the block it stands in. ``barred`` are the
    terms that must not be marked on this page. Nothing is marked in headings, links, controls, code, table headings,
    text in another language, or below ``data-glossary="off"``; ``<a data-term="5">`` is marked with that term.
    Taking marks and definitions out again gives back the very same HTML, and marking twice marks nothing twice.
    """
    return _Reader(html, matcher, marks, barred).read()


class _Element(NamedTuple):
    """An element that was opened and not closed yet."""

    name: str
    is_quiet: bool
    is_unread: bool


class _Piece(NamedTuple):
    """A text, or a whole mark: where it stands in the result, as it is written and as it is read.

    ``term`` is FREE where words may be marked, QUIET where not, or the term with which it is marked already.
    """

    index: int
    raw: str
    text: str
    term: int


class _Reader:
    """Reads one page from its beginning to its end, and knows what has been marked so far."""

    def __init__(self, html, matcher, marks, barred):
        self.html, self.matcher, self.marks, self.barred = html, matcher, marks, barred
        self.place = 0
        self.parts: list[str] = []
        # Texts with no border of a block between them: "gene<b>tics</b>" is one word, and not the word "gene".
        self.run: list[_Piece] = []
        self.stack: list[_Element] = []
        self.open_names: dict[str, int] = {}
        self.quiet = self.unread = self.blocks = self.unfit = self.foreign = 0
        self.marked_here: set[int] = set()
        self.defined: set[int] = set()
        self.words_read = 0
        self.recent: list[int] = []
        self.waiting: list[int] = []
        self.waiting_depth = 0
        self.unsettled: list[tuple[int, str]] = []

    def read(self) -> str:
        while self.place < len(self.html):
            after = self._take(rules.TOKEN.match(self.html, self.place))
            if after is None:
                return self._give_up()
            self.place = after
        return self._finish()

    def _take(self, token) -> int | None:
        """Copy one token; return where the next begins, or None where the HTML is not well formed."""
        kind, piece = token.lastindex, token.group()
        if kind in (TEXT, SIGN):
            self._add(piece, unescape(piece) if "&" in piece else piece, self._text_may_be_marked())
            return token.end()
        if kind == TAG:
            name = token.group(3).lower()
            return self._close(name, token) if token.group(2) else self._open(name, token)
        if kind == COMMENT and not (piece.startswith("<![") and self.foreign):
            self.parts.append(piece)
            return token.end()
        return None

    def _add(self, raw: str, text: str, term: int) -> None:
        if not self.unread:
            self.run.append(_Piece(len(self.parts), raw, text, term))
        self.parts.append(raw)

    def _text_may_be_marked(self) -> int:
        return QUIET if self.quiet or (self.stack and self.stack[-1].name in rules.TABLE_PARTS) else FREE

    # --- tags --------------------------------------------------------------------------------------------------------

    def _open(self, name: str, token) -> int | None:
        tag = token.group()
        if self.foreign:
            return self._open_foreign(name, token)
        if name in ("a", "button"):
            after = self._take_whole_mark(name, tag, token.end())
            if after:
                return after
        if name in rules.BLOCKS:
            self._end_run()
        after = self._end_of_opaque(name, token.end()) if name in rules.OPAQUE else token.end()
        if after is None or not self._may_begin(name):
            return None
        if name in SECTION_STARTS:
            self.marked_here = set()
        self.parts.append(self.html[token.start() : after])
        if name not in rules.VOID and not (name in rules.FOREIGN and tag.endswith("/>")):
            attributes = _attributes(tag) if NOTABLE.search(tag) else {}
            self._push(name, name in rules.NEVER_INSIDE or self._is_to_be_quiet(attributes), "popover" in attributes)
        return after

    def _open_foreign(self, name: str, token) -> int | None:
        """Pictures and formulas: nothing is marked, but their end must be found."""
        tag = token.group()
        is_surprising = name in rules.LEAVE_FOREIGN or self.stack[-1].name in rules.HOLD_TEXT_ONLY
        if is_surprising or SLASH_IN_VALUE.search(tag):
            return None
        self.parts.append(tag)
        if not tag.endswith("/>"):
            self._push(name, True, False)
        return token.end()

    def _may_begin(self, name: str) -> bool:
        """Close what ends by itself where an element begins; return whether a browser would do nothing else."""
        if name in rules.SURPRISING or (name in rules.NOT_TWICE and self.open_names.get(name)):
            return False
        is_part_of_table = name in rules.ONLY_IN_TABLES
        if is_part_of_table and not self.open_names.get("table"):
            return False
        if name in rules.CLOSE_P and self.open_names.get("p"):
            if self.stack[-1].name == "p":
                self._pop()
            elif not self._is_p_shielded():
                return False
        ended = rules.ENDED_BY.get(name, ())
        while self.stack and self.stack[-1].name in ended:
            self._pop()
        is_directly_in_table = bool(self.stack) and self.stack[-1].name in rules.TABLE_PARTS
        return len(self.stack) < DEEPEST and (is_part_of_table or not is_directly_in_table)

    def _is_p_shielded(self) -> bool:
        names = (element.name for element in reversed(self.stack))
        return next(name for name in names if name == "p" or name in rules.SHIELD_P) != "p"

    def _is_to_be_quiet(self, attributes: Mapping[str, str]) -> bool:
        language = attributes.get("lang", "").lower().partition("-")[0]
        return bool(
            attributes.get("data-glossary") == "off"
            or attributes.get("aria-hidden") == "true"
            or not attributes.keys().isdisjoint(("popover", "hidden", "inert"))
            or attributes.get("role", "") in rules.QUIET_ROLES
            or "vh" in attributes.get("class", "").split()
            or (language and language != self.matcher.language.partition("-")[0])
        )

    def _end_of_opaque(self, name: str, start: int) -> int | None:
        closing = rules.OPAQUE[name].search(self.html, start)
        if closing is None or (name == "script" and "<!--" in self.html[start : closing.start()]):
            return None
        return closing.start()

    def _close(self, name: str, token) -> int | None:
        is_block = name in rules.BLOCKS
        if is_block:
            self._end_run()
        if self.open_names.get(name):
            while self.stack[-1].name != name:
                if name not in rules.END_INNER or self.stack[-1].name not in rules.OPTIONAL_END:
                    return None
                self._pop()
            self._pop()
        elif self.foreign:
            return None
        self.parts.append(token.group())
        if self.waiting and is_block and not self.unfit and self.blocks < self.waiting_depth:
            self._put_definitions()
        return token.end()

    def _push(self, name: str, is_quiet: bool, is_unread: bool) -> None:
        self.stack.append(_Element(name, is_quiet, is_unread))
        self.open_names[name] = self.open_names.get(name, 0) + 1
        self._count(self.stack[-1], 1)

    def _pop(self) -> None:
        element = self.stack.pop()
        self.open_names[element.name] -= 1
        self._count(element, -1)

    def _count(self, element: _Element, by: int) -> None:
        self.quiet += by * element.is_quiet
        self.unread += by * element.is_unread
        self.blocks += by * (element.name in rules.BLOCKS)
        self.unfit += by * (element.name not in rules.HOLD_BLOCKS)
        self.foreign += by * (element.name in rules.FOREIGN)

    # --- marks -------------------------------------------------------------------------------------------------------

    def _take_whole_mark(self, name: str, tag: str, start: int) -> int | None:
        """Copy a mark that is there already, or make one of a meaning an editor chose; return where it ends.

        Where the chosen meaning cannot be shown, the words stay plain.
        """
        if name == "button":
            term, opening, closing = self.marks.known.get(tag, QUIET), tag, "</button>"
        elif "data-term" in tag and "data-term" in (attributes := _attributes(tag)):
            term = self._chosen_term(attributes["data-term"])
            opening = self.marks.openings.get(term, '<span data-glossary="off">')
            closing = "</button>" if term else "</span>"
        else:
            return None
        inside = INSIDE_MARK.match(self.html, start) if term or name == "a" else None
        if inside is None or inside.group(2).lower() != name or not _is_emphasised_text(inside.group(1)):
            return None
        written = inside.group(1)
        self._add(f"{tag}{inside.group()}", unescape(TAGS.sub("", written)), term)
        self.parts[-1] = f"{opening}{written}{closing}"
        if name == "button":
            self.defined.add(term)
        return inside.end()

    def _chosen_term(self, chosen: str) -> int:
        term = int(chosen) if chosen.isdecimal() and len(chosen) < 20 else QUIET
        is_shown = term in self.marks.openings and term not in self.barred
        return term if is_shown and self._text_may_be_marked() == FREE else QUIET

    def _end_run(self) -> None:
        """Find the terms in the texts read since the last border of a block, and mark them."""
        run, self.run = self.run, []
        if not run:
            return
        text = run[0].text if len(run) == 1 else "".join(piece.text for piece in run)
        matches, words = self.matcher.read(text)
        number = start = 0
        for piece in run:
            end = start + len(piece.text)
            inside = []
            while number < len(matches) and matches[number].start < end:
                if matches[number].start >= start and matches[number].end <= end:
                    inside.append(matches[number])
                number += 1
            if piece.term > 0:
                self._note(piece.term, bisect_left(words, (start, 0)), piece)
            elif piece.term == FREE and inside:
                self._mark_in(piece, inside, start)
            start = end
        self.words_read += len(words)

    def _mark_in(self, piece: _Piece, matches: list[Match], offset: int) -> None:
        place_in_raw = _places_in(piece.raw) if piece.raw is not piece.text else None
        parts: list[str] = []
        last = 0
        for match in matches:
            if not self._may_mark(match):
                continue
            start, end = match.start - offset, match.end - offset
            if place_in_raw:
                start, end = place_in_raw(start), place_in_raw(end)
                if start is None or end is None:
                    continue
            self._note(match.term, match.place, piece)
            parts += (piece.raw[last:start], self.marks.openings[match.term], piece.raw[start:end], "</button>")
            last = end
        if parts:
            parts.append(piece.raw[last:])
            self.parts[piece.index] = "".join(parts)

    def _may_mark(self, match: Match) -> bool:
        """Whether it is the first in its section, and another mark leaves at most six on a screen's worth of words."""
        if match.term in self.marked_here or match.term in self.barred or match.term not in self.marks.openings:
            return False
        at = self.words_read + match.place
        self.recent = [place for place in self.recent if at - place < WORDS_PER_SCREEN]
        return len(self.recent) < MOST_PER_SCREEN

    def _note(self, term: int, place: int, piece: _Piece) -> None:
        """Remember a mark; it is undone if its definition finds no place."""
        self.marked_here.add(term)
        self.recent.append(self.words_read + place)
        self.unsettled.append((piece.index, piece.raw))
        if term not in self.defined:
            self.defined.add(term)
            self.waiting_depth = min(self.blocks, self.waiting_depth) if self.waiting else self.blocks
            self.waiting.append(term)

    def _put_definitions(self) -> None:
        self.parts += (self.marks.definitions[term] for term in self.waiting)
        self.waiting = []
        self.unsettled = []

    def _finish(self) -> str:
        self._end_run()
        if self.waiting:
            if self.quiet or any(element.name not in rules.BLOCKS for element in self.stack):
                return self._give_up()
            self._put_definitions()
        return "".join(self.parts)

    def _give_up(self) -> str:
        """Copy the rest as it is, and take back the marks that have no definition yet."""
        undone = [(piece.index, piece.raw) for piece in self.run] + (self.unsettled if self.waiting else [])
        for index, raw in undone:
            self.parts[index] = raw
        return "".join(self.parts) + self.html[self.place :]


def _attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag; of one that is given twice, the first, as browsers do."""
    found: dict[str, str] = {}
    for name, value in rules.ATTRIBUTE.findall(tag, tag.find(" ") if " " in tag else 1):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        found.setdefault(name.lower(), unescape(bare) if "&" in bare else bare)
    return found


def _is_emphasised_text(html: str) -> bool:
    """Whether HTML has words, and every element in it is closed in its turn."""
    stack: list[str] = []
    for tag in TAGS.findall(html):
        name = tag.strip("</>").lower()
        if not tag.startswith("</"):
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack and bool(TAGS.sub("", html).strip())


def _places_in(raw: str):
    """Return a function that says where in the written text a place of the read text is; None inside an entity."""
    read, written, lengths = [0], [0], []
    for entity in ENTITY.finditer(raw):
        meaning = unescape(entity.group())
        if meaning == entity.group():
            continue
        lengths.append(entity.start() - written[-1])
        read.append(read[-1] + lengths[-1] + len(meaning))
        written.append(entity.end())
    lengths.append(len(raw) - written[-1])

    def place(at: int) -> int | None:
        stretch = bisect_right(read, at) - 1
        beyond = at - read[stretch]
        return written[stretch] + beyond if beyond <= lengths[stretch] else None

    return place
