"""How therapies stand today, for lists that need nothing else of them."""

from collections.abc import Iterable

from therapies.models import Authorisation, Therapy
from therapies.presenters import StatusTag, status_tags


def standings_of(keys: Iterable[int]) -> dict[int, list[StatusTag]]:
    """Return how published therapies stand today, by primary key (two queries)."""
    rows = Authorisation.objects.filter(therapy__in=Therapy.objects.public().filter(pk__in=keys))
    held: dict[int, list] = {}
    for row in rows.prefetch_related("events"):
        held.setdefault(row.therapy_id, []).append(row)
    return {key: status_tags(some) for key, some in held.items()}
