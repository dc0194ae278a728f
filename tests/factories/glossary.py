"""Terms for tests."""

from glossary.models import Term, TermAlsoCalled, TermCitation
from tests.factories.kernel import cited, forms_of, named, stored


def make_term(name="", *, live=True, also_called=(), sources=(), see_also=(), not_same_as=(), tags=(), **fields):
    """Make a term, published unless ``live=False``."""
    term = Term(**{"short_definition": "What the word means, in plain words.", **named("Term", name, fields)})
    term.also_called = forms_of(TermAlsoCalled, also_called, term.locale)
    term.citations = cited(TermCitation, sources)
    term.see_also = list(see_also)
    term.not_same_as = list(not_same_as)
    if tags:
        term.tags.add(*tags)
    return stored(term, live=live)
