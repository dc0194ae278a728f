"""Headings inside running text as places a reader can be led to."""

import re
from dataclasses import dataclass

from django.utils.text import slugify

from portal.base.richtext import plain_text

SECOND_LEVEL = re.compile(r"<h2(?:\s[^>]*)?>(.*?)</h2>", re.DOTALL)
# Anchors that the frame of a page has already given away.
ANCHORS_OF_THE_FRAME = ("main", "about", "sources", "languages", "in-short", "on-this-page", "not-known", "q")


@dataclass(frozen=True)
class Heading:
    """A heading and the anchor that leads to it."""

    anchor: str
    label: str


def labels_of(html: str) -> list[str]:
    """Return the words of each second-level heading, in order."""
    return [plain_text(inner) for inner in SECOND_LEVEL.findall(html)]


def with_anchor(label: str, taken: set[str]) -> Heading:
    """Return a heading with an anchor nobody has yet, and note it as taken."""
    stem = slugify(label) or "part"
    anchor, number = stem, 2
    while anchor in taken:
        anchor, number = f"{stem}-{number}", number + 1
    taken.add(anchor)
    return Heading(anchor, label)


def put_anchors(html: str, anchors) -> str:
    """Return HTML whose second-level headings carry the given anchors, in order; further headings carry none."""
    waiting = iter(anchors)

    def opening(match):
        anchor = next(waiting, "")
        return f'<h2 id="{anchor}">{match.group(1)}</h2>' if anchor else match.group(0)

    return SECOND_LEVEL.sub(opening, html)
