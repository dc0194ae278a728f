"""The find box: whatever a reader types, the word they mean comes first."""

import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import questions
from glossary.finding import MOST_SHOWN, Entry, WordIndex, at_most, build, forms_of
from glossary.near_words import NearWords, slips_between
from glossary.questions import readings
from glossary.spellings import spellings
from portal.base.text import fold
from tests.factories.glossary import make_term

NAMES = {
    "Adult stem cell": "",
    "Anaemia": "",
    "Adeno-associated virus": "AAV, adino-associated virus",
    "Capsid": "",
    "CAR T-cell therapy": "",
    "Cell": "",
    "Clinical trial": "",
    "CRISPR": "CRISPR/Cas9",
    "Embryonic stem cell": "ES cell",
    "Gene": "",
    "Gene therapy": "",
    "Guide RNA": "gRNA",
    "Induced pluripotent stem cell": "iPS cell, iPSC",
    "Mitochondrion": "mitochondria",
    "Randomised": "",
    "Side effect": "",
    "Stem cell": "",
    "T cell": "",
    "Test": "",
    "Thérapie cellulaire": "",
    "Transgene": "",
    "Vector": "",
    "Viral vector": "",
    "β-thalassaemia": "",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Typed:
    """An index whose terms are told apart by their names, which is easier to read than numbers."""

    def __init__(self, names, language="en", definition=""):
        self.names = list(names)
        entries = [
            Entry(number, (name, *filter(None, others.split(", "))), definition, "cells" if "ell" in name else "")
            for number, (name, others) in enumerate(names.items())
        ]
        self.index = WordIndex.of(entries, language)

    def __call__(self, typed, topic=""):
        found = self.index.find(typed, topic)
        places = ("exact", "named", "inside", "explained", "near")
        return {place: [self.names[key] for key in getattr(found, place)] for place in places if getattr(found, place)}


FIND = Typed(NAMES)


def first_of(typed):
    """Return the name of the one term that is called as typed."""
    found = FIND(typed)
    assert len(found.get("exact", [])) == 1, found
    return found["exact"][0]


# --- called exactly so -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("vector", "Vector"),
        ("  VECTOR!  ", "Vector"),
        ("gRNA", "Guide RNA"),
        ("grna", "Guide RNA"),
        ("AAV", "Adeno-associated virus"),
        ("adeno associated virus", "Adeno-associated virus"),
        ("T cell", "T cell"),
        ("t-cell", "T cell"),
        ("Tcell", "T cell"),
        ("stemcell", "Stem cell"),
        ("crispr cas9", "CRISPR"),
        ("CRISPR–Cas9", "CRISPR"),
        ("mitochondria", "Mitochondrion"),
        ("therapie cellulaire", "Thérapie cellulaire"),
        ("THÉRAPIE CELLULAIRE", "Thérapie cellulaire"),
        ("anemia", "Anaemia"),
        ("anaemia", "Anaemia"),
        ("randomized", "Randomised"),
        ("beta-thalassemia", "β-thalassaemia"),
        ("adino-associated virus", "Adeno-associated virus"),
    ],
)
def test_name_or_other_form_leads_whatever_its_spelling(typed, name):
    assert first_of(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("what does gRNA mean", "Guide RNA"),
        ("What does “gRNA” mean?", "Guide RNA"),
        ("what does the word capsid mean", "Capsid"),
        ("what is a vector?", "Vector"),
        ("What’s a vector", "Vector"),
        ("what are mitochondria?", "Mitochondrion"),
        ("meaning of AAV", "Adeno-associated virus"),
        ("the meaning of the T cell", "T cell"),
        ("what does AAV stand for?", "Adeno-associated virus"),
        ("define: gene therapy", "Gene therapy"),
        ("vector definition", "Vector"),
        ("capsid meaning", "Capsid"),
        ("a vector", "Vector"),
        ("the CAR T cell therapy", "CAR T-cell therapy"),
    ],
)
def test_question_is_answered_with_the_word_it_asks_about(typed, name):
    assert first_of(typed) == name


def test_word_that_looks_like_a_question_is_found_as_it_stands():
    find = Typed({"Meaning of life": "", "Life": ""})

    assert find("meaning of life") == {"exact": ["Meaning of life"], "named": ["Life"]}


def test_questions_of_another_language_are_those_of_its_translators(monkeypatch):
    french = {"questions about a word": "que veut dire …\nc'est quoi …", "articles before a noun": "le la les un une"}
    monkeypatch.setattr(questions, "pgettext", lambda context, text: french[context])

    with translation.override("fr"):
        questions._frames.cache_clear()
        questions._small_words.cache_clear()
        typed = ("Que veut dire le vecteur ?", "C’est quoi, un vecteur ?", "what is a vector")
        meant = [readings(question)[-1] for question in typed]

    questions._frames.cache_clear()
    questions._small_words.cache_clear()
    assert meant == ["vecteur", "vecteur", "what is a vector"]


# --- called like it --------------------------------------------------------------------------------------------------


def test_beginning_of_a_name_comes_before_the_middle_and_whole_words_before_parts():
    assert FIND("gene") == {"exact": ["Gene"], "named": ["Gene therapy", "Transgene"]}
    assert FIND("vect") == {"named": ["Vector", "Viral vector"]}


def test_name_comes_before_another_form():
    find = Typed({"Alpha": "vector alpha", "Vector omega": ""})

    assert find("vector") == {"named": ["Vector omega", "Alpha"]}


def test_words_in_another_order_are_found():
    assert "Embryonic stem cell" in FIND("cell embryonic")["named"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [("ES", ["Embryonic stem cell"]), ("es", ["Embryonic stem cell"]), ("te", ["Test"])],
)
def test_two_letters_are_a_word_or_its_beginning_and_never_the_middle_of_one(typed, named):
    assert FIND(typed) == {"named": named}


def test_short_word_at_the_beginning_does_not_match_the_end_of_another_word():
    assert FIND("T cell") == {"exact": ["T cell"], "named": ["CAR T-cell therapy"]}


def test_word_in_a_definition_comes_last():
    find = Typed({"Capsid": "", "Shell": "Capsid of a kind"}, definition="The outer shell of a virus.")

    assert find("shell") == {"exact": ["Shell"], "explained": ["Capsid"]}
    assert find("virus") == {"explained": ["Capsid", "Shell"]}
    assert "explained" not in find("of")


def test_topic_narrows_what_is_found():
    assert FIND("stem cell", "cells")["exact"] == ["Stem cell"]
    assert FIND("vector", "cells") == {}


# --- slips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("vecter", "Vector"),
        ("vacter", "Vector"),
        ("vectro", "Vector"),
        ("vctor", "Vector"),
        ("AVA", "Adeno-associated virus"),
        ("T sell", "T cell"),
        ("krisper", "CRISPR"),
        ("clinical trail", "Clinical trial"),
        ("mitochondrian", "Mitochondrion"),
        ("pluripotant stem cell", "Induced pluripotent stem cell"),
        ("asociated virus", "Adeno-associated virus"),
        ("what is a vecter?", "Vector"),
        ("terapie cellulaire", "Thérapie cellulaire"),
        ("cappsid", "Capsid"),
        ("gene terapy", "Gene therapy"),
    ],
)
def test_mistyped_word_is_suggested_right(typed, name):
    found = FIND(typed)

    assert "exact" not in found
    assert found["near"][0] == name


@pytest.mark.parametrize("typed", ["xq", "zzzz", "qwertyuiop", "lorem ipsum", "12345"])
def test_nothing_is_suggested_for_what_is_like_no_word(typed):
    assert FIND(typed) == {}


def test_suggestions_are_few():
    find = Typed({f"vecto{letter}": "" for letter in "abcdefghijk"})

    assert len(find("vectos")["near"]) == 5


def test_words_that_stand_in_a_long_question_are_found_each_once():
    assert FIND("what are the side effect of a gene therapy for my child")["inside"] == ["Side effect", "Gene therapy"]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("vector", "vector", 0),
        ("vector", "vectors", 1),
        ("vector", "vecor", 1),
        ("vector", "vektor", 1),
        ("vector", "vetcor", 1),
        ("vector", "vacter", 2),
        ("", "abc", 3),
        ("abcdef", "ghijkl", 4),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert slips_between(one, other, 3) == slips
    assert slips_between(other, one, 3) == slips


@given(st.text("abcde ", max_size=12), st.text("abcde ", max_size=12))
def test_slips_are_the_same_both_ways_and_none_only_between_equals(one, other):
    assert slips_between(one, other, 3) == slips_between(other, one, 3)
    assert (slips_between(one, other, 3) == 0) == (one == other)


@given(st.lists(st.text("abcdefg", min_size=1, max_size=10), max_size=20), st.text("abcdefg", max_size=12))
def test_nearest_words_are_known_ones_in_order(words, typed):
    nearest = NearWords(words).nearest(typed)

    assert [word for _slips, word in nearest if word not in words] == []
    assert [slips for slips, _word in nearest] == sorted(slips for slips, _word in nearest)


# --- other languages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "name", "typed"),
    [
        ("de", "Genträger", "Gentraeger"),
        ("de", "Größe", "GROESSE"),
        ("fr", "Cœur", "coeur"),
        ("fr", "Thérapie génique", "therapie genique"),
        ("ar", "خلية جذعية", "الخلية الجذعية"),
        ("ar", "الجين", "جين"),
        ("el", "Γονίδιο", "γονιδιο"),
    ],
)
def test_spelling_of_a_language_does_not_matter(language, name, typed):
    assert Typed({name: ""}, language)(typed) == {"exact": [name]}


# --- whatever is typed -----------------------------------------------------------------------------------------------

ODD = [
    "", " ", "?", "???", "\x00", "*" * 10_000, "vector " * 2_000, "x" * 10_000, "a b c " * 3_000, "what is " * 2_000,
    "\u0301" * 10_000, "e\u0301" * 5_000, "\u202evector", "🧬" * 5_000, "ﷺ" * 3_000, "' OR 1=1 --", "<script>",
    "%", "\\", "\n\n", "cellcell" * 1_000, "…", "what does … mean", "what does mean", "meaning of",
]  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
def test_odd_input_is_answered_at_once(typed):
    began = time.process_time()
    FIND(typed)

    assert time.process_time() - began < 0.2


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_input_is_answered_and_each_term_comes_once(typed):
    with translation.override("en"):
        found = FIND.index.find(typed)

    assert len(found.terms) == len(set(found.terms))


def test_ten_thousand_terms_are_searched_in_a_moment():
    parts = ["gen", "cel", "vir", "lip", "nuc", "tra", "mut", "ana", "phe", "cyt"]
    names = [f"{a}{b}{c} {d}cell" for a in parts for b in parts for c in parts for d in parts]
    index = WordIndex.of(
        Entry(number, (name, f"{name}s"), "What the word means, in plain words.") for number, name in enumerate(names)
    )
    index.find("nothing like it")  # what is made at the first slip

    for typed in ("gencelvir lipcell", "gemcelvir lipcell", "c", "cell", "what is a tragen", "x" * 200, "celgen " * 30):
        began = time.process_time()
        found = index.find(typed)

        assert time.process_time() - began < 0.5, typed
        assert len(at_most(found).terms) <= MOST_SHOWN + 5


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_text_is_folded_in_the_short_way_as_in_the_long_one(text):
    assert spellings(text, "fr") == [fold(text)]


def test_forms_of_a_noun_have_their_regular_plurals():
    vector = [("Vector", ""), ("carrier", "synonym"), ("vectora", "plural")]

    assert forms_of(vector, "noun", "en") == ("Vector", "Vectors", "carrier", "carriers", "vectora")
    assert forms_of([("Recessive", "")], "adjective", "en") == ("Recessive",)
    assert forms_of([("Vecteur", "")], "noun", "fr") == ("Vecteur",)


@pytest.mark.django_db
def test_index_of_a_language_is_read_in_two_queries(django_assert_num_queries):
    vector = make_term("Vector", also_called=[("carrier", "synonym"), ("vektor", "misspelling")], topic="vectors")
    make_term("Draft", live=False, also_called=["outline"])
    make_term("Vecteur", language="fr", also_called=["porteur"])

    with django_assert_num_queries(2):
        index = build("en")

    assert index.entries == [
        Entry(
            vector.pk,
            ("Vector", "Vectors", "carrier", "carriers", "vektor", "vektors"),
            vector.short_definition,
            "vectors",
        )
    ]
