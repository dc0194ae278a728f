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
    "summary th caption svg math template noscript iframe object audio video".split()
)
RAW = frozenset("script style textarea title".split())
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
    """One form as the matcher compares it: folded words after the first, and which words must keep their case."""

    term: int
    words: tuple[str, ...]
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
class Matcher:
    """Finds forms in plain text, the longest first. Made once per language and state of the glossary."""

    language: str
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, forms: Iterable[Form], language: str = "en") -> "Matcher":
        """Build a matcher; a form that two terms claim goes to the first of them."""
        matcher = cls(language)
        for form in forms:
            matcher._add(form)
        for entries in matcher.entries.values():
            entries.sort(key=lambda entry: len(entry.words), reverse=True)
        return matcher

    def _add(self, form: Form) -> None:
        written = WORD.findall(form.text)
        if not written:
            return
        words = tuple(fold_word(word, self.language) for word in written)
        exact = tuple(clean_word(word) if keeps_case(clean_word(word)) else "" for word in written)
        known = self.entries.setdefault(words[0], [])
        if not any(entry.words == words and entry.exact == exact for entry in known):
            known.append(Entry(form.term, words, exact))

    def find(self, text: str, barred: frozenset[int] = frozenset()) -> list[Match]:
        """Return the uses of terms in a text, in order, none overlapping, without those of barred terms."""
        entries, language = self.entries, self.language
        words = [(match.start(), match.end()) for match in WORD.finditer(text)]
        found: list[Match] = []
        place, number = 0, len(words)
        simple = text.isascii() and not language.startswith(("tr", "az", "ar"))
        lowered = text.lower() if simple else ""
        while place < number:
            start, end = words[place]
            key = lowered[start:end] if simple else fold_word(text[start:end], language)
            candidates = entries.get(key)
            if candidates is None and language.startswith("ar"):
                candidates = self._without_prefix(key)
            step = 1
            for entry in candidates or ():
                length = len(entry.words)
                if entry.term not in barred and place + length <= number and self._fits(text, words, place, entry):
                    found.append(Match(entry.term, start, words[place + length - 1][1]))
                    step = length
                    break
            place += step
        return found

    def _fits(self, text: str, words: list[tuple[int, int]], place: int, entry: Entry) -> bool:
        for offset in range(len(entry.words)):
            start, end = words[place + offset]
            written = text[start:end]
            if offset and not GAP.fullmatch(text, words[place + offset - 1][1], start):
                return False
            if offset and fold_word(written, self.language) != entry.words[offset]:
                return False
            if entry.exact[offset] and clean_word(written) != entry.exact[offset]:
                return False
        return not self._is_part_of_a_name(text, words, place, len(entry.words))

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

    def _without_prefix(self, word: str) -> list[Entry] | None:
        for prefix in ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                found = self.entries.get(word[len(prefix) :])
                if found:
                    return found
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
    stack: list[tuple[str, bool]] = []
    quiet = 0
    for token in TOKEN.finditer(html):
        piece = token.group()
        tag = TAG.match(piece) if piece.startswith("<") else None
        if tag is None:
            if quiet or piece.startswith("<"):
                parts.append(piece)
            else:
                parts.append(_mark_text(piece, page, opening))
            continue
        name = tag.group(2).lower()
        if tag.group(1):
            quiet -= _close(stack, name)
            parts.append(piece)
            if page.waiting and not any(open_name in CANNOT_HOLD_BLOCKS for open_name, _is_quiet in stack):
                parts.append(_definitions(page, definitions))
            continue
        if name in SECTION_STARTS:
            page.marked_here = set()
        parts.append(piece)
        if name in VOID or piece.endswith("/>"):
            continue
        is_quiet = name in NEVER_INSIDE or bool(GLOSSARY_OFF.search(piece))
        stack.append((name, is_quiet))
        quiet += is_quiet
    if page.waiting:
        parts.append(_definitions(page, definitions))
    return "".join(parts)


def _close(stack: list[tuple[str, bool]], name: str) -> int:
    """Close the innermost open element of a name and all inside it; return how many of them kept us quiet.

    A closing tag that was never opened closes nothing.
    """
    if not any(open_name == name for open_name, _is_quiet in stack):
        return 0
    closed = 0
    while stack:
        open_name, is_quiet = stack.pop()
        closed += is_quiet
        if open_name == name:
            break
    return closed


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


def _definitions(page: _Page, definitions: Callable[[list[int]], str]) -> str:
    terms, page.waiting = page.waiting, []
    return definitions(terms)
