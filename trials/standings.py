"""Where trials stand today, for lists that need nothing else of them."""

import datetime
from collections.abc import Iterable

from trials.models import RegistryRecord, Trial
from trials.wording import StandingTag, day, standing_of, standing_tag


def reading_order(checked_on: datetime.date | None, key: int) -> tuple[int, int]:
    """Return by what the registry records of a trial are ordered: the one that was read last comes last."""
    return ((checked_on or datetime.date.min).toordinal(), -key)


def standings_of(keys: Iterable[int]) -> dict[int, tuple[StandingTag, str]]:
    """Return where published trials stand and on what day that was looked up, by primary key (two queries).

    Plain rows, not records: the search asks for it with every page of results.
    """
    trials = dict(Trial.objects.public().filter(pk__in=keys).order_by().values_list("translation_key", "pk"))
    records = RegistryRecord.objects.filter(trial__translation_key__in=trials)
    rows = records.order_by().values_list("checked_on", "pk", "trial__translation_key", "status", "gone_since")
    found: dict[int, tuple[StandingTag, str]] = dict.fromkeys(
        trials.values(), (standing_tag(standing_of(None, None), "", None), "")
    )
    for checked_on, _pk, key, status, gone_since in sorted(rows, key=lambda row: reading_order(row[0], row[1])):
        standing = standing_of(status, checked_on, gone_since=gone_since)
        found[trials[key]] = (standing_tag(standing, status, checked_on), day(checked_on))
    return found
