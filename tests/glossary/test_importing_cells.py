"""How single cells are read and written; what was written reads as what was there."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary.importing.cells import (
    CellError,
    CitedSource,
    OtherForm,
    guarded,
    one_line,
    read_forms,
    read_reference,
    read_references,
    read_slug,
    read_sources,
    read_tags,
    read_yes,
    unguarded,
    write_forms,
    write_lines,
    write_sources,
    write_yes,
)
from portal.base.enums import NameKind
from portal.base.exporting import FORMULA_STARTS

LINES = st.text().map(one_line).filter(bool)
FORMS = st.builds(OtherForm, LINES, st.sampled_from(NameKind.values), st.booleans())
SOURCES = st.builds(
    CitedSource, LINES, st.text().map(one_line), st.sampled_from(["https://a.example/x|y", "doi:10.1/a", "pmid:12"])
)


@given(st.text())
@example("=1+1")
@example("'=1+1")
@example("''-x")
@example("'tis")
def test_guard_is_taken_off_again_exactly(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["-itis", "'tis", "=", "plain"])
def test_text_typed_without_guard_is_taken_as_it_is(text):
    assert unguarded(text) == text


@given(st.lists(FORMS))
def test_forms_read_as_written(forms):
    assert read_forms(write_forms(forms)) == tuple(forms)


@given(st.lists(SOURCES))
@example([CitedSource("A | B \\", "\\|", "https://a.example/x|y")])
def test_sources_read_as_written(sources):
    assert read_sources(write_sources(sources)) == tuple(sources)


def test_forms_are_written_for_people():
    cell = write_forms([OtherForm("DNA", "abbreviation"), OtherForm("dnas", "misspelling", is_marked=False)])

    assert cell == "DNA | abbreviation\ndnas | misspelling | do not mark"


def test_form_alone_is_a_synonym():
    assert read_forms("carrier\n\n Bote | Plural ") == (OtherForm("carrier", "synonym"), OtherForm("Bote", "plural"))


@pytest.mark.parametrize("line", ["a | plural | hide", "| plural", "a | plural | do not mark | x"])
def test_form_of_another_shape_is_refused(line):
    with pytest.raises(CellError, match=r"should read “form \| kind”"):
        read_forms(line)


def test_form_of_unknown_kind_is_refused_with_the_kinds():
    with pytest.raises(CellError, match="“nickname” is not known: write one of synonym, abbreviation"):
        read_forms("DNA | nickname")


@pytest.mark.parametrize("line", ["Title | https://a.example/", "| P | https://a.example/", "T | P |", "a | b | c | d"])
def test_source_of_another_shape_is_refused(line):
    with pytest.raises(CellError, match=r"should read “title \| publisher \| address”"):
        read_sources(line)


@pytest.mark.parametrize("address", ["www.a.example", "ftp://a.example/", "javascript:alert(1)", "pmid:x"])
def test_source_without_an_address_is_refused(address):
    with pytest.raises(CellError, match="is no address"):
        read_sources(f"Title | | {address}")


def test_references_are_divided_by_lines_commas_or_semicolons():
    assert read_references("vector\ngene, dna; gene\n") == ("dna", "gene", "vector")
    assert read_references(write_lines(["dna", "fr:adn"])) == ("dna", "fr:adn")


def test_reference_may_name_a_language():
    assert read_reference(" fr:adn ") == "fr:adn"
    assert read_reference("") == ""


@pytest.mark.parametrize("text", ["Viral vector", "véhicule", "a/b"])
def test_slug_with_other_signs_is_refused(text):
    with pytest.raises(CellError, match="cannot be part of an address"):
        read_slug(text)


def test_tags_are_lines_and_may_hold_commas():
    assert read_tags("one, two\nthree\n\nthree") == ("one, two", "three")


@pytest.mark.parametrize("text", ["YES", " yes"])
def test_yes_is_read(text):
    assert read_yes(text) is True
    assert (read_yes(write_yes(True)), read_yes(write_yes(False))) == (True, False)


@pytest.mark.parametrize("text", ["", "1", "ja"])
def test_anything_else_than_yes_and_no_is_refused(text):
    with pytest.raises(CellError, match="write “yes” or “no”"):
        read_yes(text)
