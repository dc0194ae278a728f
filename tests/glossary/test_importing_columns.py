"""The columns of the table of terms: their line of headings, and their description in the documents."""

import re
from dataclasses import fields

import pytest

from glossary.importing.columns import COLUMNS, HEADINGS, problems_of_header
from glossary.importing.rows import TermRow
from tests.repository import ROOT


def test_every_column_fills_a_field_of_its_own():
    assert sorted(column.field for column in COLUMNS) == sorted(field.name for field in fields(TermRow))
    assert len(set(HEADINGS)) == len(HEADINGS)


def test_order_case_and_underscores_do_not_count():
    header = [heading.upper().replace(" ", "_") for heading in reversed(HEADINGS)]

    assert problems_of_header([*header, ""]) == []


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ([*HEADINGS, "colour"], "column 18, “colour”, is not known: take it out."),
        ([*HEADINGS, "Sourcs"], "“Sourcs”, is not known: did you mean “sources”?"),
        ([*HEADINGS, "Name"], "“name” stands there twice"),
        (HEADINGS[:-2], "these columns are missing: tags, sources. Export the glossary once"),
        ([], "these columns are missing: slug, language"),
    ],
)
def test_wrong_line_of_headings_is_refused(header, message):
    problems = problems_of_header(list(header))

    assert len(problems) == 1
    assert message in problems[0]


def test_every_column_is_in_the_documents():
    described = (ROOT / "docs" / "import-formats.md").read_text()
    part = described.split("## Glossary", 1)[1].split("\n## ", 1)[0]

    assert re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) == list(HEADINGS)
