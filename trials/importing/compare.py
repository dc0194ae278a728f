"""What differs between what a registry said and what it says now, and how a reader is told. Pure; no database."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries as all_countries

from portal.base.partial_dates import in_words
from trials.enums import RegistryStatus
from trials.importing.facts import RegistryFacts, SiteFacts

LONGEST_SENTENCE = 300
MOST_NAMED = 6


@dataclass(frozen=True)
class Known:
    """What of a registry's entry is followed from version to version."""

    status: str
    start_date: str
    primary_completion_date: str
    completion_date: str
    enrolment: int | None
    sites: int
    countries: tuple[str, ...]

    @classmethod
    def of_facts(cls, facts: RegistryFacts) -> "Known":
        return cls(
            status=facts.status,
            start_date=facts.start.date,
            primary_completion_date=facts.primary_completion.date,
            completion_date=facts.completion.date,
            enrolment=facts.enrolment,
            sites=len(facts.sites),
            countries=tuple(sorted({site.country or site.country_as_sent for site in facts.sites} - {""})),
        )

    def changes_to(self, now: "Known") -> dict[str, list[Any]]:
        """Return old and new value of everything that differs, in a form that can be stored."""
        pairs = {name: (getattr(self, name), getattr(now, name)) for name in self.__dataclass_fields__}
        return {
            name: [_plain(before), _plain(after)] for name, (before, after) in pairs.items() if before != after
        }  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def is_older(facts: RegistryFacts, changed_on: datetime.date | None, version: str) -> bool:
    """Whether facts are older than what is held: by the registry's day of change, then by the version of the data."""
    if facts.changed_on != changed_on and changed_on is not None:
        if facts.changed_on is not None:
            return facts.changed_on < changed_on
        return not facts.data_of or str(facts.data_of) <= version
    return bool(version and facts.data_of and str(facts.data_of) < version)


def sentences(changes: dict[str, list[Any]]) -> list[str]:
    """Return one sentence for each change that matters to a reader, in the active language."""
    found = []
    for name, (before, after) in changes.items():
        sentence = SENTENCES[name](before, after) if name in SENTENCES else ""
        if sentence:
            found.append(sentence[:LONGEST_SENTENCE])
    return found


def _status(before: str, after: str) -> str:
    labels = {"before": RegistryStatus(before).label, "after": RegistryStatus(after).label}
    return _("The registry now says “%(after)s”; before, it said “%(before)s”.") % labels


def _date(label: Callable[[], str]) -> Callable[[str, str], str]:
    def sentence(before: str, after: str) -> str:
        values = {"what": label(), "before": in_words(before), "after": in_words(after)}
        if not after:
            return _("The registry no longer gives a date for %(what)s.") % values
        if not before:
            return _("The registry now gives a date for %(what)s: %(after)s.") % values
        return _("The date for %(what)s changed from %(before)s to %(after)s.") % values

    return sentence


def _sites(before: int, after: int) -> str:
    now = ngettext("The registry now lists %(count)s place", "The registry now lists %(count)s places", after)
    return now % {"count": after} + _("; before, it listed %(count)s.") % {"count": before}


def _countries(before: Iterable[str], after: Iterable[str]) -> str:
    added, left = sorted(set(after) - set(before)), sorted(set(before) - set(after))
    parts = []
    if added:
        parts.append(_("New countries: %(names)s.") % {"names": _names(added)})
    if left:
        parts.append(_("No longer listed: %(names)s.") % {"names": _names(left)})
    return " ".join(parts)


def _names(codes: list[str]) -> str:
    names = sorted(str(all_countries.name(code)) or code for code in codes)
    more = len(codes) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (_(" and %(count)s more") % {"count": more} if more > 0 else "")


SENTENCES: dict[str, Callable[[Any, Any], str]] = {
    "status": _status,
    "start_date": _date(lambda: _("the start")),
    "primary_completion_date": _date(lambda: _("the main results")),
    "completion_date": _date(lambda: _("the end of the trial")),
    "sites": _sites,
    "countries": _countries,
}


def site_difference(
    held: Iterable[tuple[int, SiteFacts]], sent: Iterable[SiteFacts]
) -> tuple[list[int], list[SiteFacts]]:
    """Return which stored sites are to go, by key, and which are to be added; a place listed twice counts twice."""
    wanted = Counter(sent)
    surplus = []
    for key, site in held:
        if wanted[site] > 0:
            wanted[site] -= 1
        else:
            surplus.append(key)
    return surplus, list(wanted.elements())
