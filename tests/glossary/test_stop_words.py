"""Forms that no term may have, in an import and in the admin alike."""

import pytest

from glossary.models import Term
from glossary.stop_words import STOP_WORDS, problem_of_form
from portal.base.text import fold
from tests.factories.admin import DRAFT, address, fill, filled_in, rows, words_on
from tests.factories.staff import make_superuser, signed_in


@pytest.mark.parametrize("text", ["the", "The", "of the", "who", "It", "can"])
def test_word_of_every_sentence_is_refused(text):
    assert "is a word of every sentence" in problem_of_form(text, "en")


@pytest.mark.parametrize("text", ["T", "t", "C.", "β", "é", "ا"])
def test_single_letter_is_refused(text):
    assert "is a single letter" in problem_of_form(text, "en")


@pytest.mark.parametrize("text", ["—", "...", "++"])
def test_form_without_a_letter_is_refused(text):
    assert "has no letter" in problem_of_form(text, "en")


@pytest.mark.parametrize("text", ["ES", "es", "ALL", "WHO", "T cell", "in vivo", "the clinic", "癌"])
def test_form_that_can_be_marked_is_allowed(text):
    assert problem_of_form(text, "en") == ""


@pytest.mark.parametrize(
    ("text", "language"), [("es", "de"), ("für", "de"), ("où", "fr"), ("من", "ar"), ("les", "fr-CA")]
)
def test_each_language_has_its_own_words(text, language):
    assert problem_of_form(text, language)
    assert problem_of_form(text, "nl") == ""


@pytest.mark.parametrize("language", STOP_WORDS)
def test_words_are_written_as_they_are_compared(language):
    assert [word for word in STOP_WORDS[language] if fold(word) != word] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "The"}, "“The” is a word of every sentence"),
        ({"name": "Gene", **rows("also_called", {"text": "G", "kind": "abbreviation"})}, "“G” is a single letter"),
    ],
)
def test_form_of_a_term_refuses_them_too(values, message):
    browser = signed_in(make_superuser())

    answer = fill(browser, address(Term, "add"), {**filled_in(Term, slug="new"), **values}, button=DRAFT)

    assert answer.status_code == 200
    assert message in words_on(answer)
    assert not Term.objects.exists()
