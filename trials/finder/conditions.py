"""Which conditions a reader means: by any name, lay word, abbreviation or misspelling, and the nearest when by none.

The names of a language are kept in memory until something is published; looking them up asks no database.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from conditions.models import Condition, ConditionAlsoCalled
from glossary.spellings import spellings
from portal.base.stamps import keep
from trials.finder.filling import STAMP

SHORTEST_GUESSED = 4
CLOSE_ENOUGH = 75
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Meant:
    """The conditions that words lead to: names to say, and keys to look for, narrower conditions included."""

    names: tuple[str, ...] = ()
    keys: frozenset[UUID] = frozenset()


@dataclass
class ConditionNames:
    """Every name of every published condition of one language."""

    language: str
    names: dict[UUID, str] = field(default_factory=dict)
    forms: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    narrower: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def add(self, text: str, key: UUID) -> None:
        for form in spellings(text, self.language):
            if form:
                self.forms[form].add(key)

    def meant_by(self, typed: str) -> Meant:
        """Return the conditions called so; where none is, those of which a name holds the words as whole words."""
        wanted = [form for form in spellings(typed, self.language) if form]
        exact: set[UUID] = set().union(*(self.forms.get(form, set()) for form in wanted))
        keys = exact or {key for form in wanted for key in self._holding(form)}
        names = sorted((self.names[key] for key in keys), key=str.casefold)
        return Meant(tuple(names), frozenset(self._with_narrower(keys)))

    def near(self, typed: str) -> list[str]:
        """Return the names of conditions that look most like what was typed; none for a very short word."""
        wanted = next(iter(spellings(typed, self.language)), "")
        if len(wanted) < SHORTEST_GUESSED:
            return []
        length = len(wanted.split())
        parts = {" ".join(form.split()[:length]): keys for form, keys in self.forms.items()}
        choices = {**parts, **self.forms}
        close = process.extract(wanted, list(choices), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=10)
        found = [self.names[key] for form, _score, _place in close for key in sorted(choices[form], key=str)]
        return list(dict.fromkeys(found))[:MOST_SUGGESTIONS]

    def _holding(self, form: str) -> set[UUID]:
        padded = f" {form} "
        return {key for known, keys in self.forms.items() if padded in f" {known} " for key in keys}

    def _with_narrower(self, keys: set[UUID]) -> set[UUID]:
        found, waiting = set(keys), list(keys)
        while waiting:
            fresh = self.narrower.get(waiting.pop(), set()) - found
            found |= fresh
            waiting += fresh
        return found


def condition_names() -> ConditionNames:
    """Return the names of the published conditions in the language of the page."""
    language = get_language() or ""
    return keep(STAMP, ("conditions", language), lambda: _read(language))


def _read(language: str) -> ConditionNames:
    known = ConditionNames(language)
    conditions = Condition.objects.public(language)
    codes = ("orphacode", "mondo_id", "mesh_id")
    for key, name, broader, *numbers in conditions.values_list(
        "translation_key", "name", "broader__translation_key", *codes
    ):
        known.names[key] = name
        known.add(name, key)
        for number in filter(None, (f"ORPHA {numbers[0]}" if numbers[0] else "", *numbers[1:])):
            known.add(number, key)
        if broader:
            known.narrower[broader].add(key)
    others = ConditionAlsoCalled.objects.filter(record__in=conditions)
    for key, text in others.values_list("record__translation_key", "text"):
        known.add(text, key)
    return known
