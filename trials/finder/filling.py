"""Fills the finder's tables from published trials and what registries say. Can be killed and run again at any time.

A trial for which people must pay is never an entry: it is no listing like the others (docs/decisions/0015).
"""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.dateparse import parse_date

from portal.base.countries import EUROPE
from portal.base.stamps import renew
from portal.base.text import fold
from trials.enums import RANK_OF, STANDING_OF, Payment, Phase, Rank, RegistryStatus, Sex
from trials.finder.ages import oldest_day, youngest_day
from trials.finder.distance import cell_of, on_globe
from trials.models import FinderEntry, FinderLabel, FinderPlace, FinderSpot, RegistryRecord, RegistrySite, Trial
from trials.models.finder import NEVER, condition_label

STAMP = "trials"
ANYWHERE_IN_EUROPE = "EUROPE"
BATCH = 500
# Counts as a change of every entry: raise it when the rules below change, and the next run fills all entries again.
RULES = "1"
LONGEST_WORDS = 4_000
PHASES = {Phase.EARLY_PHASE1: 0, Phase.PHASE1: 1, Phase.PHASE2: 2, Phase.PHASE3: 3, Phase.PHASE4: 4}
ENTRY_FIELDS = [f.name for f in FinderEntry._meta.concrete_fields if not f.primary_key]
Spot = tuple[str, float | None, float | None]


@dataclass
class Said:
    """What the registries say about one trial: the record read last, the sites to show, and a fingerprint of it all."""

    main: RegistryRecord | None = None
    sites: list[tuple] = field(default_factory=list)
    fingerprint: str = ""


def oldest_look(today: datetime.date | None = None) -> datetime.date:
    """Return the earliest day on which a look at a registry still counts."""
    return (today or datetime.date.today()) - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)


def refresh(keys: Iterable[int]) -> None:
    """Fill the entries of trials anew, by primary key; a trial that is not public, or is gone, loses its entry."""
    keys = list(keys)
    with transaction.atomic():
        trials = list(listed().filter(pk__in=keys).order_by("pk"))
        FinderEntry.objects.filter(trial__in=set(keys) - {trial.pk for trial in trials}).delete()
        if trials:
            _fill(trials)
    renew(STAMP)


def listed():
    """Return the trials that may stand in the finder: published, and nobody has to pay."""
    return Trial.objects.live().exclude(participant_pays=Payment.YES)


def catch_up(progress: Callable[[int, int], None] = lambda _done, _filled: None) -> int:
    """Fill every entry that is missing or out of date, remove those that have no business here; return how many.

    Also moves "looking for people" to "not sure" once the last look at the registry is too old. ``progress`` is told
    how many trials were looked at and how many were filled.
    """
    FinderEntry.objects.exclude(trial__in=listed()).delete()
    done = filled = last = 0
    while True:
        rows = listed().filter(pk__gt=last).order_by("pk").values_list("pk", "translation_key", "live_revision_id")
        trials = list(rows[:BATCH])
        if not trials:
            break
        last = trials[-1][0]
        said = fingerprints({pk: (key, revision) for pk, key, revision in trials})
        held = dict(FinderEntry.objects.filter(trial__in=said).values_list("trial_id", "fingerprint"))
        waiting = [pk for pk, fingerprint in said.items() if held.get(pk) != fingerprint]
        if waiting:
            refresh(waiting)
        done, filled = done + len(trials), filled + len(waiting)
        progress(done, filled)
    move_with_the_calendar()
    FinderSpot.objects.filter(places=None).delete()
    renew(STAMP)
    return filled


def move_with_the_calendar(today: datetime.date | None = None) -> int:
    """Set the rank of entries whose registry was last looked at too long ago, and of those that count again."""
    passing = Q(standing__in=(Rank.OPEN, Rank.SOON))
    stale = Q(checked_on__lt=oldest_look(today))
    stale_keys = list(
        FinderEntry.objects.filter(passing & stale).exclude(rank=Rank.UNSURE).values_list("pk", flat=True)
    )
    for batch in _batches(stale_keys):
        with transaction.atomic():
            FinderEntry.objects.filter(pk__in=batch).update(rank=Rank.UNSURE)
            FinderLabel.objects.filter(entry__in=batch).update(rank=Rank.UNSURE)
            for model in (FinderLabel, FinderPlace):
                model.objects.filter(entry__in=batch, standing__lt=Rank.UNSURE).update(standing=Rank.UNSURE)
    fresh_keys = list(FinderEntry.objects.filter(passing & ~stale, rank=Rank.UNSURE).values_list("pk", flat=True))
    for batch in _batches(fresh_keys):
        refresh(batch)
    return len(stale_keys) + len(fresh_keys)


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def fingerprints(trials: dict[int, tuple[UUID, int | None]]) -> dict[int, str]:
    """Return what tells whether an entry is up to date, by trial (two queries)."""
    by_key = defaultdict(list)
    for record in _records({key for key, _revision in trials.values()}):
        by_key[record.translation_key].append(record)
    numbers = _numbers_of_sites(record.pk for records in by_key.values() for record in records)
    return {pk: _fingerprint(revision, by_key[key], numbers) for pk, (key, revision) in trials.items()}


def _numbers_of_sites(records: Iterable[int]) -> dict[int, int]:
    rows = RegistrySite.objects.filter(record__in=list(records)).order_by().values("record_id")
    return {row["record_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def _fingerprint(revision: int | None, records: list[Any], numbers: dict[int, int]) -> str:
    parts: list[Any] = [RULES, revision]
    for record in records:
        parts += [record.pk, record.digest, record.status, record.checked_on, record.registry_changed_on]
        parts += [record.gone_since, numbers.get(record.pk, 0)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _records(keys: Iterable[UUID]) -> list[Any]:
    """Return the registry records of trials, the one read last first, each with the key of its trial."""
    found = RegistryRecord.objects.filter(trial__translation_key__in=set(keys)).select_related("trial")
    records = sorted(found, key=lambda row: (-(row.checked_on or datetime.date.min).toordinal(), row.pk))
    for record in records:
        record.translation_key = record.trial.translation_key
    return records


def _said(trials: list[Trial]) -> dict[int, Said]:
    by_key = defaultdict(list)
    for record in _records(trial.translation_key for trial in trials):
        by_key[record.translation_key].append(record)
    sites = defaultdict(list)
    everywhere = RegistrySite.objects.filter(record__in=[r.pk for records in by_key.values() for r in records])
    for row in everywhere.order_by("pk").values_list("record_id", "country", "latitude", "longitude", "status"):
        sites[row[0]].append(row[1:])
    numbers = {key: len(rows) for key, rows in sites.items()}
    said = {}
    for trial in trials:
        records = by_key[trial.translation_key]
        with_sites = next((record for record in records if sites[record.pk]), None)
        said[trial.pk] = Said(
            main=records[0] if records else None,
            sites=sites[with_sites.pk] if with_sites else [],
            fingerprint=_fingerprint(trial.live_revision_id, records, numbers),
        )
    return said


def _fill(trials: list[Trial]) -> None:
    said = _said(trials)
    entries = [_entry(trial, said[trial.pk]) for trial in trials]
    FinderEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["trial"], update_fields=ENTRY_FIELDS, batch_size=BATCH
    )
    _fill_labels(entries, trials, said)
    _fill_places(entries, said)


def _entry(trial: Trial, said: Said) -> FinderEntry:
    main = said.main
    entry = FinderEntry(
        trial_id=trial.pk, locale_id=trial.locale_id, kind=trial.therapy_kind, fingerprint=said.fingerprint,
        status=RegistryStatus.UNKNOWN, standing=Rank.UNSURE, rank=Rank.UNSURE, words=_words(trial, main),
        changed_on=parse_date(NEVER), checked_on=parse_date(NEVER), sex=Sex.ALL,
    )  # fmt: skip
    if main is None:
        return entry
    entry.status = main.status
    entry.standing = Rank.UNSURE if main.gone_since else _rank_of(main.status)
    entry.changed_on = main.registry_changed_on or entry.changed_on
    entry.checked_on = main.checked_on or entry.checked_on
    is_passing = entry.standing in (Rank.OPEN, Rank.SOON)
    entry.rank = Rank.UNSURE if is_passing and entry.checked_on < oldest_look() else entry.standing
    entry.youngest, entry.oldest = youngest_day(main.minimum_age), oldest_day(main.maximum_age)
    entry.sex = main.sex or Sex.ALL
    phases = [PHASES[phase] for phase in main.phases if phase in PHASES]
    entry.first_phase, entry.last_phase = (min(phases), max(phases)) if phases else (-1, -1)
    return entry


def _rank_of(status: str) -> Rank:
    standing = STANDING_OF.get(status)
    return RANK_OF[standing] if standing else Rank.UNSURE


def _words(trial: Trial, main: RegistryRecord | None) -> str:
    parts = [trial.name]
    if main:
        parts += [main.official_title, *main.conditions_as_registered, *main.interventions_as_registered, main.sponsor]
    return fold(" ".join(str(part) for part in parts))[:LONGEST_WORDS]


def _fill_labels(entries: list[FinderEntry], trials: list[Trial], said: dict[int, Said]) -> None:
    by_key = {entry.pk: entry for entry in entries}
    wanted = {}
    links = Trial.conditions.through.objects.filter(trial__in=trials)
    for pk, key in links.values_list("trial_id", "condition__translation_key"):
        wanted[pk, condition_label(key)] = int(by_key[pk].rank)
    for entry in entries:
        for (country, _lat, _lon), standing in _spots(entry, said[entry.pk].sites).items():
            for label in _labels_of(country):
                wanted[entry.pk, label] = min(wanted.get((entry.pk, label), standing), standing)
    rows = {
        pair: (by_key[pair[0]].locale_id, standing, int(by_key[pair[0]].rank), by_key[pair[0]].changed_on)
        for pair, standing in wanted.items()
    }
    columns = ("pk", "entry_id", "label", "locale_id", "standing", "rank", "changed_on")
    found = FinderLabel.objects.filter(entry__in=by_key).values_list(*columns)
    held = {(entry, label): (pk, tuple(rest)) for pk, entry, label, *rest in found}
    FinderLabel.objects.filter(pk__in=[pk for pair, (pk, rest) in held.items() if rows.get(pair) != rest]).delete()
    FinderLabel.objects.bulk_create(
        [
            FinderLabel(
                entry_id=pair[0], label=pair[1], locale_id=values[0], standing=values[1], rank=values[2],
                changed_on=values[3],
            )
            for pair, values in rows.items()
            if pair not in held or held[pair][1] != values
        ],
        batch_size=1_000,
    )  # fmt: skip


def _labels_of(country: str) -> tuple[str, ...]:
    if not country:
        return ()
    return (country, ANYWHERE_IN_EUROPE) if country in EUROPE else (country,)


def _fill_places(entries: list[FinderEntry], said: dict[int, Said]) -> None:
    spots_of = {entry.pk: _spots(entry, said[entry.pk].sites) for entry in entries}
    numbers = _spot_numbers({spot for spots in spots_of.values() for spot in spots})
    wanted = {
        (entry.pk, numbers[spot]): (entry.locale_id, standing)
        for entry in entries
        for spot, standing in spots_of[entry.pk].items()
    }
    rows = FinderPlace.objects.filter(entry__in=[entry.pk for entry in entries])
    rows = rows.values_list("pk", "entry_id", "spot_id", "locale_id", "standing")
    held = {(entry, spot): (pk, tuple(rest)) for pk, entry, spot, *rest in rows}
    surplus = [pk for pair, (pk, values) in held.items() if wanted.get(pair) != values]
    FinderPlace.objects.filter(pk__in=surplus).delete()
    missing = [pair for pair, values in wanted.items() if pair not in held or held[pair][1] != values]
    FinderPlace.objects.bulk_create(
        [
            FinderPlace(entry_id=pair[0], spot_id=pair[1], locale_id=wanted[pair][0], standing=wanted[pair][1])
            for pair in missing
        ],
        batch_size=1_000,
    )


def _spots(entry: FinderEntry, sites: Iterable[tuple]) -> dict[Spot, int]:
    """Return the spots of an entry's sites with the best standing at each.

    A site's own status counts only while the trial itself still takes people: a closed trial is closed everywhere.
    """
    spots: dict[Spot, int] = {}
    for country, latitude, longitude, status in sites:
        standing = int(entry.rank)
        if standing in (Rank.OPEN, Rank.SOON) and status:
            standing = max(standing, int(_rank_of(status)))
        has_point = latitude is not None and longitude is not None
        spot = (country or "", round(latitude, 2) if has_point else None, round(longitude, 2) if has_point else None)
        spots[spot] = min(spots.get(spot, standing), standing)
    return spots


def _spot_numbers(spots: set[Spot]) -> dict[Spot, int]:
    """Return the primary keys of spots, making those that do not exist yet."""
    held = _held_spots(spots)
    missing = [spot for spot in spots if spot not in held]
    if missing:
        FinderSpot.objects.bulk_create([spot_row(*spot) for spot in missing], ignore_conflicts=True)
        held = _held_spots(spots)
    return held


def spot_row(country: str, latitude: float | None, longitude: float | None) -> FinderSpot:
    """Return a spot, not stored, with all that is worked out from its point."""
    if latitude is None or longitude is None:
        return FinderSpot(country=country)
    x, y, z = on_globe(latitude, longitude)
    cell = cell_of(latitude, longitude)
    return FinderSpot(country=country, latitude=latitude, longitude=longitude, cell=cell, x=x, y=y, z=z)


def _held_spots(spots: set[Spot]) -> dict[Spot, int]:
    cells = {cell_of(lat, lon) for _country, lat, lon in spots if lat is not None and lon is not None}
    there = Q(cell__in=cells) | Q(latitude__isnull=True, country__in={country for country, _lat, _lon in spots})
    rows = FinderSpot.objects.filter(there).values_list("pk", "country", "latitude", "longitude")
    return {(country, lat, lon): pk for pk, country, lat, lon in rows}
