"""Shares of people named in a text ("38 of 54 people"), to be drawn as figures. Pure; no database."""

import re
from dataclasses import dataclass

MOST_FIGURES = 200
MOST_DRAWN = 3
FEWEST = 10
SHARE = re.compile(
    r"\b(\d{1,3}) (?:of|out of) (?:the |these |about )?(\d{1,3})\b(?! (?:degrees|years|days|weeks|hours|months))"
)
SENTENCE = re.compile(r"[^.!?]+(?:\.\d[^.!?]*)*[.!?]?")


@dataclass(frozen=True)
class Share:
    """So many of so many people; ``sentence`` says what was counted."""

    counted: int
    out_of: int
    sentence: str

    @property
    def figures(self) -> list[dict]:
        """The place of each figure in rows of ten, and whether it is one of those counted."""
        return [
            {"x": 10 * (place % 10), "y": 10 * (place // 10), "is_counted": place < self.counted}
            for place in range(self.out_of)
        ]

    @property
    def height(self) -> int:
        return -(-self.out_of // 10) * 10


def shares_in(text: str) -> list[Share]:
    """Return the first three shares of a text, each once; one that cannot be drawn honestly is left out."""
    found: dict[tuple[int, int], Share] = {}
    for sentence in SENTENCE.findall(text):
        for match in SHARE.finditer(sentence):
            counted, out_of = int(match[1]), int(match[2])
            if FEWEST <= out_of <= MOST_FIGURES and counted <= out_of:
                found.setdefault((counted, out_of), Share(counted, out_of, sentence.strip()))
    return list(found.values())[:MOST_DRAWN]
