"""What a term's page and the A-Z list show."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.base.presenters import RecordPage


@dataclass
class TermPage(RecordPage):
    """One term."""

    section_label = _("Glossary")
    section_address = reverse_lazy("glossary:term_index")

    @property
    def summary(self) -> str:
        return self.record.short_definition

    @property
    def unmarked_terms(self) -> frozenset:
        return frozenset({self.record.pk})

    @cached_property
    def broader(self):
        broader = self.record.broader
        return broader if broader is not None and broader.live else None

    @cached_property
    def narrower(self) -> list:
        return published(self.record.narrower.all() if self.record.pk else [])

    @cached_property
    def see_also(self) -> list:
        return published(self.record.see_also.all())

    @cached_property
    def not_same_as(self) -> list:
        return published(self.record.not_same_as.all())


@dataclass(frozen=True)
class Letter:
    """One letter of the A-Z list with its terms."""

    letter: str
    terms: tuple

    @property
    def anchor(self) -> str:
        return "letter-" + ("0" if self.letter == "#" else self.letter)


def published(terms) -> list:
    """Return only what a reader may see, by name: a draft must not leak through a related term."""
    return sorted((term for term in terms if term.live), key=lambda term: term.folded_name)


def letters(terms) -> list[Letter]:
    """Return terms, already in order, grouped by the letter they stand under."""
    return [Letter(letter, tuple(group)) for letter, group in groupby(terms, key=lambda term: term.initial)]
