"""Comparing and counting words the way readers type them."""

import pytest

from portal.base.text import count_words, fold, initial


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("β-thalassaemia", "beta thalassaemia"),
        ("Β-THALASSAEMIA", "beta-thalassaemia"),
        ("α1-antitrypsin", "alpha1 antitrypsin"),
        ("Crohn’s", "crohn's"),
        ("Sjögren", "SJOGREN"),
        ("CAR-T", "car t"),
        ("  off–target   effect ", "off-target effect"),
        ("naïve_cell", "naive cell"),
        ("Straße", "STRASSE"),
        ("ﬁbre", "fibre"),
    ],
)
def test_fold_of_two_spellings_of_one_name_is_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("DNA", "RNA"), ("allele", "alleles"), ("in vivo", "in vitro"), ("gene", "genome")]
)
def test_fold_of_two_different_names_differs(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "   ", "—", "?!", "'", "\x00"])
def test_fold_of_text_without_letters_is_empty(text):
    assert fold(text) == ""


def test_fold_of_a_text_in_greek_keeps_its_letters():
    assert fold("θαλασσαιμία") == "θαλασσαιμια"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n ", 0),
        ("One two three.", 3),
        ("well-known", 2),
        ("the cell's nucleus", 3),
        ("the cell’s nucleus", 3),
        ("8 of 100 people", 4),
        ("wait — what?", 2),
        ("snake_case", 2),
    ],
)
def test_count_words_counts_as_a_reader_does(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Éxon", "E"), ("vector", "V"), ("β-globin", "B"), ("5q region", "#"), ("", "#"), ("β", "Β"), ("(CAR)", "C")],
)
def test_initial_is_the_letter_of_the_a_to_z_list(name, letter):
    assert initial(name) == letter
