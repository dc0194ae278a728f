"""What a reader asks of the finder, read from the address. Whatever stands there: a clear message, or it is ignored."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.base.countries import country_name
from portal.base.enums import TherapyKind
from portal.base.listing import Filter, chosen_value, typed_query
from trials.enums import PHASE_WORDS, Sex, Standing
from trials.finder.ages import days_of
from trials.finder.conditions import Meant, condition_names
from trials.finder.distance import DISTANCES
from trials.finder.filling import ANYWHERE_IN_EUROPE
from trials.finder.looking import countries_with_sites
from trials.finder.places import PlaceMeant, place_meant
from trials.registries import normalise_number

USUAL_DISTANCE = 100
OLDEST = {"years": 120, "months": 1440, "weeks": 6240, "days": 43800}
LONGEST_PLACE = 100


def age_units() -> list[tuple[str, str]]:
    """Return the units in which a reader may give an age."""
    return [("years", _("years")), ("months", _("months")), ("weeks", _("weeks")), ("days", _("days"))]


@dataclass(frozen=True)
class Chip:
    """One thing that was asked for, with the address that leaves it out."""

    words: str
    address: str


@dataclass
class Asked:
    """Everything that a reader asked for. ``problems`` maps a field to what is wrong and how to put it right."""

    query: str = ""
    condition: Meant = field(default_factory=Meant)
    number: tuple[str, str] | None = None
    where: PlaceMeant = field(default_factory=PlaceMeant)
    km: int = USUAL_DISTANCE
    age: int | None = None
    age_unit: str = "years"
    sort: str = ""
    filters: dict[str, Filter] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    typed_age: str = ""
    parameters: QueryDict = field(default_factory=QueryDict)

    def chosen(self, name: str) -> str:
        return self.filters[name].chosen if name in self.filters else ""

    def without_place(self, country: str = "") -> "Asked":
        """Return the same question anywhere, or in one country or ``ANYWHERE_IN_EUROPE``."""
        return replace(self, where=PlaceMeant(), filters={**self.filters, "country": self._with("country", country)})

    def with_status(self, status: str) -> "Asked":
        return replace(self, filters={**self.filters, "status": self._with("status", status)})

    def within(self, km: int) -> "Asked":
        return replace(self, km=km)

    def _with(self, name: str, value: str) -> Filter:
        return replace(self.filters[name], chosen=value)

    @property
    def ages(self) -> tuple[int, int] | None:
        """First and last day of life of the person, as old as was said."""
        return None if self.age is None else days_of(self.age, self.age_unit)

    @property
    def age_words(self) -> str:
        return "" if self.age is None else f"{self.age} {dict(age_units())[self.age_unit]}"

    @property
    def words(self) -> str:
        """What was typed, where it names neither a condition nor a number: words to look for in titles."""
        return "" if self.condition.keys or self.number else self.query

    @property
    def is_narrowed(self) -> bool:
        return bool(self.said)

    @cached_property
    def near_conditions(self) -> list[str]:
        """Names of conditions that the reader may have meant, where what was typed is the name of none."""
        return condition_names().near(self.query) if self.words else []

    @property
    def said(self) -> list[tuple[str, tuple[str, ...]]]:
        """Everything asked for in words, each with the parameters that say it."""
        rows: list[tuple[str, tuple[str, ...]]] = []
        if self.query:
            rows.append((self._query_words, ("q",)))
        if self.where.place:
            words = _("within %(km)s km of %(place)s") % {"km": self.km, "place": self.where.label}
            rows.append((words, ("near", "place", "within")))
        if self.age is not None:
            rows.append((_("Age: %(age)s") % {"age": self.age_words}, ("age", "age_unit")))
        for row in self.filters.values():
            if row.chosen and row.name not in ("within", "age_unit", "sort"):
                is_question = row.name == "status"
                words = row.chosen_label if is_question else f"{row.label}: {row.chosen_label}"
                rows.append((words, (row.name,)))
        return rows

    @property
    def _query_words(self) -> str:
        if self.number:
            return _("Trial number: %(number)s") % {"number": self.number[1]}
        names = self.condition.names
        if not names:
            return f"“{self.query}”"
        more = len(names) - 3
        listed = ", ".join(names[:3]) + (_(" and %(count)s more") % {"count": more} if more > 0 else "")
        return _("Condition: %(names)s") % {"names": listed}

    @property
    def chips(self) -> list[Chip]:
        return [Chip(words, self.address(**dict.fromkeys(names, ""))) for words, names in self.said]

    def address(self, **changes: Any) -> str:
        """Return the query string of the same question with some parameters changed; an empty value removes one."""
        copy = self.parameters.copy()
        for name, value in {"page": "", **changes}.items():
            copy.pop(name, None)
            if value not in ("", None):
                copy[name] = str(value)
        return f"?{copy.urlencode()}"


def read(request) -> Asked:
    """Return what the address asks for (no query for a plain one, one to three for a place)."""
    asked = Asked(query=typed_query(request), parameters=request.GET)
    asked.filters = {row.name: row for row in _filters(request)}
    if asked.query:
        asked.number = normalise_number(asked.query)
        if asked.number is None:
            asked.condition = condition_names().meant_by(asked.query)
    _read_place(request, asked)
    _read_age(request, asked)
    asked.sort = asked.chosen("sort")
    if asked.sort == "distance" and asked.where.place is None:
        asked.sort = ""
    return asked


def _read_place(request, asked: Asked) -> None:
    typed = typed_query(request, "near")[:LONGEST_PLACE]
    country = asked.chosen("country")
    if typed:
        is_one = country if country != ANYWHERE_IN_EUROPE else ""
        asked.where = place_meant(typed, request.GET.get("place", ""), is_one)
    asked.km = int(asked.chosen("within") or USUAL_DISTANCE)
    if asked.where.is_unknown:
        asked.problems["near"] = _("We do not know a place called “%(place)s”. Try the next larger town.") % {
            "place": typed
        }


def _read_age(request, asked: Asked) -> None:
    asked.typed_age = typed_query(request, "age")[:20]
    asked.age_unit = asked.chosen("age_unit") or "years"
    if not asked.typed_age:
        return
    most = OLDEST[asked.age_unit]
    if re.fullmatch(r"[0-9]{1,6}", asked.typed_age) and int(asked.typed_age) <= most:
        asked.age = int(asked.typed_age)
    else:
        asked.problems["age"] = _("Write the age as a whole number from 0 to %(most)s, for example 12.") % {
            "most": most
        }


def _filters(request) -> list[Filter]:
    countries = [(code, country_name(code)) for code in countries_with_sites()]
    countries.sort(key=lambda pair: pair[1].casefold())
    europe = [(ANYWHERE_IN_EUROPE, _("Anywhere in Europe"))] if countries else []
    rows: list[tuple[str, Any, list]] = [
        ("country", _("Country"), [("", _("Any country")), *europe, *countries]),
        ("within", _("How far"), [(str(km), _("up to %(km)s km") % {"km": km}) for km in DISTANCES]),
        ("status", _("Is the trial open?"), [("", _("All")), *Standing.choices]),
        ("age_unit", _("Unit of the age"), age_units()),
        ("sex", _("Sex, where a trial asks for one"), [("", _("Not important"))]
            + [pair for pair in Sex.choices if pair[0] != Sex.ALL]),
        ("phase", _("Stage of research"), [("", _("Any stage")), *PHASE_WORDS]),
        ("kind", _("Kind of therapy"), [("", _("All kinds")), *TherapyKind.choices]),
        ("sort", _("Order"), [("", _("Most useful first")), ("distance", _("Nearest first")),
            ("changed", _("Last registry change first"))]),
    ]  # fmt: skip
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]
