"""Two lines of a text around what was searched for, with the words to be marked. Pure; no models."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.home.search.words import alike, words_of

TOKEN = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
LONGEST = 190
BEFORE = 60
SEARCHED = 8_000


@dataclass(frozen=True)
class Part:
    """A piece of a text, marked or not."""

    text: str
    is_hit: bool = False


def marked(text: str, words: Iterable[str], language: str) -> list[Part]:
    """Return a whole text in parts, of which those are hits that are words searched for."""
    parts: list[Part] = []
    done = 0
    for start, end in _hits(text, frozenset(words), language):
        joins = parts and parts[-1].is_hit and not text[done:start].strip(" -–")
        if joins:
            parts[-1] = Part(parts[-1].text + text[done:end], is_hit=True)
        else:
            parts += [Part(text[done:start])] if start > done else []
            parts.append(Part(text[start:end], is_hit=True))
        done = end
    return [*parts, Part(text[done:])] if done < len(text) else parts


def extract(lead: str, body: str, words: Iterable[str], language: str) -> list[Part]:
    """Return about two lines: the first sentence if it holds a word, else the place of the body that holds most."""
    wanted = frozenset(words)
    text, hits = lead, _hits(lead, wanted, language)
    if not hits and (found := _hits(body[:SEARCHED], wanted, language)):
        text, hits = body, found
    if not text:
        text = body
    start = _best_start(text, hits)
    piece = text[start : start + LONGEST]
    if start + LONGEST < len(text):
        piece = piece.rsplit(" ", 1)[0].rstrip(" ,;:–-(") + " …"
    if start:
        piece = "… " + piece.lstrip()
    return marked(" ".join(piece.split()), wanted, language)


def _hits(text: str, wanted: frozenset[str], language: str) -> list[tuple[int, int]]:
    if not wanted:
        return []
    return [match.span() for match in TOKEN.finditer(text) if _is_wanted(match[0].lower(), wanted, language)]


@lru_cache(maxsize=20_000)
def _is_wanted(token: str, wanted: frozenset[str], language: str) -> bool:
    return any(alike(form, word) for form in words_of(token, language) for word in wanted)


def _best_start(text: str, hits: list[tuple[int, int]]) -> int:
    """Return where to begin: at the start of the sentence, or a little before the place with most different hits."""
    if not hits or (hits[0][1] < LONGEST and len({text[a:b].lower() for a, b in hits if b < LONGEST}) >= 1):
        return 0
    best, best_count = hits[0][0], 0
    for start, _end in hits[:200]:
        count = len({text[a:b].lower() for a, b in hits if start <= a and b <= start + LONGEST - BEFORE})
        if count > best_count:
            best, best_count = start, count
    begin = max(0, best - BEFORE)
    sentence = max(text.rfind(sign, begin, best) for sign in ("\n", ". ", "? ", "! "))
    if sentence >= 0:
        return sentence + 1
    return text.rfind(" ", 0, begin) + 1 if begin else 0
