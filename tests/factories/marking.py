"""Glossaries for marking, made without a database, and looking at what was marked."""

import re
from functools import cache

from glossary.marking import Glossary, prepare
from glossary.models import Term, TermAlsoCalled
from portal.starter.loading.terms import take_out_of_marking
from portal.starter.reading import read_folder

MARK = re.compile(r'<button type="button" class="term" popovertarget="def-([^"]+)">(.*?)</button>', re.DOTALL)


def unsaved_term(pk, slug, name, also_called=(), **fields) -> Term:
    """Return a term that is in no database; ``also_called`` are texts, or pairs of text and kind."""
    term = Term(pk=pk, slug=slug, name=name, short_definition=f"What {slug} means.", live=True, **fields)
    pairs = [(text, "synonym") if isinstance(text, str) else text for text in also_called]
    term.also_called = [TermAlsoCalled(text=text, kind=kind) for text, kind in pairs]
    return term


def glossary_of(words: dict, language="en", **fields) -> Glossary:
    """Return a glossary of nouns; ``words`` gives each term's slug its name, or its name and other forms."""
    rows = [(slug, [forms] if isinstance(forms, str) else list(forms)) for slug, forms in words.items()]
    terms = [unsaved_term(pk, slug, forms[0], forms[1:], **fields) for pk, (slug, forms) in enumerate(rows, start=1)]
    return prepare(terms, language)


def starter_glossary() -> Glossary:
    """Return the glossary of the starter content, read straight from its files."""
    terms = []
    for pk, file in enumerate(read_folder("terms"), start=1):
        forms = [(form["text"], form["kind"]) for form in file.facts.get("also_called") or []]
        kind = file.text("part_of_speech") or "noun"
        terms.append(unsaved_term(pk, file.slug, file.text("name"), forms, part_of_speech=kind))
        take_out_of_marking(file, terms[-1])
    return prepare(terms, "en")


@cache
def small_glossary() -> Glossary:
    """Return a glossary of a few words that show every kind of form."""
    return glossary_of(
        {
            "gene": "Gene",
            "gene-therapy": "Gene therapy",
            "vector": ["Vector", "carrier virus"],
            "viral-vector": "Viral vector",
            "cell": "Cell",
            "t-cell": "T cell",
            "stem-cell": "Stem cell",
            "dna": ["DNA", "deoxyribonucleic acid"],
            "car": ["Chimeric antigen receptor", ("CAR", "abbreviation")],
            "cas9": "Cas9",
            "grna": ["Guide RNA", "gRNA"],
            "allele": "Allele",
            "x-linked": "X-linked",
            "mitochondrion": ["Mitochondrion", ("mitochondria", "plural")],
            "huntingtons": "Huntington's disease",
            "antibody": ["Antibody", ("antibodie", "misspelling")],
        }
    )


def keys_of(glossary: Glossary) -> dict[str, int]:
    """Return the primary key of each term by its slug."""
    return {opening.split('"def-')[1].removesuffix('">'): pk for pk, opening in glossary.marks.openings.items()}


def marks_in(html: str) -> list[tuple[str, str]]:
    """Return the marks in HTML in order: the slug of the term and the words, as they are written."""
    return MARK.findall(html)


def words_marked(html: str) -> list[str]:
    """Return only the words of the marks in HTML."""
    return [words for _slug, words in marks_in(html)]


def without_marks(html: str, glossary: Glossary) -> str:
    """Return HTML with every mark and every definition taken out again."""
    for definition in glossary.marks.definitions.values():
        html = html.replace(definition, "")
    return MARK.sub(r"\2", html)
