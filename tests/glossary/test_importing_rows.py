"""One row of the table: facts, or everything that is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.importing.cells import CitedSource, OtherForm, one_line
from glossary.importing.columns import HEADINGS
from glossary.importing.rows import (
    FileRow,
    Place,
    RowError,
    RowErrors,
    TermRow,
    guarded_cells,
    parse,
    with_known_tags,
)
from portal.base.enums import NameKind
from tests.factories.tables import file_row


def errors_of(**changes):
    with pytest.raises(RowErrors) as refusal:
        parse(file_row(**changes))
    return [str(error) for error in refusal.value.errors]


def test_row_is_read_with_what_empty_cells_mean():
    row = parse(file_row())

    assert row == TermRow(
        slug="new-word", language="en", translation_of="", name="New word",
        short_definition="What the word means, in plain words.", more="", also_called=(), say_it_like="",
        part_of_speech="noun", broader="", see_also=(), not_same_as=(), sentence="", topic="", mark_in_text=True,
        tags=(), sources=(),
    )  # fmt: skip
    assert row.key == ("en", "new-word")


def test_full_row_is_read():
    row = parse(
        file_row(
            more_detail="<p>More.</p>",
            also_called="NW | abbreviation",
            say_it_like="NEW  wurd",
            part_of_speech="Phrase",
            broader_term="word",
            see_also="gene\ndna",
            not_the_same_as="fr:mot",
            in_a_sentence="A new word.",
            topic="cells",
            mark_in_texts="no",
            tags="basics",
            sources="Title | Publisher | https://a.example/",
        )
    )

    assert row.also_called == (OtherForm("NW", "abbreviation"),)
    assert row.forms == ["New word", "NW"]
    assert (row.say_it_like, row.part_of_speech, row.topic) == ("NEW wurd", "phrase", "cells")
    assert (row.broader, row.see_also, row.not_same_as) == ("word", ("dna", "gene"), ("fr:mot",))
    assert row.mark_in_text is False
    assert row.sources == (CitedSource("Title", "Publisher", "https://a.example/"),)


@pytest.mark.parametrize("column", ["slug", "language", "name", "short_definition"])
def test_cell_that_must_be_filled_in_is_named(column):
    heading = column.replace("_", " ")

    assert f"Line 2, column “{heading}”: this must be filled in." in errors_of(**{column: " "})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"topic": "astrology"}, "column “topic”: “astrology” is not known: write one of genes-and-dna"),
        ({"part_of_speech": "verb"}, "column “part of speech”: “verb” is not known: write one of noun"),
        ({"also_called": "NW | nickname"}, "column “also called”: “nickname” is not known"),
        ({"mark_in_texts": ""}, "column “mark in texts”: write “yes” or “no”"),
        ({"more_detail": "<table></table>"}, "column “more detail”: <table> cannot stand here"),
        ({"name": "Z\ufffdrich"}, "column “name”: a letter was lost here"),
        ({"name": "The"}, "column “name”: “The” is a word of every sentence"),
        ({"also_called": "T"}, "column “also called”: “T” is a single letter"),
        ({"also_called": "new-word"}, "column “also called”: “new-word” is given twice"),
        ({"also_called": "NW\nnw"}, "column “also called”: “nw” is given twice"),
        ({"broader_term": "new-word"}, "column “broader term”: this is the term itself"),
        ({"see_also": "gene, new-word"}, "column “see also”: this is the term itself"),
        ({"not_the_same_as": "new-word"}, "column “not the same as”: this is the term itself"),
    ],
)
def test_fault_is_told_with_line_column_and_remedy(changes, message):
    (error,) = errors_of(**changes)

    assert error.startswith("Line 2, ")
    assert message in error


def test_all_faults_of_a_row_are_told_at_once():
    errors = errors_of(topic="x", mark_in_texts="x", name="")

    assert len(errors) == 3
    assert (
        str(RowErrors([RowError(Place(2, 2), "", "one"), RowError(Place(3, 3), "", "two")]))
        == "Line 2: one\nLine 3: two"
    )


def test_place_names_line_and_row_where_they_differ():
    error = RowError(Place(9, 5), "name", "wrong.")

    assert str(error) == "Line 9 (row 5 in a spreadsheet), column “name”: wrong."


def test_tags_are_spelt_as_they_are_already():
    row = parse(file_row(tags="BASICS\nnew"))

    assert with_known_tags(row, {"basics": "Basics"}).tags == ("Basics", "new")


LINES = st.text(max_size=20).map(one_line)
ROWS = st.builds(
    TermRow,
    slug=st.from_regex(r"[a-z0-9-]{1,10}", fullmatch=True),
    language=st.sampled_from(["en", "fr"]),
    translation_of=st.just(""),
    name=LINES,
    short_definition=st.text(max_size=30),
    more=st.just("<p>=1</p>"),
    also_called=st.lists(st.builds(OtherForm, LINES, st.sampled_from(NameKind.values), st.booleans())).map(tuple),
    say_it_like=LINES,
    part_of_speech=st.just("noun"),
    broader=st.just(""),
    see_also=st.just(()),
    not_same_as=st.just(()),
    sentence=LINES,
    topic=st.just(""),
    mark_in_text=st.booleans(),
    tags=st.lists(LINES.filter(bool), unique=True).map(sorted).map(tuple),
    sources=st.just(()),
)


@given(ROWS)
def test_row_that_comes_back_as_it_was_written_says_the_same(row):
    came_back = FileRow.of(Place(2, 2), dict(zip(HEADINGS, guarded_cells(row), strict=True)))

    assert came_back.says(row)
