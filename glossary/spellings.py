"""Ways to write one word that a reader takes for the same: anaemia and anemia. Pure; no models."""

import re

from portal.base.text import fold

NO_WORD = re.compile(r"[^a-z0-9]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
# British and American spelling end up alike; both sides of each comparison go through it, so it need not be English.
ONE_SPELLING = {
    r"[ao]e": "e",
    r"our(?=s?\b)": "or",
    r"(?<=[a-z]{2})is(?=(?:e[drs]?|ing|ations?|ers?)\b)": "iz",
    r"ys(?=(?:e[drs]?|ing)\b)": "yz",
    r"(?<=[bt])re(?=s?\b)": "er",
    r"ogue(?=s?\b)": "og",
    r"ll(?=(?:ed|ing)\b)": "l",
    r"mme(?=s?\b)": "m",
    r"sulph": "sulf",
    r"enc(?=es?\b)": "ens",
}
SPELT_TWO_WAYS = re.compile("|".join(f"({pattern})" for pattern in ONE_SPELLING))
ONE_WAY = list(ONE_SPELLING.values())
GERMAN_UMLAUT = re.compile(r"(?<=[aou])e")
ARABIC_ARTICLE = re.compile(r"\b\u0627\u0644(?=\w{2})")


def spellings(text: str, language: str) -> list[str]:
    """Return a text as it is compared: folded, and, where that differs, in the one of two spellings that we compare by.

    Undone are British and American spelling, “ae” for “ä” in German, and the article that Arabic joins to its word.
    """
    # Most words are plain ASCII, where folding takes a tenth of the time; a test holds both ways together.
    folded = NO_WORD.sub(" ", text.lower()).strip() if text.isascii() else fold(text).translate(LIGATURES)
    other = folded
    if language.startswith("en"):
        other = SPELT_TWO_WAYS.sub(lambda match: ONE_WAY[match.lastindex - 1], folded)
    elif language.startswith("de"):
        other = GERMAN_UMLAUT.sub("", folded)
    elif language.startswith("ar"):
        other = ARABIC_ARTICLE.sub("", folded)
    return [folded, other] if other != folded else [folded]
