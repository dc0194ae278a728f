"""Rules of a term."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from glossary.models import IgnoredWord, Term, TermAlsoCalled, TermUse, check_definition_length
from tests.factories.constraints import refused_by
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db


def words(number):
    return " ".join(f"word{n}" for n in range(number)) + "."


def test_definition_of_forty_words_is_accepted():
    check_definition_length(words(40))


def test_definition_of_forty_one_words_is_refused_with_both_numbers():
    term = make_term()
    term.short_definition = words(41)

    with pytest.raises(ValidationError) as caught:
        term.full_clean()

    assert caught.value.message_dict["short_definition"] == [
        "41 words: shorten the definition to 40, and move the rest to “More detail”."
    ]


@pytest.mark.parametrize(
    "definition",
    ["Vector is a carrier.", "A vector is a carrier.", "The VECTOR carries.", "vector", "“Vector”: a carrier"],
)
def test_definition_that_begins_with_the_term_is_refused(definition):
    term = make_term("Vector")
    term.short_definition = definition

    with pytest.raises(ValidationError, match="begins with the word it should explain"):
        term.full_clean()


@pytest.mark.parametrize("definition", ["A viral vector is one kind.", "Vectors carry.", "What carries a gene."])
def test_definition_in_other_words_is_accepted(definition):
    term = make_term("Vector")
    term.short_definition = definition

    term.full_clean()


def test_definition_is_needed_to_publish():
    term = make_term("Vector")
    term.short_definition = ""

    with pytest.raises(ValidationError, match="cannot be blank"):
        term.full_clean()


@pytest.mark.parametrize("length", [1, 2, 3])
def test_broader_terms_in_a_circle_are_refused(length):
    chain = [make_term()]
    for _ in range(length):
        chain.append(make_term(broader=chain[-1]))
    chain[0].broader = chain[-1]

    with pytest.raises(ValidationError, match=f"“{chain[0]}” is itself narrower|is itself narrower than this term"):
        chain[0].full_clean()


def test_broader_terms_in_a_line_are_accepted():
    top = make_term("Stem cell")
    middle = make_term("Pluripotent stem cell", broader=top)

    make_term("Induced pluripotent stem cell", broader=middle).full_clean()


def test_term_is_not_broader_than_itself():
    term = make_term()

    with refused_by("glossary_term_not_broader_than_itself"):
        Term.objects.filter(pk=term.pk).update(broader=term)


def test_two_terms_with_one_name_are_refused():
    make_term("β-globin", slug="one")

    with refused_by("glossary_term_name_once"):
        make_term("Beta globin", slug="two")


def test_two_terms_with_one_other_form_are_refused():
    make_term(also_called=["Carrier"])

    with refused_by("glossary_alsocalled_once"):
        make_term(also_called=["carrier"])


def test_broader_term_cannot_be_deleted_from_under_its_narrower_ones():
    broader = make_term()
    make_term(broader=broader)

    with pytest.raises(Exception, match="protected"):
        broader.delete()


def test_other_form_is_folded_when_saved():
    make_term(also_called=["iPS-Cells"])

    assert TermAlsoCalled.objects.get().folded == "ips cells"


def test_use_of_a_term_in_a_page_is_kept_once():
    term = make_term()
    use = {"term": term, "content_type": ContentType.objects.get_for_model(term), "object_id": "1", "sentence": "S."}
    TermUse.objects.create(**use)

    with refused_by("glossary_termuse_once"):
        TermUse.objects.create(**use)


def test_word_without_an_entry_on_purpose_is_kept_once():
    IgnoredWord.objects.create(language="en", word="hazelnut")

    with refused_by("glossary_ignoredword_once"):
        IgnoredWord.objects.create(language="en", word="hazelnut")


@pytest.mark.parametrize("query", ["vector", "VECTOR", "vect", "carrier", "brings a gene", "Véctor"])
def test_called_like_finds_a_term_under_name_other_form_and_meaning(query):
    term = make_term("Vector", also_called=["Carrier"], short_definition="It brings a gene into cells.")
    make_term("Allele")

    assert list(Term.objects.called_like(query)) == [term]


def test_called_like_finds_a_term_once_however_many_forms_match():
    make_term("Vector", also_called=["vectors", "vector virus"])

    assert Term.objects.called_like("vector").count() == 1


@pytest.mark.parametrize("query", ["?!", "%", "_", "zzz"])
def test_called_like_without_letters_finds_nothing(query):
    make_term("Vector")

    assert not Term.objects.called_like(query).exists()
