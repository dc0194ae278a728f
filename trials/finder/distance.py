"""Distances on the globe: squares of one degree to look in, and the distance itself, worked out in the database."""

import math

from django.db.models import F, FloatField, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils.translation import gettext as _

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
DISTANCES = (50, 100, 200, 500)


def cell_of(latitude: float, longitude: float) -> int:
    """Return the number of the square of one degree that holds a point."""
    return (math.floor(min(latitude, 89.999)) + 90) * 360 + (math.floor(longitude) + 180) % 360


def cells_around(latitude: float, longitude: float, km: float) -> list[int]:
    """Return the squares that a circle touches; across the date line and around the poles too."""
    south, north = latitudes_around(latitude, km)
    half = _half_width(latitude, km)
    first, last = (-180, 179) if half >= 180 else (math.floor(longitude - half), math.floor(longitude + half))
    columns = range(first, last + 1)
    rows = range(math.floor(south), math.floor(min(north, 89.999)) + 1)
    return sorted({cell_of(row, ((column + 180) % 360) - 180) for row in rows for column in columns})


def latitudes_around(latitude: float, km: float) -> tuple[float, float]:
    """Return the southernmost and northernmost latitude of a circle."""
    span = km / KM_PER_DEGREE
    return max(latitude - span, -90.0), min(latitude + span, 90.0)


def _half_width(latitude: float, km: float) -> float:
    """Return how many degrees of longitude a circle reaches east and west; 180 where it holds a pole."""
    span = math.radians(km / KM_PER_DEGREE)
    if abs(math.radians(latitude)) + span >= math.pi / 2:
        return 180.0
    return math.degrees(math.asin(math.sin(span) / math.cos(math.radians(latitude))))


def kilometres(latitude: float, longitude: float, prefix: str = ""):
    """Return the expression for the distance in kilometres from a point to a row's ``latitude`` and ``longitude``."""
    there = Radians(F(f"{prefix}latitude"))
    here = math.radians(latitude)
    across = Power(Sin((there - Value(here)) / Value(2.0)), Value(2.0))
    along = Power(Sin((Radians(F(f"{prefix}longitude")) - Value(math.radians(longitude))) / Value(2.0)), Value(2.0))
    chord = across + Value(math.cos(here)) * Cos(there) * along
    bounded = Least(Cast(chord, FloatField()), Value(1.0))
    return Cast(Value(2 * EARTH_RADIUS_KM) * ASin(Sqrt(bounded)), FloatField())


def km_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance in kilometres between two points, each a latitude and a longitude."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(part) for part in point] for point in (here, there))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(chord, 1.0)))


def distance_words(km: float) -> str:
    """Return a distance as a reader is told it: to 10 km, because we know towns and not doors."""
    if km < 10:
        return _("less than 10 km away")
    return _("about %(km)s km away") % {"km": round(km / 10) * 10}
