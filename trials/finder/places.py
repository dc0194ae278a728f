"""Which place a reader means, from our own table; no other service is asked, and nothing is stored or logged."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from portal.base.countries import country_name
from portal.base.text import fold
from trials.importing.country_names import country_code
from trials.models import Place, PlaceName

MOST_CHOICES = 8
MOST_LOOKED_AT = 40
# So many times more people live there than in the next place of that name that it is surely meant.
MUCH_LARGER = 5
CLOSE_ENOUGH = 72


@dataclass(frozen=True)
class PlaceMeant:
    """The place to search around, if it is clear; the places of that name to choose from; near names if none is."""

    typed: str = ""
    place: Place | None = None
    others: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()

    @property
    def label(self) -> str:
        return place_label(self.place) if self.place else ""

    @property
    def is_unclear(self) -> bool:
        return bool(self.typed and self.place is None and self.others)

    @property
    def is_unknown(self) -> bool:
        return bool(self.typed and self.place is None and not self.others)


def place_label(place: Place) -> str:
    """Return a place with its region, where we know one, and its country."""
    return ", ".join(part for part in (place.name, place.region, country_name(place.country)) if part)


def place_meant(typed: str, chosen: str = "", country: str = "") -> PlaceMeant:
    """Return what a reader means by a place as typed ("Springfield, Missouri"); ``chosen`` is the number of one.

    One to three queries, none for nothing typed. A number that does not belong to what was typed is ignored.
    """
    head, _comma, tail = typed.partition(",")
    wanted = fold(head)
    if not wanted:
        return PlaceMeant(typed if typed.strip() else "")
    named = Place.objects.filter(names__folded=wanted[:100]).distinct().order_by("-population", "geoname")
    found = _narrowed(list(named[:MOST_LOOKED_AT]), fold(tail), country)
    if not found:
        return PlaceMeant(typed, near=_near(wanted, country))
    # Philadelphia is an old name of Amman: who types it means a place that is called so today.
    own = [place for place in found if fold(place.name) == wanted]
    picked = next((place for place in found if str(place.geoname) == chosen), None) or _largest(found) or _largest(own)
    others = tuple(place for place in found if place is not picked)[:MOST_CHOICES]
    return PlaceMeant(typed, picked, others)


def _largest(places: list[Place]) -> Place | None:
    """Return the first of places, largest first, if it is the only one or much larger than the next."""
    if len(places) == 1 or (places and places[0].population >= MUCH_LARGER * max(places[1].population, 1)):
        return places[0]
    return None


def _narrowed(found: list[Place], tail: str, country: str) -> list[Place]:
    """Return the places that fit what follows the comma and the country chosen, if any of them does."""
    if tail:
        code = country_code(tail) or tail.upper()
        fitting = [place for place in found if place.country == code or tail in _region_words(place)]
        found = fitting or found
    if country:
        found = [place for place in found if place.country == country] or found
    return found


def _region_words(place: Place) -> tuple[str, ...]:
    return (fold(place.region), fold(country_name(place.country)), place.region_code.lower())


def _near(wanted: str, country: str) -> tuple[Place, ...]:
    """Return the places whose names look most like the one nobody knows and begin alike."""
    start = wanted[:3]
    if len(start) < 3:
        return ()
    names = PlaceName.objects.filter(folded__gte=start, folded__lt=f"{start}\uffff").order_by("-place__population")
    if country:
        names = names.filter(place__country=country)
    forms = dict(names.values_list("folded", "place_id")[:5_000])
    close = process.extract(wanted, list(forms), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=10)
    keys = list(dict.fromkeys(forms[form] for form, _score, _number in close))[:3]
    places = Place.objects.in_bulk(keys)
    return tuple(places[key] for key in keys)


def other_label(place: Place) -> str:
    """Return a place as a choice among others of the same name."""
    people = round(place.population, -3) if place.population >= 1_000 else 0
    if not people:
        return place_label(place)
    return _("%(place)s (about %(people)s people)") % {"place": place_label(place), "people": f"{people:,}"}
