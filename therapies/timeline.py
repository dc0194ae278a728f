"""Approvals and endings year by year: one picture, and the same data as a table and as CSV. Pure; no database.

The picture is drawn with one path a kind of mark: a line of no length with round or square ends is a dot or a square,
so that a hundred marks weigh about a kilobyte.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.base.exporting import as_csv
from portal.base.partial_dates import PartialDate
from therapies.enums import FINAL_EVENTS, EventKind, Jurisdiction

FIRST_YEAR = 1990
YEAR_WIDTH = 20
STEP = 11
MARGIN = 14
PLACES = (Jurisdiction.EU, Jurisdiction.US, Jurisdiction.UK, "other")
ENDS = (EventKind.WITHDRAWN, EventKind.EXPIRED)


@dataclass(frozen=True)
class Happening:
    """One authorisation given or ended."""

    date: str
    place: str
    name: str
    address: str
    kind: str

    @property
    def year(self) -> int:
        return PartialDate.parse(self.date).year

    @property
    def is_end(self) -> bool:
        return self.kind in FINAL_EVENTS

    @property
    def words(self) -> str:
        """The date for a reader."""
        return PartialDate.parse(self.date).words

    @property
    def place_name(self) -> str:
        return str(Jurisdiction(self.place).label)

    @property
    def kind_name(self) -> str:
        return str(EventKind(self.kind).label)


@dataclass
class Timeline:
    """All approvals and endings, in order of time."""

    happenings: list[Happening] = field(default_factory=list)
    last_year: int = field(default_factory=lambda: datetime.date.today().year)

    @classmethod
    def of(cls, therapies: Iterable) -> "Timeline":
        """Take the approvals and endings from therapies fetched ``with_status()``; what lies ahead is left out."""
        today = datetime.date.today()
        found = [
            Happening(event.date, row.jurisdiction, row.brand_name, therapy.get_absolute_url(), event.kind)
            for therapy in therapies
            for row in therapy.authorisations.all()
            for event in row.events.all()
            if (event.kind == EventKind.AUTHORISED or event.kind in ENDS)
            and PartialDate.parse(event.date).earliest <= today
        ]
        return cls(sorted(found, key=lambda happening: (happening.date, happening.name)))

    def counts(self) -> Counter:
        """How many approvals and endings each place had each year; places without a shape of their own are one."""
        return Counter(
            (happening.year, happening.place if happening.place in PLACES else "other", happening.is_end)
            for happening in self.happenings
        )

    def summary(self) -> str:
        """The picture in one sentence, for people who cannot see it."""
        given = [happening for happening in self.happenings if not happening.is_end]
        ended = len(self.happenings) - len(given)
        if not given:
            return _("No approvals yet.")
        return _("%(given)s approvals since %(year)s, %(ended)s of them ended since.") % {
            "given": len(given),
            "year": given[0].year,
            "ended": ended,
        }

    def years(self) -> list[dict]:
        """Rows of the table: the years in which anything happened."""
        grouped: dict[int, dict] = {}
        for happening in self.happenings:
            row = grouped.setdefault(happening.year, {"year": happening.year, "given": [], "ended": []})
            row["ended" if happening.is_end else "given"].append(happening)
        return [grouped[year] for year in sorted(grouped, reverse=True)]

    def csv(self) -> str:
        """Every approval and ending as CSV."""
        rows = [(one.date, one.place, one.name, one.kind) for one in self.happenings]
        return as_csv(("date", "place", "brand name", "what happened"), rows)

    def svg(self, *, right_to_left: bool = False) -> str:
        """The picture: approvals stand on the line of years, endings hang below it; each place has its own shape."""
        counts = self.counts()
        years = range(FIRST_YEAR, self.last_year + 1)
        above = max((sum(counts[year, place, False] for place in PLACES) for year in years), default=0)
        below = max((sum(counts[year, place, True] for place in PLACES) for year in years), default=0)
        base = MARGIN + above * STEP + 4
        width = len(years) * YEAR_WIDTH + 2 * MARGIN
        height = base + 24 + below * STEP + MARGIN

        def x_of(year: int) -> int:
            place = MARGIN + (year - FIRST_YEAR) * YEAR_WIDTH + YEAR_WIDTH // 2
            return width - place if right_to_left else place

        paths = [_paths(years, counts, x_of, base, is_end=False), _paths(years, counts, x_of, base + 24, is_end=True)]
        labels = "".join(f'<text x="{x_of(year)}" y="{base + 16}">{year}</text>' for year in years if year % 5 == 0)
        first = f'<text class="first" x="{x_of(FIRST_YEAR)}" y="{base - 10}">{escape(_("first person treated"))}</text>'
        return mark_safe(  # noqa: S308 - numbers and an escaped sentence
            f'<svg class="approvals" viewBox="0 0 {width} {height}" role="img" aria-labelledby="approvals-title">'
            f'<title id="approvals-title">{escape(self.summary())}</title>'
            f'<path class="axis" d="M{MARGIN} {base}H{width - MARGIN}"/>{"".join(paths)}{labels}'
            f"{first}</svg>"
        )


def _paths(years, counts, x_of, base: int, *, is_end: bool) -> str:
    """Return one path a place; the marks of a year are stacked away from the line."""
    marks: dict[str, list[str]] = {place: [] for place in PLACES}
    for year in years:
        level = 0
        for place in PLACES:
            for _number in range(counts[year, place, is_end]):
                y = base + STEP * level + STEP // 2 + 2 if is_end else base - STEP * level - STEP // 2 - 2
                marks[place].append(f"M{x_of(year)} {y}h0")
                level += 1
    side = "ended" if is_end else "given"
    return "".join(
        f'<path class="{side} {place.lower()}" d="{"".join(drawn)}"/>' for place, drawn in marks.items() if drawn
    )
