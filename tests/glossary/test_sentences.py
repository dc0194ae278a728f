"""Where a sentence of a plain text begins and ends."""

import pytest

from glossary.sentences import LONGEST_SENTENCE, begins_sentence, sentence_around

TEXT = "First one. Here is the word! Then (like this) more.\nA heading\nCell | word | more"


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("First", "First one."),
        ("word!", "Here is the word!"),
        ("like", "Then (like this) more."),
        ("heading", "A heading"),
        ("word |", "word |"),
    ],
)
def test_sentence_around_a_place(around, expected):
    assert sentence_around(TEXT, TEXT.index(around)) == expected


def test_very_long_sentence_is_cut():
    assert len(sentence_around("word " * 1000, 2000)) == LONGEST_SENTENCE


def test_empty_text_has_an_empty_sentence():
    assert sentence_around("", 0) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Word", True), ("One. Word", True), ("(Word", True), ("Note: Word", True), ("a\nWord", True), ("a Word", False),
     ("Epstein-Word", False), ("a, Word", False), ("a – Word", False)],
)  # fmt: skip
def test_capital_letter_at_the_beginning_of_a_sentence_is_recognised(text, expected):
    assert begins_sentence(text, text.index("Word")) is expected
