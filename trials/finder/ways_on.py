"""Ways on when nothing was found: farther, in the country, in Europe, anywhere, not open yet; each with its number."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.base.countries import EUROPE, country_name
from trials.enums import Standing
from trials.finder.asking import Asked
from trials.finder.filling import ANYWHERE_IN_EUROPE
from trials.finder.looking import how_many

FARTHER = 200
MOST_COUNTED = 100


@dataclass(frozen=True)
class WayOn:
    """One wider question: what it is, how many trials it finds and the address that asks it."""

    words: str
    number: int
    address: str

    @property
    def is_cut(self) -> bool:
        return self.number >= MOST_COUNTED


def ways_on(asked: Asked) -> list[WayOn]:
    """Return the wider questions, step by step, for a question that found nothing (one query each, six at most)."""
    steps = [*_places(asked), *_standings(asked)]
    return [WayOn(words, how_many(wider, MOST_COUNTED), address) for words, wider, address in steps]


def _places(asked: Asked) -> list[tuple[str, Asked, str]]:
    found = []
    place, country = asked.where.place, asked.chosen("country")
    without = dict.fromkeys(("near", "place", "within", "sort"), "")
    if place:
        if asked.km < FARTHER:
            words = _("up to %(km)s km from %(place)s") % {"km": FARTHER, "place": place.name}
            found.append((words, asked.within(FARTHER), asked.address(within=FARTHER)))
        home = country if country and country != ANYWHERE_IN_EUROPE else place.country
        words = _("anywhere in %(country)s") % {"country": country_name(home)}
        found.append((words, asked.without_place(home), asked.address(country=home, **without)))
        country = home
    if country in EUROPE:
        wider = asked.without_place(ANYWHERE_IN_EUROPE)
        found.append((_("anywhere in Europe"), wider, asked.address(country=ANYWHERE_IN_EUROPE, **without)))
    if country:
        found.append((_("in any country"), asked.without_place(), asked.address(country="", **without)))
    return found


def _standings(asked: Asked) -> list[tuple[str, Asked, str]]:
    status = asked.chosen("status")
    if not status:
        return []
    found = []
    anywhere = asked.without_place()
    without = dict.fromkeys(("near", "place", "within", "sort", "country"), "")
    if status == Standing.OPEN:
        soon = Standing.SOON.value
        address = asked.address(status=soon, **without)
        found.append((_("not open yet, in any country"), anywhere.with_status(soon), address))
    found.append((_("open or not, in any country"), anywhere.with_status(""), asked.address(status="", **without)))
    return found
