"""Finds glossary words in HTML and marks their first use. Pure functions; no models, no database.

The matcher looks each word of a text up in a dictionary of first words and then tries the longest form that begins
with it: its cost does not grow with the number of terms (measured: tests/benchmarks/).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape, unescape

# A word: letters and digits with the marks and soft hyphens that may stand inside it. Unicode's word borders for the
# scripts we publish in, without a dependency.
INSIDE = "\u00ad\u200c\u200d\u2060\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{INSIDE}])*")
GAP = re.compile(r"\s+|\s?[-\u2010\u2011\u2012\u2013]\s?")
IGNORED_INSIDE = re.compile("[\u00ad\u200c\u200d\u2060]")
ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
APOSTROPHES = "'’"

TOKEN = re.compile(r"<!--.*?-->|<[a-zA-Z/!?](?:[^>\"']|\"[^\"]*\"|'[^']*')*>|<|[^<]+", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
GLOSSARY_OFF = re.compile(r"\sdata-glossary=[\"']?off\b")
FORCED = re.compile(r"\sdata-term=[\"']?(\d+)")

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
NEVER_INSIDE = frozenset(
    "a button h1 h2 h3 h4 h5 h6 code pre kbd samp script style textarea select option title dfn abbr label legend "
    "summary th dt caption svg math template noscript iframe object audio video".split()
)
# A definition is a block of its own and cannot stand inside these; it follows the outermost of them.
CANNOT_HOLD_BLOCKS = frozenset("p ul ol dl table blockquote figcaption address h1 h2 h3 h4 h5 h6 pre".split())
SECTION_STARTS = frozenset({"h2"})

MOST_PER_SCREEN = 6
WORDS_PER_SCREEN = 120


@dataclass(frozen=True)
class Form:
    """One written form of a term, as an editor typed it."""

    text: str
    term: int


@dataclass(frozen=True)
class Entry:
    """One form as the matcher compares it; ``exact`` holds the words that must keep their case, "" for the others."""

    term: int
    exact: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A place in a text where a term is used."""

    term: int
    start: int
    end: int


def keeps_case(word: str) -> bool:
    """Return whether a word means something only as it is written: DNA, gRNA, Cas9, T — but not Cell or cell."""
    rest = word[1:]
    return any(letter.isupper() for letter in rest) or (
        word[:1].isupper() and (len(word) == 1 or any(letter.isdigit() for letter in rest))
    )


def fold_word(word: str, language: str = "en") -> str:
    """Return a word as it is compared: composed, without soft hyphens, without case by the rules of its language."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", IGNORED_INSIDE.sub("", word))
        if language.startswith("ar"):
            word = ARABIC_MARKS.sub("", word)
    if language.startswith(("tr", "az")):
        word = word.replace("İ", "i").replace("I", "ı")
    return word.casefold()


def clean_word(word: str) -> str:
    """Return a word as written, but composed and without soft hyphens."""
    return word if word.isascii() else unicodedata.normalize("NFC", IGNORED_INSIDE.sub("", word))


@dataclass
class Bucket:
    """The forms that begin with one word: how many words they have, the most first, and the forms by their words."""

    lengths: tuple[int, ...] = ()
    by_words: dict[tuple[str, ...], list[Entry]] = field(default_factory=dict)


@dataclass
class Matcher:
    """Finds forms in plain text, the longest first. Made once per language and state of the glossary."""

    language: str
    buckets: dict[str, Bucket] = field(default_factory=dict)

    @classmethod
    def of(cls, forms: Iterable[Form], language: str = "en") -> "Matcher":
        """Build a matcher; a form that two terms claim goes to the first of them."""
        matcher = cls(language)
        for form in forms:
            matcher._add(form)
        return matcher

    def _add(self, form: Form) -> None:
        written = WORD.findall(form.text)
        if not written:
            return
        words = tuple(fold_word(word, self.language) for word in written)
        exact = tuple(clean_word(word) if keeps_case(clean_word(word)) else "" for word in written)
        bucket = self.buckets.setdefault(words[0], Bucket())
        known = bucket.by_words.setdefault(words, [])
        if not any(entry.exact == exact for entry in known):
            known.append(Entry(form.term, exact))
            bucket.lengths = tuple(sorted({*bucket.lengths, len(words)}, reverse=True))

    def find(self, text: str, barred: frozenset[int] = frozenset()) -> list[Match]:
        """Return the uses of terms in a text, in order, none overlapping, without those of barred terms."""
        spans = [match.span() for match in WORD.finditer(text)]
        folded = self._fold_all(text, spans)
        buckets, number = self.buckets, len(spans)
        found: list[Match] = []
        place = 0
        while place < number:
            bucket = buckets.get(folded[place])
            if bucket is None and self.language.startswith("ar"):
                bucket = self._without_prefix(folded, place)
            step = 1
            for length in bucket.lengths if bucket is not None else ():
                if place + length > number:
                    continue
                entry = self._fitting(bucket, text, spans, folded, place, length, barred)
                if entry is not None:
                    found.append(Match(entry.term, spans[place][0], spans[place + length - 1][1]))
                    step = length
                    break
            place += step
        return found

    def _fold_all(self, text: str, spans: list[tuple[int, int]]) -> list[str]:
        if text.isascii() and not self.language.startswith(("tr", "az")):
            lowered = text.lower()
            return [lowered[start:end] for start, end in spans]
        return [fold_word(text[start:end], self.language) for start, end in spans]

    def _fitting(self, bucket, text, spans, folded, place, length, barred) -> Entry | None:
        candidates = bucket.by_words.get(tuple(folded[place : place + length]))
        if candidates is None:
            return None
        for offset in range(1, length):
            if not GAP.fullmatch(text, spans[place + offset - 1][1], spans[place + offset][0]):
                return None
        for entry in candidates:
            if entry.term not in barred and self._has_case(entry, text, spans, place):
                return None if self._is_part_of_a_name(text, spans, place, length) else entry
        return None

    @staticmethod
    def _has_case(entry: Entry, text: str, spans: list[tuple[int, int]], place: int) -> bool:
        return all(
            not exact or clean_word(text[slice(*spans[place + offset])]) == exact
            for offset, exact in enumerate(entry.exact)
        )

    @staticmethod
    def _is_part_of_a_name(text: str, words: list[tuple[int, int]], place: int, length: int) -> bool:
        """An e-mail address, a web address, a file or a number such as 1.5 is not a use of a word."""
        start, end = words[place][0], words[place + length - 1][1]
        before, after = text[start - 1 : start], text[end : end + 1]
        if before in ("@", "_", "#", "\\") or after in ("@", "_", "\\"):
            return True
        if before in (".", "/") and start > 1 and not text[start - 2].isspace():
            return before == "." or text[start - 2] in "/:"
        return after in (".", ":") and text[end + 1 : end + 2].isalnum()

    def _without_prefix(self, folded: list[str], place: int) -> Bucket | None:
        """Find an Arabic word without its article or preposition; the bare word then stands in its place."""
        for prefix in ARABIC_PREFIXES:
            bare = folded[place].removeprefix(prefix)
            if bare != folded[place] and len(bare) > 1 and bare in self.buckets:
                folded[place] = bare
                return self.buckets[bare]
        return None


@dataclass
class _Page:
    """What has been marked so far while one page is read."""

    matcher: Matcher
    barred: frozenset[int]
    marked_here: set[int] = field(default_factory=set)
    defined: set[int] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)
    words_read: int = 0
    recent: list[int] = field(default_factory=list)

    def may_mark(self, at: int) -> bool:
        """Whether another mark would still leave at most six on a screen's worth of words."""
        self.recent = [place for place in self.recent if at - place < WORDS_PER_SCREEN]
        return len(self.recent) < MOST_PER_SCREEN


@dataclass(frozen=True)
class _Open:
    """An element that was opened and not closed yet; a mark takes the place of one that is not shown."""

    name: str
    is_quiet: bool
    is_shown: bool


def mark(
    html: str,
    matcher: Matcher,
    opening: Callable[[int, str], str],
    definitions: Callable[[list[int]], str],
    barred: frozenset[int] = frozenset(),
) -> str:
    """Return HTML with the first use of each term in each section marked.

    ``opening(term, text)`` returns the HTML of a mark around an already escaped text; ``definitions(terms)`` the HTML
    of the definitions of terms marked for the first time, which is put after the block they stand in. ``barred`` are
    the terms that must not be marked on this page. Nothing is marked in headings, links, buttons, code, table
    headings, or below ``data-glossary="off"``; an element with ``data-term`` is marked with that term.
    """
    page = _Page(matcher, barred)
    parts: list[str] = []
    stack: list[_Open] = []
    quiet = 0
    forced: int | None = None
    for token in TOKEN.finditer(html):
        piece = token.group()
        tag = TAG.match(piece) if piece.startswith("<") else None
        if tag is None:
            if forced is not None and piece.strip():
                parts.append(_mark_as(forced, piece, page, opening))
                forced = None
            elif quiet or piece.startswith("<"):
                parts.append(piece)
            else:
                parts.append(_mark_text(piece, page, opening))
            continue
        forced = None
        name = tag.group(2).lower()
        if tag.group(1):
            closed, is_shown = _close(stack, name)
            quiet -= closed
            if is_shown:
                parts.append(piece)
            if page.waiting and not any(element.name in CANNOT_HOLD_BLOCKS for element in stack):
                parts.append(_definitions(page, definitions))
            continue
        if name in SECTION_STARTS:
            page.marked_here = set()
        meant = FORCED.search(piece)
        is_meant = meant is not None and not quiet
        if not is_meant:
            parts.append(piece)
        if name in VOID or (piece.endswith("/>") and not is_meant):
            continue
        if is_meant:
            forced = int(meant.group(1))
        is_quiet = name in NEVER_INSIDE or is_meant or bool(GLOSSARY_OFF.search(piece))
        stack.append(_Open(name, is_quiet, not is_meant))
        quiet += is_quiet
    if page.waiting:
        parts.append(_definitions(page, definitions))
    return "".join(parts)


def _close(stack: list[_Open], name: str) -> tuple[int, bool]:
    """Close the innermost open element of a name and all inside it.

    Return how many of them kept us quiet, and whether the closing tag is to be shown. A closing tag that was never
    opened closes nothing.
    """
    if not any(element.name == name for element in stack):
        return 0, True
    closed = 0
    while True:
        element = stack.pop()
        closed += element.is_quiet
        if element.name == name:
            return closed, element.is_shown


def _mark_text(piece: str, page: _Page, opening: Callable[[int, str], str]) -> str:
    text = unescape(piece) if "&" in piece else piece
    matches = page.matcher.find(text, page.barred)
    if not matches:
        page.words_read += text.count(" ") + 1
        return piece
    parts: list[str] = []
    last = 0
    for match in matches:
        at = page.words_read + text.count(" ", 0, match.start)
        if match.term in page.marked_here or not page.may_mark(at):
            continue
        page.marked_here.add(match.term)
        page.recent.append(at)
        if match.term not in page.defined:
            page.defined.add(match.term)
            page.waiting.append(match.term)
        parts.append(escape(text[last : match.start], quote=False))
        parts.append(opening(match.term, escape(text[match.start : match.end], quote=False)))
        last = match.end
    page.words_read += text.count(" ") + 1
    if not parts:
        return piece
    parts.append(escape(text[last:], quote=False))
    return "".join(parts)


def _mark_as(term: int, piece: str, page: _Page, opening: Callable[[int, str], str]) -> str:
    """Mark a text that an editor gave a meaning; it counts as the first use in its section."""
    page.marked_here.add(term)
    page.recent.append(page.words_read)
    page.words_read += piece.count(" ") + 1
    if term not in page.defined:
        page.defined.add(term)
        page.waiting.append(term)
    return opening(term, piece)


def _definitions(page: _Page, definitions: Callable[[list[int]], str]) -> str:
    terms, page.waiting = page.waiting, []
    return definitions(terms)
