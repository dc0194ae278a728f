"""Which words of a text are hard, and whether a sentence explains them. No database."""

import pytest

from glossary.hard_words import (
    Reading,
    familiarity,
    hard_words,
    has_word_list,
    is_abbreviation,
    is_explained,
    limit_of,
    names_in,
    singular,
    uses_of_hard_words,
)
from glossary.matching import Form, Matcher

NOTHING = [Matcher.of([])]


def found(text, *, known=(), language="en", names=frozenset()):
    matcher = Matcher.of([Form(form, 1) for form in known], language)
    return [use.word for use in uses_of_hard_words(text, language, [matcher], names)]


# --- which words are hard --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "thrombocytopenia", "apheresis", "leukocyte", "platelet", "haemoglobin", "tumour", "infusion", "lymphocyte",
        "biopsy", "remission", "transduction", "cartilage", "steroid", "myeloma", "relapse",
    ],
)  # fmt: skip
def test_medical_word_is_hard(word):
    assert found(f"You may hear of {word} there.") == [word]


@pytest.mark.parametrize(
    "word",
    [
        "blood", "doctor", "treatment", "tired", "tiredness", "softer", "sews", "shortest", "unproven", "weaker",
        "happiness", "slowly", "colours", "halves", "diagnoses", "families", "hospital", "sister",
    ],
)  # fmt: skip
def test_everyday_word_is_not_hard_in_any_form(word):
    assert found(f"You may hear of {word} there.") == []


@pytest.mark.parametrize("text", ["1,500", "NCT05397184", "CD19", "BCL11A", "VIII", "3-year", "H3K27M", "x", "µg"])
def test_numbers_and_codes_are_no_words(text):
    assert found(f"It says {text} there.") == []


@pytest.mark.parametrize(
    "text", ["anna@leukocyte.example", "https://apheresis.example/platelet", "www.apheresis.example", "apheresis.org"]
)
def test_words_of_an_address_are_no_words(text):
    assert found(f"Write to {text} now.") == []


def test_short_forms_of_common_words_are_not_hard():
    assert found("It doesn't and they've said we couldn’t.") == []


def test_abbreviation_is_hard_and_keeps_its_capitals():
    assert found("Your HLA and GvHD matter.") == ["HLA", "GvHD"]


def test_word_inside_a_known_form_is_not_hard():
    assert found("A lymphocyte count, and apheresis.", known=["lymphocyte count"]) == ["apheresis"]


def test_known_form_does_not_reach_into_the_next_line():
    assert found("the lymphocyte\ncount", known=["lymphocyte count"]) == ["lymphocyte"]


def test_place_of_a_word_is_told():
    text = "One line.\nThe apheresis unit."

    use = next(uses_of_hard_words(text, "en", NOTHING))

    assert text[use.start : use.end] == "apheresis"


def test_soft_hyphen_does_not_hide_a_word():
    assert found("The aphe\u00adresis unit.") == ["apheresis"]


@pytest.mark.parametrize("text", ["", "\n\n", " ", "…", "🧬 🧬", "a" * 10_000, "<b>", "((((", "word " * 3_000])
def test_any_text_is_read(text):
    assert len(found(text)) <= 1


# --- names -----------------------------------------------------------------------------------------------------------


def test_word_that_always_has_a_capital_inside_sentences_is_a_name():
    assert "kymriah" in names_in(["They gave Kymriah to him.", "Kymriah is a therapy."], "en")


def test_word_also_written_small_is_no_name():
    assert "platelet" not in names_in(["The Platelet Society counts every platelet."], "en")


@pytest.mark.parametrize(
    "text", ["Platelets stop bleeding.", "“Platelets”", "Good. Platelets stop it.", "Why? Platelets.", "a | Platelets"]
)
def test_capital_at_the_beginning_of_a_sentence_says_nothing(text):
    assert names_in([text], "en") == frozenset()


def test_abbreviation_is_no_name():
    assert names_in(["Your HLA matters."], "en") == frozenset()


def test_capitals_say_nothing_in_german():
    assert names_in(["Die Blutplättchen und das Knochenmark."], "de") == frozenset()


def test_name_is_not_hard():
    assert found("They gave Kymriah to him.", names={"kymriah"}) == []


# --- other languages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "hard", "easy"),
    [
        ("fr", "lymphocyte", "enfant"), ("fr", "leucémie", "fatigue"), ("de", "Blutplättchen", "Kinder"),
        ("de", "Gentherapie", "Müdigkeit"), ("ar", "كروموسوم", "طفل"), ("ar", "لمفوما", "دواء"),
        ("el", "λεμφοκύτταρο", "παιδί"), ("tr", "LENFOSİT", "ILIK"),
        ("ar", "والكروموسوم", "والطفل"),
    ],
)  # fmt: skip
def test_each_language_has_its_own_word_list(language, hard, easy):
    limit = limit_of(language)

    assert familiarity(hard, language) < limit <= familiarity(easy, language)


@pytest.mark.parametrize(("language", "expected"), [("en", True), ("fr-ca", True), ("eu", False), ("zh", False)])
def test_language_without_a_usable_word_list_is_known(language, expected):
    assert has_word_list(language) is expected


# --- words together --------------------------------------------------------------------------------------------------


def test_words_are_counted_over_all_texts_the_most_used_first():
    readings = [
        Reading("one", "A biopsy. Apheresis comes first, then the biopsy."),
        Reading("two", "After apheresis, and before apheresis."),
    ]

    words = hard_words(readings, "en", NOTHING)

    assert [(word.word, word.times, word.entries, word.first) for word in words] == [
        ("apheresis", 3, 2, "one"),
        ("biopsy", 2, 1, "one"),
    ]
    assert words[0].sentence == "Apheresis comes first, then the biopsy."


def test_singular_and_plural_are_one_word():
    words = hard_words([Reading("one", "Two biopsies, one biopsy. Two lymphocytes.")], "en", NOTHING)

    assert [(word.word, word.forms, word.times) for word in words] == [
        ("biopsy", ("biopsies", "biopsy"), 2),
        ("lymphocyte", ("lymphocytes",), 1),
    ]


@pytest.mark.parametrize("word", ["sclerosis", "lupus", "anus", "abscess", "limbus", "herpes"])
def test_word_that_only_looks_like_a_plural_stays_as_it_is(word):
    assert singular(word, {word}, "en") == word


@pytest.mark.parametrize(
    ("word", "expected"), [("HLA", True), ("GvHD", True), ("mRNA", True), ("Cas", False), ("AAAAAAA", False)]
)
def test_abbreviations_are_told_from_names(word, expected):
    assert is_abbreviation(word) is expected


# --- explained in the sentence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "You have apheresis (cells are taken from the blood).",
        "Cells are taken from the blood (apheresis).",
        "Taking cells from the blood is called apheresis.",
        "This is known as leukocyte apheresis.",
        "Apheresis means taking cells from the blood.",
        "Apheresis is a way to take cells from the blood.",
        "Then comes apheresis, which takes cells from the blood.",
        "Then comes apheresis, or taking cells.",
        "Then comes apheresis. It is a way to take cells.",
        "Experts use another word: apheresis.",
        "A form called beta-apheresis.",
    ],
)
def test_sentence_explains_the_word(text):
    use = next(use for use in uses_of_hard_words(text, "en", NOTHING) if use.word == "apheresis")

    assert is_explained(text, use)


@pytest.mark.parametrize(
    "text",
    [
        "You have apheresis on the first day.",
        "Some cells (not all) come from apheresis.",
        "They are called cells. Then comes apheresis.",
        "First apheresis, then chemotherapy.",
        "Then comes apheresis.\nIt is a way to take cells.",
    ],
)
def test_sentence_leaves_the_word_unexplained(text):
    use = next(use for use in uses_of_hard_words(text, "en", NOTHING) if use.word == "apheresis")

    assert not is_explained(text, use)


@pytest.mark.parametrize(
    "text", ["The SGSH gene is long.", "It has the marker BCMA.", "the proteins HBB, SGSH and BCMA"]
)
def test_short_name_of_a_gene_or_marker_is_explained_by_saying_so(text):
    uses = list(uses_of_hard_words(text, "en", NOTHING))

    assert uses
    assert all(is_explained(text, use) for use in uses)
