"""What the finder's page shows: what was searched, what was found, and how to go on."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base.listing import Filter
from trials.finder.asking import Asked
from trials.finder.looking import MOST, Hits
from trials.finder.places import other_label, place_label
from trials.finder.ways_on import WayOn


@dataclass(frozen=True)
class Choice:
    """One link that says more exactly what was meant."""

    label: str
    address: str


@dataclass
class FinderPage:
    """One page of results with the question that led to it."""

    asked: Asked
    hits: Hits
    page: Any
    cards: list
    ways_on: list[WayOn] = field(default_factory=list)
    organisations: list = field(default_factory=list)

    @property
    def parameters(self):
        return self.asked.parameters

    @property
    def is_narrowed(self) -> bool:
        return self.asked.is_narrowed

    @property
    def is_addressed(self) -> bool:
        """Whether the address says anything, so that search engines are to leave the page alone."""
        return bool(self.asked.parameters)

    @property
    def count_line(self) -> str:
        number = len(self.hits)
        if self.hits.is_cut:
            return _("More than %(most)s trials") % {"most": number_format(MOST, use_l10n=True, force_grouping=True)}
        if not number:
            return _("No trials found")
        return ngettext("%(number)s trial", "%(number)s trials", number) % {"number": number}

    @property
    def cut_line(self) -> str:
        if not self.hits.is_cut:
            return ""
        return _("Only the first %(most)s are listed. Say more about what you look for.") % {
            "most": number_format(MOST, use_l10n=True, force_grouping=True)
        }

    @property
    def searched_line(self) -> str:
        """What was searched, in words; empty where nothing was asked for."""
        said = [words for words, _names in self.asked.said]
        return _("You searched for: %(what)s") % {"what": "; ".join(said)} if said else ""

    @property
    def order_line(self) -> str:
        """In which order the trials stand."""
        if not self.hits.keys:
            return ""
        if self.asked.sort == "changed":
            return _("The latest registry change comes first.")
        if self.asked.where.place:
            return _("The nearest comes first. Distances are to 10 km, as the crow flies.")
        return _("Trials that look for people come first.")

    @property
    def has_ways_on(self) -> bool:
        """Whether a wider question finds anything."""
        return any(way.number for way in self.ways_on)

    @property
    def is_spread(self) -> bool:
        """Whether something besides the first box is in use, so that the filters stand open."""
        return bool(self.asked.where.typed or self.asked.typed_age or self.asked.chips or self.asked.problems)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return list(self.asked.problems.items())

    @property
    def near_problem(self) -> str:
        return self.asked.problems.get("near", "")

    @property
    def age_problem(self) -> str:
        return self.asked.problems.get("age", "")

    def _filter(self, name: str) -> Filter:
        return self.asked.filters[name]

    @property
    def within(self) -> Filter:
        row = self._filter("within")
        return row if row.chosen else Filter(row.name, row.label, row.options, str(self.asked.km))

    @property
    def age_unit(self) -> Filter:
        return self._filter("age_unit")

    @property
    def selects(self) -> list[Filter]:
        return [self._filter(name) for name in ("country", "status", "sex", "phase", "kind", "sort")]

    @property
    def place_number(self) -> str:
        return str(self.asked.where.place.geoname) if self.asked.where.place else ""

    @property
    def place_query(self) -> str:
        """What a trial's address needs to show distances from the same place."""
        place = self.asked.where.place
        return f"?{urlencode({'near': place.name, 'place': place.geoname})}" if place else ""

    @property
    def place_choices(self) -> list[Choice]:
        """Places of the name that was typed, to choose from; or those whose names are near it."""
        where = self.asked.where
        return [
            Choice(other_label(place), self.asked.address(near=place.name, place=place.geoname))
            for place in (*where.others, *where.near)
        ]

    @property
    def place_question(self) -> str:
        where = self.asked.where
        if not self.place_choices:
            return ""
        if where.place:
            return _("We took %(place)s. There are others of that name:") % {"place": place_label(where.place)}
        if where.is_unclear:
            return _("Which “%(place)s” do you mean? Until you choose, trials anywhere are shown.") % {
                "place": where.typed
            }
        return _("Did you mean one of these places?")

    @property
    def near_conditions(self) -> list[Choice]:
        return [Choice(name, self.asked.address(q=name)) for name in self.asked.near_conditions]

    @property
    def also_called(self) -> str:
        """Said where the reader's word led to a condition of another name."""
        names = self.asked.condition.names
        is_same = any(name.casefold() == self.asked.query.casefold() for name in names)
        return ", ".join(names[:5]) if names and not is_same else ""
