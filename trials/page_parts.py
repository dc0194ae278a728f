"""Parts of a trial's page: its places by country, and the versions of the registry entry that we have seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portal.base.countries import country_name
from trials.enums import STANDING_OF, RegistryStatus, Standing
from trials.finder.distance import distance_words, km_between
from trials.importing.compare import sentences
from trials.registry_text import registry_line
from trials.wording import day


@dataclass(frozen=True)
class SiteLine:
    """One place of a trial: what it is called, how far it is, and its own status where that differs."""

    country: str
    place: str
    km: float | None = None
    status: str = ""

    @property
    def distance(self) -> str:
        return "" if self.km is None else distance_words(self.km)


@dataclass(frozen=True)
class CountrySites:
    """The sites of one country."""

    country: str
    sites: tuple


def sites_by_country(record: Any, place: Any = None) -> list[CountrySites]:
    """Return the sites of a registry record by country and town; with a place, the nearest country and site first."""
    lines = [_line(record, site, place) for site in record.sites.all()]
    far = 1e9
    nearest: dict[str, float] = {}
    for line in lines:
        nearest[line.country] = min(nearest.get(line.country, far), line.km if line.km is not None else far)
    lines.sort(
        key=lambda line: (
            nearest[line.country] if place else 0, line.country, line.km if line.km is not None else far, line.place
        )
    )  # fmt: skip
    return [CountrySites(name, tuple(group)) for name, group in groupby(lines, key=lambda line: line.country)]


def _line(record: Any, site: Any, place: Any) -> SiteLine:
    country = country_name(str(site.country)) if site.country else registry_line(site.country_as_sent)
    parts = [registry_line(site.facility), registry_line(site.city)]
    has_point = place is not None and site.latitude is not None and site.longitude is not None
    km = km_between((place.latitude, place.longitude), (site.latitude, site.longitude)) if has_point else None
    return SiteLine(country, ", ".join(part for part in parts if part), km, _own_status(record, site))


def _own_status(record: Any, site: Any) -> str:
    """Return a site's own status where its trial still takes people and the site does not, or not yet."""
    is_passing = STANDING_OF.get(record.status) in (Standing.OPEN, Standing.SOON)
    if not is_passing or not site.status or site.status == record.status or site.status not in RegistryStatus.values:
        return ""
    if STANDING_OF.get(site.status) == Standing.OPEN and record.standing() != Standing.OPEN:
        return ""
    return str(RegistryStatus(site.status).label)


@dataclass(frozen=True)
class Version:
    """One change of the registry entry: the day, and what differed from before in whole sentences."""

    day: str
    lines: tuple[str, ...]


def versions_seen(versions: Iterable[Any]) -> list[Version]:
    """Return the changes that we have seen, the latest first; a version without a difference to tell is left out."""
    found = []
    for version in versions:
        lines = tuple(sentences(version.changes)) if version.changes else ()
        if lines:
            found.append(Version(day(version.changed_on or version.seen_on), lines))
    return found
