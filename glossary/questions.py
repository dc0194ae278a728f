"""What a reader asks about when a whole question was typed: “what does gRNA mean” asks about gRNA. No models."""

from functools import lru_cache

from django.utils.translation import get_language, pgettext

from portal.base.text import fold

GAP = "…"


@lru_cache(maxsize=32)
def _frames(language: str) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after the word in each question of the active language, the longest first."""
    # Translators: ways in which people ask what a word means, one a line, with … where the word stands. Not a
    # translation line by line: write the ones that are usual in your language. Capitals and marks do not count.
    lines = pgettext(
        "questions about a word",
        "what does the word … mean\n"
        "what does the term … mean\n"
        "what does … mean\n"
        "what does … stand for\n"
        "what does … do\n"
        "what do … do\n"
        "what do … mean\n"
        "what is meant by …\n"
        "what is the meaning of …\n"
        "what is the definition of …\n"
        "what is …\n"
        "what's …\n"
        "whats …\n"
        "what are …\n"
        "what … means\n"
        "the meaning of …\n"
        "meaning of …\n"
        "the definition of …\n"
        "definition of …\n"
        "explanation of …\n"
        "define …\n"
        "explain …\n"
        "… meaning\n"
        "… means\n"
        "… definition\n"
        "… explained",
    )
    pairs = {tuple(fold(part) for part in line.split(GAP)) for line in lines.splitlines() if line.count(GAP) == 1}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]) - len(pair[1]), pair)))


@lru_cache(maxsize=32)
def _small_words(language: str) -> frozenset[str]:
    """Return the words of the active language that may stand before a word without belonging to it."""
    # Translators: the articles of your language, with spaces between them.
    return frozenset(fold(pgettext("articles before a noun", "a an the")).split())


def readings(typed: str) -> list[str]:
    """Return what a reader may have asked about, folded: as typed, without a question's frame, without articles.

    The language is the active one; the likeliest reading comes last.
    """
    language = get_language() or ""
    asked = fold(typed)
    found = [asked]
    for before, after in _frames(language):
        inner = _inside(asked, before, after)
        if inner:
            asked = inner
            found.append(asked)
            break
    words = asked.split()
    while len(words) > 1 and words[0] in _small_words(language):
        words.pop(0)
    found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _inside(asked: str, before: str, after: str) -> str:
    """Return the words between two parts of a question; empty where the question is another one."""
    if before and not asked.startswith(f"{before} "):
        return ""
    if after and not asked.endswith(f" {after}"):
        return ""
    return asked[len(before) : len(asked) - len(after)].strip() if before or after else ""
