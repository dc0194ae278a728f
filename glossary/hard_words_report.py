"""Hard words in everything that is published: what the report shows, kept until something is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from modelcluster.models import get_all_child_relations

from glossary.hard_words import HardWord, Reading, hard_words, names_in
from glossary.inflection import with_plural
from glossary.marking import glossary_of
from glossary.matching import Form, Matcher
from glossary.models import IgnoredWord, Term
from glossary.uses import TEXTS
from portal.base.enums import NameKind
from portal.base.models import AlsoCalled, Record
from portal.base.published_text import text_of
from portal.base.review_screens import edit_address
from portal.base.reviewing import reviewable_models
from portal.base.stamps import keep

# The fields of records and their rows that hold names: of conditions, therapies, organisations, companies, places.
NAME_FIELDS = {"name", "text", "short_name", "inn", "brand_name", "holder", "regulator", "city"}
LONGEST_NAME = 8


@dataclass(frozen=True)
class Place:
    """Where a text stands: enough to lead an editor to it without asking the database."""

    model: str
    pk: int
    title: str

    @property
    def kind(self) -> str:
        return str(apps.get_model(self.model)._meta.verbose_name)

    @property
    def edit_address(self) -> str:
        return edit_address(apps.get_model(self.model)(pk=self.pk))


def unexplained(language: str) -> list[HardWord]:
    """Return the hard words of a language that no entry explains and nobody chose to ignore, the most used first."""
    ignored = ignored_words(language)
    return [word for word in all_hard_words(language) if not is_ignored(word, ignored)]


def all_hard_words(language: str) -> list[HardWord]:
    """Return the hard words of a language that no entry explains; read again only after something was published."""
    return keep(TEXTS, ("hard words", language), lambda: read_all(language))


def read_all(language: str) -> list[HardWord]:
    """Read everything that is published in a language (one query a kind) and return its hard words."""
    readings = list(published_readings(language))
    names = names_in((reading.text for reading in readings), language)
    return hard_words(readings, language, explained_forms(language), names)


def published_readings(language: str) -> Iterator[Reading]:
    """Yield the text of every published entry of a language, pages before records: examples come from the first."""
    for model in sorted(reviewable_models(), key=lambda model: issubclass(model, Record)):
        label = model._meta.label_lower
        for entry in model.objects.filter(live=True, locale__language_code=language).order_by("pk").iterator():
            yield Reading(Place(label, entry.pk, str(entry)), text_of(entry))


def explained_forms(language: str) -> list[Matcher]:
    """Return what knows the words that need no entry: forms of terms, and names in our own records."""
    return [glossary_of(language).matcher, keep(TEXTS, ("names", language), lambda: names_matcher(language))]


def names_matcher(language: str) -> Matcher:
    """Build a matcher of all names of conditions, therapies and organisations, and of terms that are never marked."""
    names = {name for name in (*_names_of_records(), *_names_of_terms(language)) if len(name.split()) <= LONGEST_NAME}
    return Matcher.of((Form(form, 0) for name in sorted(names) for form in with_plural(name, language)), language)


def _names_of_records() -> Iterator[str]:
    for model in reviewable_models():
        if not issubclass(model, Record) or model is Term:
            continue
        for holder in (model, *(relation.related_model for relation in get_all_child_relations(model))):
            fields = [field.name for field in holder._meta.concrete_fields if field.name in NAME_FIELDS]
            rows = holder._default_manager.order_by("pk")
            # Words that people only ask with are marked in no text, so they explain nothing there.
            rows = rows.exclude(kind=NameKind.ASKED) if issubclass(holder, AlsoCalled) else rows
            for row in rows.values_list(*fields) if fields else ():
                yield from filter(None, row)


def _names_of_terms(language: str) -> Iterator[str]:
    for term in Term.objects.public(language).prefetch_related("also_called").order_by("pk"):
        yield term.name
        yield from (other.text for other in term.also_called.all() if other.kind != NameKind.ASKED)


def ignored_words(language: str) -> frozenset[str]:
    """Return the words of a language that the editors decided not to explain (one query)."""
    return frozenset(IgnoredWord.objects.filter(language=language).order_by("pk").values_list("word", flat=True))


def is_ignored(word: HardWord, ignored: frozenset[str]) -> bool:
    """Return whether a word was ignored under any of its forms."""
    return word.word in ignored or not ignored.isdisjoint(word.forms)
