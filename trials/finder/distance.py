"""Distances on the globe: squares of one degree to look in, and the distance itself, worked out in the database."""

import math

from django.db.models import ExpressionWrapper, F, FloatField, Value
from django.utils.translation import gettext as _

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
DISTANCES = (50, 100, 200)


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


def on_globe(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return a point as x, y and z on a globe of radius 1."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def squared_chord(latitude: float, longitude: float, prefix: str = ""):
    """Return the expression for the square of the straight line through the globe from a point to a row's point.

    It is four times the haversine of the angle between them, without a sine per row: worked out for a hundred thousand
    sites, that is what the time of a search goes into.
    """
    parts = [
        (F(f"{prefix}{axis}") - Value(value)) * (F(f"{prefix}{axis}") - Value(value))
        for axis, value in zip("xyz", on_globe(latitude, longitude), strict=True)
    ]
    return ExpressionWrapper(parts[0] + parts[1] + parts[2], output_field=FloatField())


def chord_of(km: float) -> float:
    """Return the square of the chord of a distance in kilometres."""
    return (2 * math.sin(km / EARTH_RADIUS_KM / 2)) ** 2


def km_of(chord: float) -> float:
    """Return the distance in kilometres of the square of a chord."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(math.sqrt(max(chord, 0.0)) / 2, 1.0))


def km_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance in kilometres between two points, each a latitude and a longitude."""
    return km_of(sum((one - other) ** 2 for one, other in zip(on_globe(*here), on_globe(*there), strict=True)))


def distance_words(km: float) -> str:
    """Return a distance as a reader is told it: to 10 km, because we know towns and not doors."""
    if km < 10:
        return _("less than 10 km away")
    return _("about %(km)s km away") % {"km": round(km / 10) * 10}
