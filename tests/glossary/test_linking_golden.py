"""Texts marked by hand against the starter glossary: exactly these words are marked, and no others.

Each file in tests/data/marking/ is a text as it stands on a page, with ``<mark data-expect="slug">`` around the words
that a careful reader would want explained under the rules (docs/editing/write-a-term.md). When a new term makes a test
fail, read the text again with that term in mind, and mark it or take the form away from marking.
"""

import re
from functools import cache

import pytest

from tests.factories.marking import MARK, starter_glossary
from tests.repository import ROOT

TEXTS = sorted((ROOT / "tests" / "data" / "marking").glob("*.html"))
FEWEST_WORDS = 1500
EXPECTED = re.compile(r'<mark data-expect="([^"]+)">(.*?)</mark>', re.DOTALL)

glossary = cache(starter_glossary)


def uses_in(html, pattern):
    """Return the uses that a pattern marks: slug, words, and a little of the text around them, to find the place."""
    plain = pattern.sub(r"\2", html)
    found, shift = [], 0
    for use in pattern.finditer(html):
        start = use.start() - shift
        found.append((start, use.group(1), use.group(2), " ".join(plain[max(0, start - 30) : start + 40].split())))
        shift += len(use.group()) - len(use.group(2))
    return set(found)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_exactly_the_words_are_marked_that_a_reader_wants(path):
    by_hand = path.read_text()
    html = EXPECTED.sub(r"\2", by_hand)

    marked = glossary().mark_up(html)
    for definition in glossary().marks.definitions.values():
        marked = marked.replace(definition, "")
    expected, found = uses_in(by_hand, EXPECTED), uses_in(marked, MARK)

    wrong = [f"not marked: “{words}” ({slug}) in “{around}”" for _at, slug, words, around in sorted(expected - found)]
    wrong += [f"marked: “{words}” ({slug}) in “{around}”" for _at, slug, words, around in sorted(found - expected)]

    assert not wrong, "\n".join(wrong)


def test_there_is_enough_text_to_judge_by():
    words = [re.sub(r"<[^>]*>", " ", EXPECTED.sub(r"\2", path.read_text())).split() for path in TEXTS]

    assert sum(map(len, words)) >= FEWEST_WORDS
    assert all(len(EXPECTED.findall(path.read_text())) > 10 for path in TEXTS)
