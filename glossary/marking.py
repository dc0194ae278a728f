"""Marks glossary words in what readers see: the matcher of each language, kept in memory until the glossary changes."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from glossary.enums import PartOfSpeech
from glossary.inflection import with_plural
from glossary.linking import Form, Marks, Matcher, mark
from glossary.models import Term
from portal.base.enums import MARKED_NAME_KINDS
from portal.base.stamps import keep

STAMP = "glossary"


@dataclass(frozen=True)
class Glossary:
    """Everything needed to mark words of one language: the matcher, and each term's mark and definition as HTML."""

    matcher: Matcher
    marks: Marks

    def mark_up(self, html: str, barred: frozenset[int] = frozenset()) -> str:
        """Return HTML with the first use of each term in each section marked; no query."""
        return mark(html, self.matcher, self.marks, barred)


def glossary_of(language: str) -> Glossary:
    """Return the glossary of a language as it is published now; built again only after it changed in any process."""
    return keep(STAMP, language, lambda: build(language))


def build(language: str) -> Glossary:
    """Read the published terms of a language (two queries) and prepare them for marking."""
    return prepare(Term.objects.public(language).prefetch_related("also_called").order_by("pk"), language)


def prepare(terms, language: str) -> Glossary:
    """Return the glossary made of some terms.

    A term that is not to be marked in texts can still be chosen by an editor for one place.
    """
    terms = list(terms)
    with override(language):
        marks = Marks(
            {term.pk: opening_html(term) for term in terms}, {term.pk: definition_html(term) for term in terms}
        )
    return Glossary(Matcher.of(forms_of([term for term in terms if term.mark_in_text], language), language), marks)


def forms_of(terms, language: str) -> list[Form]:
    """Return the forms under which terms are found, with regular plurals of nouns; misspellings are never marked.

    What an editor typed comes before what was made of it: a plural of one term may be the name of another.
    """
    typed = [Form(text, term.pk) for term in terms for text in _texts_of(term)]
    nouns = {term.pk for term in terms if term.part_of_speech == PartOfSpeech.NOUN}
    made = [Form(text, form.term) for form in typed if form.term in nouns for text in with_plural(form.text, language)]
    return typed + made


def _texts_of(term) -> list[str]:
    others = [form for form in term.also_called.all() if form.mark_in_text and form.kind in MARKED_NAME_KINDS]
    return [term.name, *(form.text for form in others)]


def opening_html(term) -> str:
    """Return the beginning of a term's mark; its end is that of a button."""
    return format_html('<button type="button" class="term" popovertarget="def-{}">', term.slug)


def definition_html(term) -> str:
    """Return the pop-up of a term: works without a script, and is a box below the text where pop-ups are unknown."""
    return format_html(
        '<div class="def" popover id="def-{slug}" role="dialog" aria-labelledby="dt-{slug}">'
        '<div tabindex="-1" autofocus><b id="dt-{slug}">{name}</b><p>{definition}</p></div>'
        '<div class="row"><a href="{address}">{more}<span class="vh">: {name}</span></a>'
        '<button type="button" class="btn quiet" popovertarget="def-{slug}" popovertargetaction="hide">{close}</button>'
        "</div></div>",
        slug=term.slug,
        name=term.name,
        definition=term.short_definition,
        address=term.get_absolute_url(),
        more=_("More in the glossary"),
        close=_("Close"),
    )


def marked(html, language: str, barred=frozenset()) -> str:
    """Return safe HTML with glossary words marked."""
    return mark_safe(glossary_of(language).mark_up(str(html), frozenset(barred)))  # noqa: S308 - safe before marking
