"""Where help, trials and therapies are: numbers by country for the diagrams, the picture and the tables of the map."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from conditions.models import Condition
from portal.base.countries import country_name
from portal.base.text import fold
from portal.home.counting import (
    JURISDICTION_OF,
    Counted,
    Subject,
    count_approved,
    count_available,
    count_organisations,
    count_sites,
    countries_with,
    places_of_approval,
)
from portal.home.tiles import Place, Region, regions
from therapies.models import Therapy

# --- the four things a reader can choose -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """One thing that is counted. ``steps`` are the smallest numbers of the second and third shade."""

    slug: str
    label: Any
    note: Any
    steps: tuple[int, int]
    count: Callable[[Subject], Counted]

    def shade(self, number: int) -> int:
        """Return 0 for none, else 1, 2 or 3."""
        return 0 if not number else 1 + sum(number >= step for step in self.steps)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Class and range of each shade."""
        second, third = self.steps
        more = _("%(number)s or more") % {"number": third}
        return [("n1", _range(1, second - 1)), ("n2", _range(second, third - 1)), ("n3", more)]


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


MEASURES = (
    Measure(
        "organisations", _("Organisations"), _("Organisations that name the country as one in which they help."),
        (3, 6), count_organisations,
    ),
    Measure(
        "sites", _("Trial sites"),
        _("Places where trials in our list run or ran, open or not. One place counts once for each trial."),
        (10, 40), count_sites,
    ),
    Measure(
        "approved", _("Approved therapies"),
        _("Therapies that are approved there and still sold. An approval does not say that people can get it."),
        (10, 20), count_approved,
    ),
    Measure(
        "available", _("Therapies people can get"),
        _("Therapies of which we know that they can be had there. Where nothing stands, nobody has told us yet."),
        (3, 6), count_available,
    ),
)  # fmt: skip


def unit(slug: str, number: int) -> str:
    """Return what is counted, in the number it is counted in, without the number itself."""
    words = {
        "organisations": ngettext("organisation", "organisations", number),
        "sites": ngettext("trial site", "trial sites", number),
        "approved": ngettext("approved therapy", "approved therapies", number),
        "available": ngettext("therapy people can get", "therapies people can get", number),
    }
    return words[slug]


# --- what the page shows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    """One country in a diagram."""

    place: Place
    name: str
    number: int
    shade: int
    unit: str
    address: str
    is_known: bool


@dataclass(frozen=True)
class Row:
    """One country in a table; no address where there is nothing to show."""

    name: str
    number: int
    address: str
    is_known: bool


@dataclass(frozen=True)
class Block:
    """One region: its diagram and its table."""

    region: Region
    tiles: list[Tile]
    rows: list[Row]


@dataclass
class InCountry:
    """What there is in the country a reader chose."""

    code: str
    organisations: int = 0
    international: int = 0
    sites: int = 0
    approved: list[Therapy] = field(default_factory=list)
    available: list[Therapy] = field(default_factory=list)

    @property
    def name(self) -> str:
        return country_name(self.code)

    @property
    def has_regulator(self) -> bool:
        """Whether we look at the approvals that hold in this country at all."""
        return self.code in JURISDICTION_OF

    @classmethod
    def of(cls, code: str, subject: Subject) -> "InCountry":
        """Fetch what there is in a country (a constant number of queries)."""
        return cls(
            code=code,
            organisations=subject.numbers(count_organisations).numbers[code],
            international=subject.organisations().filter(countries_served="").count(),
            sites=subject.numbers(count_sites).numbers[code],
            approved=[one for one in subject.therapies if JURISDICTION_OF.get(code) in places_of_approval(one)],
            available=[one for one in subject.therapies if code in countries_with(one)],
        )


@dataclass
class Heatmap:
    """The page: one measure, for all conditions or one, with the country a reader may have chosen."""

    measure: Measure
    condition: Condition | None = None
    country: str = ""

    @cached_property
    def subject(self) -> Subject:
        return Subject(self.condition)

    @cached_property
    def counted(self) -> Counted:
        return self.subject.numbers(self.measure.count)

    @property
    def numbers(self) -> Counter[str]:
        return self.counted.numbers

    @property
    def slug(self) -> str:
        """The chosen condition's part of an address; empty for all conditions."""
        return self.condition.slug if self.condition else ""

    @property
    def words(self) -> str:
        """The chosen condition's name; empty for all conditions."""
        return self.condition.name if self.condition else ""

    @cached_property
    def in_country(self) -> InCountry | None:
        return InCountry.of(self.country, self.subject) if self.country else None

    @cached_property
    def blocks(self) -> list[Block]:
        """Every region; the first is Europe."""
        return [self._block(region) for region in regions()]

    @property
    def others(self) -> list[Block]:
        """Every region but Europe."""
        return self.blocks[1:]

    @cached_property
    def elsewhere(self) -> list[Row]:
        """Places that have a number but no tile, such as islands that belong to a country far away."""
        known = {code for region in regions() for code in region.codes}
        return self._rows([code for code, number in self.numbers.items() if number and code not in known])

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def measures(self) -> list[tuple[Measure, str]]:
        """The other things to count, each with the address that shows it for the same condition."""
        return [(measure, self._here(show=measure.slug)) for measure in MEASURES]

    @property
    def picture(self) -> str:
        """The address of the picture of Europe."""
        return f"{reverse('support_picture')}{self._query(show=self.measure.slug)}"

    @property
    def countries(self) -> list[tuple[str, str]]:
        """Every country with its number, to choose from."""
        named = sorted(((code, str(name)) for code, name in countries), key=lambda pair: fold(pair[1]))
        return [
            (code, f"{name} ({self.numbers[code]})" if self.counted.is_known(code) else name) for code, name in named
        ]

    def address_of(self, code: str) -> str:
        """Return where what is counted in a country is listed."""
        if self.measure.slug == "organisations":
            return _with(reverse("organisations:organisation_index"), country=code, condition=self.slug)
        if self.measure.slug == "sites":
            return _with(reverse("trials:trial_index"), country=code, q=self.words)
        return f"{self._here(show=self.measure.slug, country=code)}#country"

    def _block(self, region: Region) -> Block:
        tiles = [self._tile(place) for place in region.places]
        return Block(region, tiles, self._rows(region.codes))

    def _tile(self, place: Place) -> Tile:
        number = self.numbers[place.code]
        return Tile(
            place, country_name(place.code), number, self.measure.shade(number), unit(self.measure.slug, number),
            self.address_of(place.code), self.counted.is_known(place.code),
        )  # fmt: skip

    def _rows(self, codes: list[str]) -> list[Row]:
        named = sorted(((country_name(code), code) for code in codes), key=lambda pair: fold(pair[0]))
        return [
            Row(
                name, self.numbers[code], self.address_of(code) if self.numbers[code] else "",
                self.counted.is_known(code),
            )
            for name, code in named
        ]  # fmt: skip

    def _query(self, **values: str) -> str:
        return f"?{urlencode(values | ({'condition': self.slug} if self.slug else {}))}"

    def _here(self, **values: str) -> str:
        return reverse("support_map") + self._query(**values)


def _with(address: str, **values: str) -> str:
    return f"{address}?{urlencode({name: value for name, value in values.items() if value})}"


# --- the picture -----------------------------------------------------------------------------------------------------

# A picture is a document of its own: the page's colours do not reach it. Shades as in portal.css, from none to many.
LIGHT = {
    "sea": "#fffdf9", "line": "#577070", "other": "#e4eee8", "ink": ("#15282b", "#15282b", "#15282b", "#ffffff"),
    "fill": ("#f2f6f2", "#d3e9e2", "#8fcabc", "#0b5d5c"),
}  # fmt: skip
DARK = {
    "sea": "#0f191b", "line": "#93a9a6", "other": "#203437", "ink": ("#e9f0ee", "#e9f0ee", "#e9f0ee", "#06282b"),
    "fill": ("#182628", "#12332f", "#184f4c", "#86d6cb"),
}  # fmt: skip


def picture_context(heatmap: Heatmap, *, is_dark: bool) -> dict[str, Any]:
    """Return what the picture of Europe is coloured with: fill, ink and number by country."""
    colours = DARK if is_dark else LIGHT
    codes = regions()[0].codes
    shades = {code: heatmap.measure.shade(heatmap.numbers[code]) for code in codes}
    return {
        "sea": colours["sea"],
        "line": colours["line"],
        "other": colours["other"],
        "fill": {code: colours["fill"][shade] for code, shade in shades.items()},
        "ink": {code: colours["ink"][shade] for code, shade in shades.items()},
        "number": {
            code: formats.number_format(heatmap.numbers[code]) if heatmap.counted.is_known(code) else "–"
            for code in codes
        },
    }
