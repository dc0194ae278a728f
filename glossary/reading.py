"""Reads HTML as a browser reads it, tag by tag, and says where words could be marked. Pure functions; no models.

Where the HTML is not well formed, so that nobody can say what a mark would do to it, nothing more is read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from html import unescape
from typing import NamedTuple

from glossary import html_rules as rules
from glossary.matching import Match, Matcher

SECTION_STARTS = frozenset({"h2"})
DEEPEST = 250

NOTABLE = re.compile(r"data-glossary|popover|hidden|inert|role|lang|\bvh\b", re.IGNORECASE)
# What is inside a mark, up to its end: text with simple emphasis.
INSIDE_MARK = re.compile(r"((?:[^<]++|</?(?:b|strong|i|em|sub|small|span|u)>)*+)</(a|button)\s*>", re.IGNORECASE)
SLASH_IN_VALUE = re.compile(r"=[^\"'\s=]++/>\Z")
TAGS = re.compile(r"<[^>]*+>")
# As in html.unescape.
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
TEXT, TAG, COMMENT, SIGN = 1, 3, 4, 5

# How a use of a term was found: its words stand in the text, an editor chose it, or it is marked already.
FOUND, CHOSEN, THERE = "found", "chosen", "there"
PLAIN = '<span data-glossary="off">'


class Use(NamedTuple):
    """A use of a term that could be marked, or is."""

    kind: str
    term: int
    at: int  # how many words of the page stand before it
    section: int
    part: int  # the part of the page in which it stands
    start: int  # where its words begin and end in that part
    end: int


class Reading(NamedTuple):
    """A page in parts, which joined are the page, with the uses of terms in order.

    ``slots`` are the empty parts into which definitions may be put, each with the number of uses before it; after a
    use without a slot the HTML is broken.
    """

    parts: list[str]
    uses: list[Use]
    slots: list[tuple[int, int]]


class _Element(NamedTuple):
    """An element that was opened and not closed yet."""

    name: str
    is_quiet: bool
    is_unread: bool


class _Piece(NamedTuple):
    """A text, or a whole mark: which part it is, as it is written and as it is read."""

    part: int
    raw: str
    text: str
    is_quiet: bool
    mark: Use | None = None


class Reader:
    """Reads one page from its beginning to its end."""

    def __init__(self, html: str, matcher: Matcher, known: Mapping[str, int], allowed: Container[int]):
        """Take a page, the opening tags of marks with their terms, and the terms that may be marked."""
        self.html, self.matcher, self.known, self.allowed = html, matcher, known, allowed
        self.place = 0
        self.parts: list[str] = []
        self.uses: list[Use] = []
        self.slots: list[tuple[int, int]] = []
        # Texts with no border of a block between them: "gene<b>tics</b>" is one word, and not the word "gene".
        self.run: list[_Piece] = []
        self.stack: list[_Element] = []
        self.open_names: dict[str, int] = {}
        self.quiet = self.unread = self.blocks = self.unfit = self.foreign = 0
        self.section = self.words_read = 0
        self.is_waiting = False
        self.waiting_depth = 0

    def read(self) -> Reading:
        """Read to the end, or to where the HTML is broken."""
        while self.place < len(self.html):
            after = self._take(rules.TOKEN.match(self.html, self.place))
            if after is None:
                self.parts.append(self.html[self.place :])
                return Reading(self.parts, self.uses, self.slots)
            self.place = after
        self._end_run()
        if self.is_waiting and not self.quiet and all(element.name in rules.BLOCKS for element in self.stack):
            self._add_slot()
        return Reading(self.parts, self.uses, self.slots)

    def _take(self, token) -> int | None:
        """Copy one token; return where the next begins, or None where the HTML is not well formed."""
        kind, piece = token.lastindex, token.group()
        if kind in (TEXT, SIGN):
            self._add(piece, unescape(piece) if "&" in piece else piece, self._is_quiet_here())
            return token.end()
        if kind == TAG:
            name = token.group(3).lower()
            return self._close(name, token) if token.group(2) else self._open(name, token)
        if kind == COMMENT and not (piece.startswith("<![") and self.foreign):
            self.parts.append(piece)
            return token.end()
        return None

    def _add(self, raw: str, text: str, is_quiet: bool, mark: Use | None = None) -> None:
        if not self.unread:
            self.run.append(_Piece(len(self.parts), raw, text, is_quiet, mark))
        self.parts.append(raw)

    def _is_quiet_here(self) -> bool:
        return bool(self.quiet or (self.stack and self.stack[-1].name in rules.TABLE_PARTS))

    # --- tags --------------------------------------------------------------------------------------------------------

    def _open(self, name: str, token) -> int | None:
        tag = token.group()
        if self.foreign:
            return self._open_foreign(name, token)
        if name in ("a", "button"):
            after = self._take_mark(name, tag, token.end())
            if after:
                return after
        if name in rules.BLOCKS:
            self._end_run()
        after = self._end_of_opaque(name, token.end()) if name in rules.OPAQUE else token.end()
        if after is None or not self._may_begin(name):
            return None
        self.section += name in SECTION_STARTS
        self.parts.append(self.html[token.start() : after])
        if name not in rules.VOID and not (name in rules.FOREIGN and tag.endswith("/>")):
            attributes = _attributes(tag) if NOTABLE.search(tag) else {}
            is_quiet = name in rules.NEVER_INSIDE or (bool(attributes) and self._is_to_be_quiet(attributes))
            self._push(name, is_quiet, "popover" in attributes)
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
        if self.is_waiting and is_block and not self.unfit and self.blocks < self.waiting_depth:
            self._add_slot()
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

    def _take_mark(self, name: str, tag: str, start: int) -> int | None:
        """Copy a whole mark: one that is there already, or a meaning that an editor chose. Return where it ends.

        Where the chosen meaning cannot be shown, the words stay plain.
        """
        if name == "button":
            kind, term = THERE, self.known.get(tag)
        elif "data-term" in tag and "data-term" in (attributes := _attributes(tag)):
            kind, term = CHOSEN, self._chosen_term(attributes["data-term"])
        else:
            return None
        inside = INSIDE_MARK.match(self.html, start) if term or kind == CHOSEN else None
        if inside is None or inside.group(2).lower() != name or not _is_emphasised_text(inside.group(1)):
            return None
        written = inside.group(1)
        text = unescape(TAGS.sub("", written))
        if term:
            use = Use(kind, term, 0, 0, len(self.parts), len(tag), len(tag) + len(written))
            self._add(f"{tag}{inside.group()}", text, True, use)
        else:
            self._add(f"{PLAIN}{written}</span>", text, True)
        return inside.end()

    def _chosen_term(self, chosen: str) -> int | None:
        term = int(chosen) if chosen.isdecimal() and len(chosen) < 20 else None
        return term if term in self.allowed and not self._is_quiet_here() else None

    def _end_run(self) -> None:
        """Note the uses of terms in the texts read since the last border of a block."""
        run, self.run = self.run, []
        if not run:
            return
        text = run[0].text if len(run) == 1 else "".join(piece.text for piece in run)
        matches, words = self.matcher.read(text)
        number = start = 0
        for piece in run:
            end = start + len(piece.text)
            first = number
            while number < len(matches) and matches[number].start < end:
                number += 1
            if piece.mark is not None:
                at = self.words_read + bisect_left(words, (start, 0))
                self._note(piece.mark._replace(at=at, section=self.section))
            elif not piece.is_quiet and first < number:
                self._note_in(piece, matches[first:number], start)
            start = end
        self.words_read += len(words)

    def _note_in(self, piece: _Piece, matches: list[Match], offset: int) -> None:
        place_in_raw = _places_in(piece.raw) if piece.raw is not piece.text else None
        for match in matches:
            start, end = match.start - offset, match.end - offset
            if start < 0 or end > len(piece.text) or match.term not in self.allowed:
                continue
            if place_in_raw is not None:
                start, end = place_in_raw(start), place_in_raw(end)
                if start is None or end is None:
                    continue
            self._note(Use(FOUND, match.term, self.words_read + match.place, self.section, piece.part, start, end))

    def _note(self, use: Use) -> None:
        self.uses.append(use)
        self.waiting_depth = min(self.blocks, self.waiting_depth) if self.is_waiting else self.blocks
        self.is_waiting = True

    def _add_slot(self) -> None:
        self.slots.append((len(self.uses), len(self.parts)))
        self.parts.append("")
        self.is_waiting = False


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
