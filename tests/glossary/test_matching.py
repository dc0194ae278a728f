"""Which words are marked: every rule about forms, each with a sentence in which it decides."""

import pytest

from glossary.marking import prepare
from tests.factories.marking import glossary_of, marks_in, small_glossary, unsaved_term, words_marked


def found(text):
    """Return what is marked in one paragraph."""
    return marks_in(small_glossary().mark_up(f"<p>{text}</p>"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A gene is a recipe.", [("gene", "gene")]),
        ("Gene by gene.", [("gene", "Gene")]),
        ("A carrier virus.", [("vector", "carrier virus")]),
        ("Many alleles.", [("allele", "alleles")]),
        ("Two antibodies.", [("antibody", "antibodies")]),
        ("Their mitochondria.", [("mitochondrion", "mitochondria")]),
        ("Some gene therapies.", [("gene-therapy", "gene therapies")]),
        ("Three CARs.", [("car", "CARs")]),
        ("An antibodie.", []),
    ],
)
def test_names_other_forms_and_plurals_are_marked_but_no_misspelling(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gene therapy with a viral vector.", ["Gene therapy", "viral vector"]),
        ("Stem cell gene therapy.", ["Stem cell", "gene therapy"]),
        ("A gene in a cell.", ["gene", "cell"]),
        ("A chimeric antigen receptor", ["chimeric antigen receptor"]),
    ],
)
def test_longest_form_wins(text, expected):
    assert [words for _slug, words in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cellular processes", "genetics", "eugenes", "supergene", "vectorial", "Genentech", "DNAse", "cDNA",
        "gene_name",
        "gene2", "2gene", "gen e", "g e n e", "Cas90-like",
    ],
)  # fmt: skip
def test_only_whole_words_are_marked(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DNA", ["DNA"]), ("dna", []), ("Dna", []),
        ("a CAR", ["CAR"]), ("a car", []), ("Car", []), ("Chimeric Antigen Receptor", ["Chimeric Antigen Receptor"]),
        ("Cas9", ["Cas9"]), ("cas9", []), ("CAS9", []),
        ("gRNA", ["gRNA"]), ("GRNA", []), ("gRNAs", ["gRNAs"]),
        ("T cell", ["T cell"]), ("T Cells", ["T Cells"]), ("t cell", ["cell"]),
        ("X-linked", ["X-linked"]), ("x-linked", []),
        ("GENE THERAPY", ["GENE THERAPY"]), ("Cell", ["Cell"]), ("CELL", ["CELL"]),
    ],
)  # fmt: skip
def test_case_counts_where_it_carries_the_meaning(text, expected):
    assert [words for _slug, words in found(text)] == expected


def test_form_that_keeps_its_case_wins_over_one_that_does_not():
    glossary = prepare([unsaved_term(1, "aids", "aids"), unsaved_term(2, "hiv", "AIDS")], "en")

    assert marks_in(glossary.mark_up("<p>Hearing aids and AIDS.</p>")) == [("aids", "aids"), ("hiv", "AIDS")]


def test_typed_form_wins_over_a_plural_made_of_another():
    glossary = glossary_of({"genetic": "Genetic", "genetics": "Genetics"})

    assert marks_in(glossary.mark_up("<p>Genetics</p>")) == [("genetics", "Genetics")]


def test_only_nouns_get_a_plural():
    glossary = prepare([unsaved_term(1, "viral", "Viral", part_of_speech="adjective")], "en")

    assert words_marked(glossary.mark_up("<p>Virals are viral.</p>")) == ["viral"]


@pytest.mark.parametrize(
    "gap", [" ", "\n", "  \t ", "-", "\u2010", "\u2011", "\u2013", "\u00a0", "\u202f", "&nbsp;", "&#8209;"]
)
def test_words_of_a_form_may_be_joined_by_a_space_or_a_hyphen(gap):
    assert found(f"a stem{gap}cell") == [("stem-cell", f"stem{gap}cell")]


@pytest.mark.parametrize("gap", [" - ", " – ", ", ", ". ", "/", " – a ", "- ", "—", "<br>", "'s "])
def test_words_of_a_form_do_not_belong_together_across_anything_else(gap):
    assert "stem-cell" not in dict(found(f"a stem{gap}cell"))


@pytest.mark.parametrize(
    "text", ["ge\u00adne", "g\u00ade\u00adn\u00ade", "ge&shy;ne", "ge\u200bne", "ge\u2060ne", "gene\u00ad"]
)
def test_invisible_marks_inside_a_word_do_not_count(text):
    assert [slug for slug, _words in found(text)] == ["gene"]


@pytest.mark.parametrize(
    "text", ["stem\u00ad-\u00adcell", "stem&shy; cell", "ste\u00adm-ce\u00adll", "stem-&#173;cell"]
)
def test_soft_hyphens_around_a_gap_do_not_count(text):
    assert [slug for slug, _words in found(text)] == ["stem-cell"]


def test_hyphenated_compound_holds_its_words():
    assert found("a gene-edited single-cell DNA-based test") == [("gene", "gene"), ("cell", "cell"), ("dna", "DNA")]


@pytest.mark.parametrize(
    "text", ["a non-viral vector", "a non\u2011viral vector", "a non viral vector", "Non-viral vectors"]
)
def test_negated_form_is_another_thing(text):
    assert [slug for slug, _words in found(text)] == ["vector"]


@pytest.mark.parametrize(
    "text", ["Huntington's disease", "Huntington’s disease", "Huntington&#x27;s disease", "Huntington&rsquo;s disease"]
)
def test_apostrophes_are_all_the_same(text):
    assert [slug for slug, _words in found(text)] == ["huntingtons"]


def test_possessive_is_marked_up_to_its_apostrophe():
    assert found("the gene’s code, the cell's wall") == [("gene", "gene"), ("cell", "cell")]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/gene", "https://example.org/new-gene/", "www.example.org/gene", "//example.org/gene",
        "mail gene@example.org", "gene.therapy@example.org", "gene.pdf", "my.gene", "/glossary/gene/", "C:\\gene",
        "#gene", "gene_one", "https://example.org/?q=gene&amp;x=cell",
    ],
)  # fmt: skip
def test_address_or_file_name_is_no_use_of_a_word(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "gene/protein",
        "(gene)",
        "“gene”",
        "gene.",
        "gene:",
        "gene…",
        "gene²",
        "gene[1]",
        "…gene",
        "gene👩‍🔬",
        "👩‍🔬gene",
        "either/gene",
    ],
)
def test_punctuation_around_a_word_does_not_hide_it(text):
    assert [slug for slug, _words in found(text)] == ["gene"]
