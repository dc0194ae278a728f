"""Index pages: search box, filters and pages, all of it in the address."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import Q

from portal.base.text import fold

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass
class Filter:
    """One ``<select>`` of a filter form: its name in the address, its label and its options."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str = ""

    @property
    def choices(self) -> list[Choice]:
        return [Choice(value, label, value == self.chosen) for value, label in self.options]

    @property
    def chosen_label(self) -> str:
        return next((str(label) for value, label in self.options if value == self.chosen), "")


@dataclass
class Listing:
    """One page of an index: what was asked, what was found, and what can still be chosen."""

    query: str
    filters: list[Filter] = field(default_factory=list)
    page: object = None
    parameters: object = None

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def chips(self) -> list[Filter]:
        """The filters in use, each of which can be removed with one link."""
        return [chosen for chosen in self.filters if chosen.chosen]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chips)


def typed_query(request, name="q") -> str:
    """Return what the reader typed: without control characters, spaces folded, at most 200 characters."""
    typed = request.GET.get(name, "")[: LONGEST_QUERY * 2]
    cleaned = "".join(letter if letter.isprintable() else " " for letter in typed)
    return " ".join(cleaned.split())[:LONGEST_QUERY]


def chosen_value(request, name, options) -> str:
    """Return a filter's value from the address if it is one of its options, else nothing."""
    value = request.GET.get(name, "")
    return value if any(value == known for known, label in options) else ""


def named_like(query, *, other_fields=()) -> Q:
    """Return the condition that a record is called like the query, under any of its names.

    ``other_fields`` are further columns searched for the text as typed.
    """
    folded = fold(query)
    if not folded:
        return Q(pk__in=[]) if query else Q()
    condition = Q(folded_name__contains=folded) | Q(also_called__folded__contains=folded)
    for name in other_fields:
        condition |= Q(**{f"{name}__icontains": query})
    return condition


def paginate(records, request, size=20):
    """Return the page asked for in the address; a page that does not exist gives the nearest one that does."""
    page = Paginator(records, size).get_page(request.GET.get("page"))
    page.around = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
