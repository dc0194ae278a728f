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
# So many of the nearest points are read first.
STEPS = (8, 64)
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
        found = _by_distance(asked, most + 1)
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
    entries = FinderEntry.objects.filter(_fits(asked), _standing(asked, "rank", "checked_on"), locale=locale_key())
    return entries.order_by(*ORDER.get(asked.sort, ORDER[""]), "trial_id").values_list("trial_id")


def _by_label(asked: Asked):
    """Read from the index of the first label; the second one, if any, is looked up for each row."""
    first, *others = _labels(asked)
    rows = FinderLabel.objects.filter(_fits(asked, "entry__"), label__in=first, locale=locale_key())
    rows = rows.filter(_standing(asked, "rank", "entry__checked_on"))
    if first == [asked.chosen("country")]:
        rows = rows.filter(_open_there(asked))
    for labels in others:
        there = FinderLabel.objects.filter(_open_there(asked), entry=OuterRef("entry"), label__in=labels)
        rows = rows.filter(Exists(there))
    order = ORDER.get(asked.sort, ORDER[""])
    rows = rows.order_by(*order, "entry_id").values_list("entry_id", *(name.lstrip("-") for name in order))
    return rows.distinct() if len(first) > 1 else rows


def _by_distance(asked: Asked, most: int) -> list[tuple[int, float]]:
    """Return the nearest trials with the squares of their chords.

    The points come first, so that the database knows how many rows to expect at each. Where nothing else is asked, the
    nearest few points have enough trials in a busy region, and the others are not read.
    """
    spots = _spots_around(asked)
    steps = [len(spots)] if _is_filtered(asked) else [*(step for step in STEPS if step < len(spots)), len(spots)]
    found: list[tuple[int, float]] = []
    for step in steps:
        found = list(_at_spots(asked, spots[:step])[:most]) if spots else []
        if len(found) >= most:
            break
    return found


def _spots_around(asked: Asked) -> list[int]:
    """Return the points within the distance, the nearest first (one query)."""
    place = asked.where.place
    assert place is not None  # noqa: S101 - the caller has asked
    spots = FinderSpot.objects.filter(
        cell__in=cells_around(place.latitude, place.longitude, asked.km),
        latitude__range=latitudes_around(place.latitude, asked.km),
    ).annotate(chord=squared_chord(place.latitude, place.longitude))
    return list(spots.filter(chord__lte=chord_of(asked.km)).order_by("chord").values_list("pk", flat=True))


def _is_filtered(asked: Asked) -> bool:
    """Whether something besides place and standing is asked, or the order is another one than by distance."""
    names = ("country", "kind", "sex", "phase")
    return bool(asked.query or asked.ages or asked.sort == "changed" or any(map(asked.chosen, names)))


def _at_spots(asked: Asked, spots: list[int]):
    place = asked.where.place
    assert place is not None  # noqa: S101 - the caller has asked
    rows = FinderPlace.objects.filter(_fits(asked, "entry__"), spot__in=spots, locale=locale_key())
    is_passing = asked.chosen("status") in (Standing.OPEN, Standing.SOON)
    rows = rows.filter(_standing(asked, "standing" if is_passing else "entry__rank", "entry__checked_on"))
    for labels in _labels(asked):
        labelled = FinderLabel.objects.filter(_standing(asked, "rank", "entry__checked_on"), label__in=labels)
        rows = rows.filter(entry__in=labelled.filter(locale=locale_key()).values("entry"))
    rows = rows.annotate(chord=squared_chord(place.latitude, place.longitude, "spot__")).order_by().values("entry_id")
    rows = rows.annotate(nearest=Min("chord"), best=Min("standing"))
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
    return fits & _words(asked, prefix)


def _standing(asked: Asked, rank: str, day: str) -> Q:
    """Return the condition on the standing; ``rank`` and ``day`` lead to it and to the last look at the registry.

    A standing counts as it is today. The tables are moved with the calendar once a day; as long as they are late, the
    day itself is looked at.
    """
    if not asked.chosen("status"):
        return Q()
    wanted = RANK_OF[Standing(asked.chosen("status"))]
    found = Q(**{rank: wanted})
    if not _is_late():
        return found
    stale = Q(**{f"{day}__lt": oldest_look()})
    if wanted == Rank.UNSURE:
        return found | (Q(**{f"{rank}__in": (Rank.OPEN, Rank.SOON)}) & stale)
    return found & ~stale if wanted in (Rank.OPEN, Rank.SOON) else found


def _is_late() -> bool:
    """Whether an entry still counts as open although the last look at its registry is too old by now."""
    oldest = oldest_look()
    late = FinderEntry.objects.filter(rank__in=(Rank.OPEN, Rank.SOON), checked_on__lt=oldest)
    return keep(STAMP, ("late", oldest), late.exists)


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
            "to_tsvector('simple', words) @@ to_tsquery('simple', %s)",
            [_beginnings(folded)],
            output_field=BooleanField(),
        )
        return FinderEntry.objects.filter(holds).values("pk")
    holds = Q()
    for word in folded.split()[:10]:
        holds &= Q(words__contains=word)
    return FinderEntry.objects.filter(holds).values("pk")


def _beginnings(folded: str) -> str:
    """Return the query for words that begin like those typed; a folded word holds letters and digits only."""
    words = folded.split()[:10]
    return " & ".join(f"'{word}':*" if len(word) > 2 else f"'{word}'" for word in words)


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
