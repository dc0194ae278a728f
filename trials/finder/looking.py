"""Looks up what a reader asked for: one query, from narrow tables with the indexes for it.

It fetches at most ``MOST + 1`` keys in the order of the list; the page and the count are cut from those, so that no
search ever counts hundreds of thousands of rows. Plans and figures: docs/finder.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BooleanField, Exists, Min, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from portal.base.frame import language_codes
from portal.base.stamps import keep
from portal.base.text import fold
from trials.enums import RANK_OF, Rank, Sex, Standing
from trials.finder.distance import cells_around, chord_of, km_of, latitudes_around, squared_chord
from trials.finder.filling import STAMP, oldest_look
from trials.models import FinderEntry, FinderLabel, FinderPlace, FinderSpot, RegistryRecord, TrialIdentifier
from trials.models.finder import condition_label

if TYPE_CHECKING:
    from trials.finder.asking import Asked

MOST = 1_000
ORDER = {"": ("rank", "-changed_on"), "changed": ("-changed_on",)}


@dataclass
class Hits:
    """The trials found, by key, in order; with a place, how far the nearest site is. ``is_cut`` if there are more."""

    keys: list[int] = field(default_factory=list)
    km: dict[int, float] = field(default_factory=dict)
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.keys)


def look(asked: Asked, most: int = MOST) -> Hits:
    """Return the first trials that fit (one query; for a trial number two more)."""
    if asked.where.place:
        found = list(_by_distance(asked)[: most + 1])
        km = {key: km_of(chord) for key, chord in found[:most]}
        return Hits(list(km), km, is_cut=len(found) > most)
    rows = _by_label(asked) if _labels(asked) else _by_entry(asked)
    keys = [row[0] for row in rows[: most + 1]]
    return Hits(keys[:most], is_cut=len(keys) > most)


def how_many(asked: Asked, most: int = 100) -> int:
    """Return how many trials fit, counting no further than ``most`` (one query)."""
    return len(look(asked, most))


def locale_key() -> int:
    """Return the key of the language of the page; 0 where it has no content."""
    language = get_language()
    return next((pk for pk, code in language_codes().items() if code == language), 0)


def countries_with_sites() -> list[str]:
    """Return the codes of the countries in which a trial of this language has a site; kept until something changes."""
    locale = locale_key()
    return keep(STAMP, ("countries", locale), lambda: _read_countries(locale))


def _read_countries(locale: int) -> list[str]:
    used = FinderPlace.objects.filter(spot=OuterRef("pk"), locale=locale)
    spots = FinderSpot.objects.exclude(country="").filter(Exists(used))
    return sorted(spots.order_by().values_list("country", flat=True).distinct())


def _labels(asked: Asked) -> list[list[str]]:
    """Return the labels asked for, those that narrow most first; one of each list is enough."""
    conditions = [condition_label(key) for key in sorted(asked.condition.keys)]
    country = [asked.chosen("country")] if asked.chosen("country") else []
    return [labels for labels in (conditions, country) if labels]


def _by_entry(asked: Asked):
    entries = FinderEntry.objects.filter(_fits(asked), locale=locale_key())
    return entries.order_by(*ORDER.get(asked.sort, ORDER[""]), "trial_id").values_list("trial_id")


def _by_label(asked: Asked):
    """Read from the index of the first label; the second one, if any, is looked up for each row."""
    first, *others = _labels(asked)
    rows = FinderLabel.objects.filter(_fits(asked, "entry__"), label__in=first, locale=locale_key())
    if first == [asked.chosen("country")]:
        rows = rows.filter(_open_there(asked))
    for labels in others:
        there = FinderLabel.objects.filter(_open_there(asked), entry=OuterRef("entry"), label__in=labels)
        rows = rows.filter(Exists(there))
    order = ORDER.get(asked.sort, ORDER[""])
    rows = rows.order_by(*order, "entry_id").values_list("entry_id", *(name.lstrip("-") for name in order))
    return rows.distinct() if len(first) > 1 else rows


def _by_distance(asked: Asked):
    place = asked.where.place
    assert place is not None  # noqa: S101 - the caller has asked
    chord = squared_chord(place.latitude, place.longitude, "spot__")
    rows = FinderPlace.objects.filter(
        _fits(asked, "entry__"), _open_there(asked), locale=locale_key(),
        spot__cell__in=cells_around(place.latitude, place.longitude, asked.km),
        spot__latitude__range=latitudes_around(place.latitude, asked.km),
    )  # fmt: skip
    for labels in _labels(asked):
        rows = rows.filter(Exists(FinderLabel.objects.filter(entry=OuterRef("entry"), label__in=labels)))
    rows = rows.annotate(chord=chord).filter(chord__lte=chord_of(asked.km)).order_by()
    rows = rows.values("entry_id").annotate(nearest=Min("chord"), best=Min("standing"))
    order = ("-entry__changed_on",) if asked.sort == "changed" else ("nearest", "best")
    return rows.order_by(*order, "entry_id").values_list("entry_id", "nearest")


def _fits(asked: Asked, prefix: str = "") -> Q:
    """Return the conditions on an entry; ``prefix`` leads from the row to it."""
    fits = Q()
    if asked.chosen("kind"):
        fits &= Q(**{f"{prefix}kind": asked.chosen("kind")})
    if asked.chosen("sex"):
        fits &= Q(**{f"{prefix}sex__in": [Sex.ALL, asked.chosen("sex")]})
    if asked.chosen("phase"):
        phase = int(asked.chosen("phase"))
        fits &= Q(**{f"{prefix}first_phase__lte": phase, f"{prefix}last_phase__gte": phase})
    if asked.ages:
        first, last = asked.ages
        fits &= Q(**{f"{prefix}youngest__lte": last, f"{prefix}oldest__gte": first})
    if asked.chosen("status"):
        fits &= _standing(Standing(asked.chosen("status")), prefix)
    return fits & _words(asked, prefix)


def _standing(standing: Standing, prefix: str) -> Q:
    """A standing counts as it is today: what is open by the registry needs a look that is recent enough."""
    rank = RANK_OF[standing]
    fresh = Q(**{f"{prefix}checked_on__gte": oldest_look()})
    if rank == Rank.UNSURE:
        return Q(**{f"{prefix}rank": rank}) | (Q(**{f"{prefix}rank__in": (Rank.OPEN, Rank.SOON)}) & ~fresh)
    found = Q(**{f"{prefix}rank": rank})
    return found & fresh if rank in (Rank.OPEN, Rank.SOON) else found


def _words(asked: Asked, prefix: str) -> Q:
    key = "entry" if prefix else "trial"
    if asked.number:
        return Q(**{f"{key}__in": _trials_numbered(*asked.number)})
    if asked.words:
        return Q(**{f"{key}__in": _entries_saying(asked.words)})
    return Q()


def _entries_saying(words: str):
    """Return the keys of entries whose title or registered words hold every word typed."""
    folded = fold(words)
    if not folded:
        return FinderEntry.objects.none().values("pk")
    if connection.vendor == "postgresql":
        holds = RawSQL(
            "to_tsvector('simple', words) @@ plainto_tsquery('simple', %s)", [folded], output_field=BooleanField()
        )
        return FinderEntry.objects.filter(holds).values("pk")
    holds = Q()
    for word in folded.split()[:10]:
        holds &= Q(words__contains=word)
    return FinderEntry.objects.filter(holds).values("pk")


def _trials_numbered(registry: str, number: str) -> list[int]:
    """Return the trials of this language that have a number, by our own list or a registry's (two queries)."""
    locale = locale_key()
    own = TrialIdentifier.objects.filter(registry=registry, number__iexact=number, locale=locale)
    keys = RegistryRecord.objects.filter(registry=registry, number=number, trial__isnull=False)
    shared = FinderEntry.objects.filter(trial__translation_key__in=keys.values("trial__translation_key"))
    return [*own.values_list("trial_id", flat=True), *shared.filter(locale=locale).values_list("pk", flat=True)]


def _open_there(asked: Asked) -> Q:
    """Whoever looks for an open trial in a country or near a town wants one that is open there."""
    status = asked.chosen("status")
    return Q(standing=RANK_OF[Standing(status)]) if status in (Standing.OPEN, Standing.SOON) else Q()
