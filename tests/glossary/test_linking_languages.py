"""Whole words in other languages: compounds, accents, articles written onto the word, and the dotless i."""

import unicodedata

import pytest

from tests.factories.marking import glossary_of, marks_in

WORDS = {
    "de": {
        "gene": ["Gen", ("Gene", "plural"), ("Gens", "plural")],
        "gene-therapy": ["Gentherapie", ("Gentherapien", "plural")],
        "cell": ["Zelle", ("Zellen", "plural")],
        "stem-cell": ["Stammzelle", ("Stammzellen", "plural")],
        "t-cell": ["T-Zelle", ("T-Zellen", "plural")],
        "viral-vector": ["viraler Vektor", ("virale Vektoren", "plural")],
        "dna": "DNA",
    },
    "fr": {
        "dna": "ADN",
        "rna": "ARN",
        "gene-therapy": ["thérapie génique", ("thérapies géniques", "plural")],
        "stem-cell": ["cellule souche", ("cellules souches", "plural")],
        "gene": ["gène", ("gènes", "plural")],
    },
    "el": {
        "gene": ["γονίδιο", ("γονιδίου", "spelling"), ("γονίδια", "plural")],
        "vector": ["φορέας", ("φορέα", "spelling")],
        "cell": ["κύτταρο", ("κύτταρα", "plural")],
        "gene-therapy": "γονιδιακή θεραπεία",
    },
    "ar": {
        "cell": ["خلية", ("خلايا", "plural")],
        "stem-cell": ["خلية جذعية", ("خلايا جذعية", "plural")],
        "gene": ["جين", ("جينات", "plural")],
        "gene-therapy": "العلاج الجيني",
        "blood": "دم",
        "inflammation": "التهاب",
    },
    "tr": {
        "inheritance": "kalıtım",
        "medicine": "ilaç",
        "gene": "gen",
        "dna": "DNA",
        "light": "ışın",
    },
    "uk": {
        "gene": ["ген", ("гени", "plural"), ("гена", "spelling")],
        "memory-cell": ["клітина пам’яті", ("клітини пам'яті", "plural")],
        "cell": ["клітина", ("клітини", "plural")],
        "dna": "ДНК",
    },
    "hi": {"gene": "जीन", "cell": "कोशिका"},
    "sv": {"gene": ["gen", ("gener", "plural")], "cell": "cell"},
    "pl": {"gene": ["gen", ("genów", "plural")], "cell": ["komórka", ("komórki", "plural")]},
}
GOLDEN = [
    # German: nothing is marked inside a compound; a hyphen ends a word; the adjective's ending is another form.
    ("de", "Die Gentherapie bringt ein Gen in eine Zelle.", ["Gentherapie", "Gen", "Zelle"]),
    ("de", "Genetik, Genschere, Zellkern, Stammzelltherapie, Gentherapiezentrum, Körperzelle", []),
    ("de", "Stammzellen und T‑Zellen", ["Stammzellen", "T‑Zellen"]),
    ("de", "die Gen-Schere und DNA-Tests", ["Gen", "DNA"]),
    ("de", "GENTHERAPIE", ["GENTHERAPIE"]),
    ("de", "ein nicht-viraler Vektor, ein viraler Vektor", ["viraler Vektor"]),
    ("de", "zwei t-Zellen", ["Zellen"]),
    # French: the article may be written onto the word; accents count.
    ("fr", "L'ADN et l’ARN", ["ADN", "ARN"]),
    ("fr", "d’ADN, qu’ARN", ["ADN", "ARN"]),
    ("fr", "La thérapie génique porte un gène.", ["thérapie génique", "gène"]),
    ("fr", "Cela me gêne, il se gene. Une génération eugène.", []),
    ("fr", "des cellules\u202fsouches\u00a0!", ["cellules\u202fsouches"]),
    ("fr", "THÉRAPIE GÉNIQUE", ["THÉRAPIE GÉNIQUE"]),
    # Greek: capitals have no accent, and a following pronoun adds one; the last sigma has a form of its own.
    ("el", "Το γονίδιο και το γονίδιό του.", ["γονίδιο"]),
    ("el", "το γονίδιό του", ["γονίδιό"]),
    ("el", "ΓΟΝΙΔΙΟ, ΦΟΡΕΑΣ", ["ΓΟΝΙΔΙΟ", "ΦΟΡΕΑΣ"]),
    ("el", "Γονιδιακή θεραπεία με φορέα", ["Γονιδιακή θεραπεία", "φορέα"]),
    ("el", "γονιδίωμα, κυτταρικός, λεμφοκύτταρο", []),
    # Arabic: the article, "and" and prepositions are written onto the word; vowel signs do not count.
    ("ar", "الجين في الخلية", ["الجين", "الخلية"]),
    ("ar", "والجينات للخلايا بالدم", ["والجينات", "للخلايا", "بالدم"]),
    ("ar", "الخلايا الجذعية", ["الخلايا الجذعية"]),
    ("ar", "وبالخلية الجذعية", ["وبالخلية الجذعية"]),
    ("ar", "بالعلاج الجيني، للعلاج الجيني", ["بالعلاج الجيني"]),
    ("ar", "الِالتِهاب والتهاب", ["الِالتِهاب"]),
    ("ar", "جينوم، دماغ، دماء، خليط", []),
    ("ar", "جِين", ["جِين"]),
    # Turkish: I is the capital of ı, İ that of i; an apostrophe ends the name before a suffix.
    ("tr", "KALITIM ve İLAÇ", ["KALITIM", "İLAÇ"]),
    ("tr", "Kalıtım, ilaç, DNA'nın, DNA’ya", ["Kalıtım", "ilaç", "DNA"]),
    ("tr", "KALİTİM, ILAÇ, kalitim", []),
    ("tr", "IŞIN", ["IŞIN"]),
    ("tr", "I\u0307LAC\u0327", ["I\u0307LAC\u0327"]),
    ("tr", "genetik, genler", []),
    # Ukrainian: three signs serve as the apostrophe inside a word.
    ("uk", "Ген і клітина пам'яті", ["Ген", "клітина пам'яті"]),
    ("uk", "клітина памʼяті", ["клітина памʼяті"]),
    ("uk", "клітини пам’яті і ДНК", ["клітини пам’яті", "ДНК"]),
    ("uk", "геном, генетика, клітинний, днк", []),
    # Others: vowel signs belong to the word, and so do letters with marks.
    ("hi", "जीन और कोशिका", ["जीन", "कोशिका"]),
    ("hi", "जीनोम", []),
    ("sv", "Gener, genér, cellen", ["Gener"]),
    ("pl", "Genów, komórki, genetyka, komórkowy", ["Genów", "komórki"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), GOLDEN)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_marked_as_a_reader_of_the_language_would(language, text, expected, form):
    glossary = glossary_of(WORDS[language], language)
    written = unicodedata.normalize(form, text)

    marked = glossary.mark_up(f"<p>{written}</p>")

    assert [words for _slug, words in marks_in(marked)] == [unicodedata.normalize(form, words) for words in expected]


def test_quotation_in_another_language_is_left_alone():
    glossary = glossary_of(WORDS["de"], "de")
    html = '<p>Auf Englisch: <q lang="en">Gene in DNA</q>. Ein <span lang="de-AT">Gen</span>.</p>'

    assert marks_in(glossary.mark_up(html)) == [("gene", "Gen")]


def test_no_plural_is_made_in_languages_without_rules_for_it():
    assert marks_in(glossary_of({"gene": "Gen"}, "de").mark_up("<p>Gens, Gen</p>")) == [("gene", "Gen")]
