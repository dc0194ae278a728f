"""How words are compared, questions are understood and extracts are cut. Without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.home.search.extracts import LONGEST, extract, marked
from portal.home.search.mending import _nearest, slips_between
from portal.home.search.question_words import Intent
from portal.home.search.reading import MOST_WORDS, understand
from portal.home.search.words import alike, key_of, normal, singular, sound_of, words_of


@pytest.mark.parametrize(
    "ways",
    [
        ("β-thalassaemia", "beta thalassemia", "Beta-Thalassaemia", "BETATHALASSEMIA"),
        ("CAR T-cells", "CAR-T cell", "cart cell"),
        ("Crohn's disease", "crohns disease", "Crohn’s Disease"),
        ("gene therapies", "Gene-therapy"),
        ("tumours", "tumor"),
        ("antibodies", "antibody"),
        ("ESCs", "ESC"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(ways):
    assert len({key_of(words_of(way, "en")) for way in ways}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("haemophilia a", "haemophilia"), ("ALS", "ALL"), ("virus", "vir"), ("ES", "E"), ("factor 8", "factor 9")],
)
def test_different_names_have_different_keys(one, other):
    assert key_of(words_of(one, "en")) != key_of(words_of(other, "en"))


def test_languages_have_rules_of_their_own():
    assert normal("l'hémophilie", "fr") == "l hemophilie" or normal("l'hémophilie", "fr") == "hemophilie"
    assert singular("tumeurs", "fr") == "tumeur"
    assert normal("Hämophilie", "de") == normal("Haemophilie", "de")
    assert words_of("الخلية", "ar") == words_of("خلية", "ar")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hemofilia", "haemophilia"), ("kimria", "kymriah"), ("zolgenzma", "zolgensma"), ("fenotype", "phenotype")],
)
def test_names_that_sound_alike_have_one_sound(typed, meant):
    assert sound_of(key_of(words_of(typed, "en"))) == sound_of(key_of(words_of(meant, "en")))


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [("glibera", "glybera", True), ("plasmd", "plasmid", True), ("es", "ms", False), ("cat", "car", True),
     ("gene", "cell", False), ("cytokine", "cystine", False)],
)  # fmt: skip
def test_only_a_few_slips_are_forgiven(typed, known, near):
    assert (slips_between(typed, known) is not None) is near


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("fenotype", ["genotype", "phenotype"], "phenotype"),
        ("vektor", ["vector", "sector"], "vector"),
        ("stell", ["stem", "cell", "shell"], "shell"),
        ("xqzw", ["vector"], ""),
    ],
)
def test_word_that_sounds_like_what_was_typed_is_meant(typed, known, meant):
    assert _nearest(typed, dict.fromkeys(known, 1)) == meant


@pytest.mark.parametrize(
    ("typed", "content", "intent"),
    [
        ("What does gRNA mean?", ("grna",), Intent.MEANING),
        ("is glybera still available", ("glybera",), Intent.STATUS),
        ("clinical trials for myeloma", ("myeloma",), Intent.TRIALS),
        ("help for families with haemophilia A", ("hemophilia", "a"), Intent.SUPPORT),
        ("treatment of lymphoma", ("lymphoma",), Intent.TREATMENT),
        ("how do vectors reach cells", ("vector", "reach", "cell"), Intent.QUESTION),
        ("muscular dystrophy italy", ("muscular", "dystrophy", "italy"), Intent.PLACE),
        ("spanish federation of rare diseases", ("spanish", "rare"), Intent.SUPPORT),
    ],
)
def test_question_is_told_from_what_it_asks_about(typed, content, intent):
    asked = understand(typed, "en")

    assert asked.content == content
    assert intent in asked.intents


def test_words_of_a_question_are_searched_where_there_are_no_others():
    assert understand("what is a trial", "en").content == ("trial",)
    assert understand("what is it", "en").content


@pytest.mark.parametrize(
    ("typed", "is_number"),
    [
        ("NCT01234567", True), ("nct 0123-4567", True), ("01234567", True), ("2023-508508-39", True),
        ("the trial with the number NCT01234567", True), ("NCT01234567 risks", False), ("5 years", False),
        ("haemophilia", False), ("1234567890123", False), ("NTC05474378", True),
        ("NCTO5241392", True), ("nct5649371", True), ("room 12345678 floor", False),
    ],
)  # fmt: skip
def test_numbers_are_told_from_words(typed, is_number):
    asked = understand(typed, "en")

    assert (bool(asked.numbers) and asked.is_only_a_number) is is_number


@given(st.text(max_size=300))
def test_anything_typed_is_understood(typed):
    for language in ("en", "fr", "de", "ar", "xx"):
        asked = understand(typed, language)

        assert len(asked.words) <= MOST_WORDS
        assert set(asked.content) <= set(asked.words)
        assert all(span.key for span in asked.spans)
        assert isinstance(asked.numbers, list)


@given(st.text(max_size=400), st.text(max_size=400), st.lists(st.text(min_size=1, max_size=10), max_size=4))
def test_extract_is_short_and_made_of_the_text(lead, body, words):
    compared = [form for word in words for form in words_of(word, "en")]

    parts = extract(lead, body, compared, "en")

    assert len("".join(part.text for part in parts)) <= LONGEST + 6
    assert "".join(part.text for part in marked(lead, compared, "en")) == lead


def test_extract_shows_the_place_in_the_text_where_the_words_are():
    body = "Nothing here. " * 40 + "Then a plasmid comes. It is a ring of DNA. " + "Nothing more. " * 40

    parts = extract("A first sentence.", body, ["plasmid"], "en")

    assert [part.text for part in parts if part.is_hit] == ["plasmid"]
    assert extract("A first sentence.", body, ["other"], "en")[0].text == "A first sentence."


def test_other_endings_of_a_word_are_marked_too():
    assert [part.text for part in marked("Editing edits the edited gene-editors.", ["edit"], "en") if part.is_hit]
    assert alike("edit", "editing")
    assert not alike("cell", "cerebral")
