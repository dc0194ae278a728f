"""How words are compared in the search, whatever the engine. Pure; no models.

Both what is published and what is typed goes through here, so a rule need not be right English: it must only treat two
ways of writing one name alike.
"""

import re
from functools import lru_cache

from glossary.spellings import spellings

POSSESSIVE = re.compile(r"['’\u02bc`\u00b4]s\b", re.IGNORECASE)
APOSTROPHE = re.compile(r"(?<=\w)['’\u02bc`\u00b4](?=\w)")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’\u02bc]", re.IGNORECASE)
LONGEST_KEY = 200
LONGEST_WORD = 60
SOUNDS = (
    (re.compile(r"ph"), "f"), (re.compile(r"tch|sch|sh|ch"), "k"), (re.compile(r"ck|q"), "k"), (re.compile(r"x"), "ks"),
    (re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"c"), "k"), (re.compile(r"gh"), "g"), (re.compile(r"[hw]"), ""),
    (re.compile(r"z"), "s"), (re.compile(r"^(?:ps|pn|kn|gn|mn)"), lambda match: match[0][1]), (re.compile(r"v"), "f"),
    (re.compile(r"j"), "g"), (re.compile(r"d"), "t"), (re.compile(r"b"), "p"), (re.compile(r"[aeiouy]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def normal(text: str, language: str) -> str:
    """Return a text as it is compared: folded, without apostrophes, in one of two spellings; words stand apart."""
    text = POSSESSIVE.sub("", text)
    text = ELISION.sub(" ", text) if language.startswith("fr") else APOSTROPHE.sub("", text)
    ways = spellings(text, language)
    return ways[-1] if ways else ""


@lru_cache(maxsize=20_000)
def singular(word: str, language: str) -> str:
    """Return a word without its regular plural ending; short words and abbreviations of two letters stay."""
    if len(word) < 4 or not word.isalpha():
        return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2].isdigit() else word
    if language.startswith("en"):
        return _english_singular(word)
    if language.startswith("fr"):
        return word[:-3] + "al" if word.endswith("aux") and len(word) > 5 else word.rstrip("sx") or word
    return word


def _english_singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-1]


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a text, each in the singular, in order."""
    return [singular(word, language) for word in normal(text, language).split()]


def key_of(words: list[str] | tuple[str, ...]) -> str:
    """Return what all ways of writing a name share, from its words: without spaces ("CAR-T cells", "CART cell")."""
    return "".join(words)[:LONGEST_KEY]


@lru_cache(maxsize=20_000)
def sound_of(key: str) -> str:
    """Return roughly how a name sounds: its consonants, those that are often mixed up made one. Empty for digits."""
    if len(key) < 4 or not key.isascii() or any(letter.isdigit() for letter in key):
        return ""
    for pattern, replacement in SOUNDS:
        key = pattern.sub(replacement, key)
    return key[:LONGEST_WORD] if len(key) > 1 else ""


def slips_allowed(word: str) -> int:
    """Return how many wrong letters a word may hold and still be taken for another."""
    length = len(word)
    if length < 4:
        return 0 if length < 3 else 1
    return 1 if length < 6 else 2 if length < 10 else 3


def alike(one: str, other: str) -> bool:
    """Return whether two words are one word with different endings ("edit", "editing")."""
    if one == other:
        return True
    # Asked some thousand times a search: most words differ in the first letter already.
    if one[:1] != other[:1]:
        return False
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    length = len(shorter)
    return length >= 4 and len(longer) - length <= 4 and longer.startswith(shorter[: max(4, length - 1)])
