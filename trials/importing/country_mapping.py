"""Gives a country to a registry's name for it: at all sites that bear the name now, and in every later reading."""

import datetime
from dataclasses import replace
from typing import Any

from django.db import transaction
from django_countries import countries
from rapidfuzz import fuzz, process

from portal.base.text import fold
from trials.importing.facts import RegistryFacts
from trials.models import CountryName, RegistrySite, UnmappedCountry

LIKE_ENOUGH = 80


@transaction.atomic
def map_country(unmapped: UnmappedCountry, code: str, *, by: Any) -> int:
    """Map a name to a country's code; return how many sites have a country now that had none."""
    values = {"name": unmapped.name, "country": code, "mapped_by": by, "mapped_on": datetime.date.today()}
    CountryName.objects.update_or_create(folded=fold(unmapped.name)[:240], defaults=values)
    sites = RegistrySite.objects.filter(country_as_sent=unmapped.name, country="").update(country=code)
    unmapped.delete()
    return sites


@transaction.atomic
def take_back(mapped: CountryName) -> int:
    """Take a mapping back: the name waits again, and its sites have no country; return how many there are."""
    sites = RegistrySite.objects.filter(country_as_sent=mapped.name, country=str(mapped.country))
    first = sites.order_by("pk").values_list("record__number", flat=True).first()
    UnmappedCountry.objects.get_or_create(name=mapped.name, defaults={"first_number": first or "", "times_seen": 1})
    mapped.delete()
    return sites.update(country="")


def suggestion(name: str) -> str:
    """Return the code of the country whose name looks most like this one; empty where none does."""
    names = {code: fold(str(label)) for code, label in countries}
    best = process.extractOne(fold(name), names, scorer=fuzz.WRatio, score_cutoff=LIKE_ENOUGH)
    return str(best[2]) if best else ""


class MappedNames:
    """The names that editors mapped, read from the database when the first unknown one is met."""

    def __init__(self) -> None:
        self._codes: dict[str, str] | None = None

    def apply(self, facts: RegistryFacts) -> RegistryFacts:
        """Return facts with the countries that editors gave to names unknown to our table."""
        if not facts.unmapped_countries:
            return facts
        if self._codes is None:
            self._codes = {row.folded: str(row.country) for row in CountryName.objects.all()}
        codes = self._codes
        known = {name: code for name in facts.unmapped_countries if (code := codes.get(fold(name)[:240]))}
        if not known:
            return facts
        sites = tuple(
            replace(site, country=known[site.country_as_sent])
            if not site.country and site.country_as_sent in known
            else site
            for site in facts.sites
        )
        left = tuple(name for name in facts.unmapped_countries if name not in known)
        return replace(facts, sites=sites, unmapped_countries=left)
