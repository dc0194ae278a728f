"""Sentences of a plain text. Pure functions; one line of text is one paragraph, heading or point of a list."""

ENDS = (". ", "! ", "? ", "؟ ", "\n", "|")
LONGEST_SENTENCE = 400


def sentence_around(text: str, start: int) -> str:
    """Return the sentence of a text in which a place lies, at most 400 characters of it."""
    first, last = bounds_around(text, start)
    return " ".join(text[first:last].split())[:LONGEST_SENTENCE]


def bounds_around(text: str, start: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends."""
    before = max(text.rfind(mark, 0, start) + len(mark) if mark in text[:start] else 0 for mark in ENDS)
    ends = [place for place in (text.find(mark, start) for mark in ENDS) if place != -1]
    return before, min(ends) + 1 if ends else len(text)


def begins_sentence(text: str, start: int) -> bool:
    """Return whether a word that starts at a place may have its capital letter from the beginning of a sentence."""
    before = text[:start].rstrip(" ([{«“‘\"'")
    return not before or before[-1] in ".!?؟:|\n•"
