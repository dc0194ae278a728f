"""Regular plurals, so that editors need to enter irregular ones only. Pure functions; English so far."""

import re

SIBILANT = re.compile(r"(s|x|z|ch|sh)$")
CONSONANT_Y = re.compile(r"[^aeiou]y$")


def plural(word: str, language: str) -> str:
    """Return the regular plural of a word or abbreviation; empty where a language has no regular plural here."""
    if not language.startswith("en") or not word or not word[-1].isalpha():
        return f"{word}s" if language.startswith("en") and word and word[-1].isdigit() else ""
    if word.isupper() or (word[-1].isupper() and any(letter.islower() for letter in word)):
        return f"{word}s"
    if SIBILANT.search(word):
        return f"{word}es"
    if CONSONANT_Y.search(word):
        return f"{word[:-1]}ies"
    return f"{word}s"


def with_plural(text: str, language: str) -> list[str]:
    """Return a form and its regular plural, made of its last word."""
    before, space, last = text.rpartition(" ")
    made = plural(last, language)
    return [text, f"{before}{space}{made}"] if made else [text]
