"""How therapies stand today, for lists that need nothing else of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from therapies.enums import Jurisdiction
from therapies.models import Authorisation, Therapy
from therapies.presenters import TAG_OF_STATUS
from therapies.status import is_approved


@dataclass(frozen=True)
class PlaceStanding:
    """How a therapy stands in one place, in words, with the look of its status; since when is not said."""

    place: str
    words: str
    look: str


def standings_of(keys: Iterable[int]) -> dict[int, list[PlaceStanding]]:
    """Return how published therapies stand today, by primary key; where they are approved first (two queries).

    The search asks for it with every page of results.
    """
    rows = Authorisation.objects.filter(therapy__in=Therapy.objects.public().filter(pk__in=keys))
    held: dict[int, list] = {}
    for row in rows.prefetch_related("events"):
        held.setdefault(row.therapy_id, []).append((row, row.status))
    places = dict(zip(Jurisdiction.values, Jurisdiction.labels, strict=True))
    return {
        key: [
            PlaceStanding(
                places.get(row.jurisdiction, row.jurisdiction), str(status.label), TAG_OF_STATUS.get(status, "off")
            )
            for row, status in sorted(some, key=lambda pair: not is_approved(pair[1]))
        ]
        for key, some in held.items()
    }
