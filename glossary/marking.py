"""Marks glossary words in what readers see: the matcher of each language, kept in memory until the glossary changes."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from glossary.enums import PartOfSpeech
from glossary.inflection import with_plural
from glossary.linking import Form, Matcher, mark
from glossary.models import Term
from portal.base.enums import NameKind
from portal.base.stamps import keep

STAMP = "glossary"


@dataclass(frozen=True)
class Glossary:
    """Everything needed to mark words of one language: the matcher, and each term's mark and definition as HTML."""

    matcher: Matcher
    openings: dict[int, str]
    definitions: dict[int, str]

    def mark_up(self, html: str, barred: frozenset[int] = frozenset()) -> str:
        """Return HTML with the first use of each term in each section marked; no query."""
        return mark(html, self.matcher, self._opening, self._definitions, barred)

    def _opening(self, term: int, text: str) -> str:
        opening = self.openings.get(term)
        return f"{opening}{text}</button>" if opening else text

    def _definitions(self, terms: list[int]) -> str:
        return "".join(self.definitions.get(term, "") for term in terms)


def glossary_of(language: str) -> Glossary:
    """Return the glossary of a language as it is published now; built again only after it changed in any process."""
    return keep(STAMP, language, lambda: build(language))


def build(language: str) -> Glossary:
    """Read the published terms of a language (two queries) and prepare them for marking."""
    terms = list(Term.objects.public(language).filter(mark_in_text=True).prefetch_related("also_called").order_by("pk"))
    forms = [form for term in terms for form in forms_of(term, language)]
    with override(language):
        openings = {
            term.pk: format_html('<button type="button" class="term" popovertarget="def-{}">', term.slug)
            for term in terms
        }
        definitions = {term.pk: definition_html(term) for term in terms}
    return Glossary(Matcher.of(forms, language), openings, definitions)


def forms_of(term, language: str) -> list[Form]:
    """Return every form of a term that may be marked, with regular plurals of nouns; misspellings are never marked."""
    texts = [term.name] + [
        other.text for other in term.also_called.all() if other.mark_in_text and other.kind != NameKind.MISSPELLING
    ]
    if term.part_of_speech == PartOfSpeech.NOUN:
        texts = [form for text in texts for form in with_plural(text, language)]
    return [Form(text, term.pk) for text in dict.fromkeys(texts)]


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
