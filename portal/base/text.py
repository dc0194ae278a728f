"""Comparing words the way readers type them."""

import re
import unicodedata

GREEK_LETTERS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "κ": "kappa", "λ": "lambda",
    "μ": "mu", "σ": "sigma", "τ": "tau", "ω": "omega",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)


def fold(text: str) -> str:
    """Return text without case, accents, hyphens and double spaces, so that two spellings of a name compare equal.

    Greek letters standing alone in a Latin word are spelt out ("β-thalassaemia" becomes "beta thalassaemia"), because
    registries and readers write both.
    """
    lowered = text.casefold()
    if re.search(r"[a-z]", lowered):
        lowered = "".join(GREEK_LETTERS.get(letter, letter) for letter in lowered)
    decomposed = unicodedata.normalize("NFKD", lowered)
    without_marks = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", without_marks.replace("_", " "), flags=re.UNICODE).split())


def count_words(text: str) -> int:
    """Return how many words a text has, as a reader would count them (hyphenated words count once per part)."""
    return len(WORD.findall(text))


def initial(text: str) -> str:
    """Return the letter under which a name stands in an A-Z list: first letter without accent, or "#"."""
    folded = fold(text)
    return folded[0].upper() if folded and folded[0].isalpha() else "#"
