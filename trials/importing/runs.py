"""Stores batch by batch, each together with how far the run has come; a killed run goes on from there."""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from trials.enums import FailureOutcome, SyncMode
from trials.importing.ctgov import CONTROL
from trials.importing.facts import RegistryFacts, StudyError
from trials.importing.reading import ReadingError, studies_of_file
from trials.importing.store import Batch, Tally
from trials.models import SyncFailure, SyncRun

logger = logging.getLogger(__name__)

BATCH = 100
# A study of 3,000 sites counts more: the rows of a transaction stay few.
MOST_SITES_IN_A_BATCH = 5_000

Item = RegistryFacts | StudyError
Parse = Callable[[Any], Item]

DONE, SOME_FAILED, COULD_NOT_RUN = 0, 1, 2


class Recorder:
    """One run: stores batches and keeps count. ``tell`` gets one line for every study that is new, changed or wrong."""

    def __init__(
        self,
        run: SyncRun,
        *,
        checked_on: datetime.date | None = None,
        is_live: bool = False,
        tell: Callable[[str], None] = lambda _line: None,
        progress: Callable[[SyncRun], None] = lambda _run: None,
    ):
        self.run = run
        self.checked_on = checked_on
        self.is_live = is_live
        self.tell = tell
        self.progress = progress

    def store(self, items: list[Item], cursor: dict | None = None) -> None:
        """Store a batch and how far we are, all or nothing; where the database refuses it, study by study."""
        try:
            tally = self._store_at_once(items, cursor)
        except DatabaseError:
            tally = self._store_singly(items, cursor)
        for line in tally.lines:
            self.tell(line)
        self.run.refresh_from_db()
        self.progress(self.run)

    def _store_at_once(self, items: list[Item], cursor: dict | None) -> Tally:
        with transaction.atomic():
            tally = Batch(self.run, checked_on=self.checked_on, is_live=self.is_live).apply(items)
            self._count(tally, cursor)
        return tally

    def _store_singly(self, items: list[Item], cursor: dict | None) -> Tally:
        total = Tally()
        for item in items:
            try:
                tally = self._store_at_once([item], None)
            except DatabaseError as error:
                # Only the kind of error: its text quotes what was to be stored.
                why = f"the database does not take it ({type(error).__name__})."
                logger.warning("%s: %s", item.number, why)
                tally = self._store_at_once([StudyError(item.number, "study", why)], None)
            total.add(tally)
            total.lines += tally.lines
        with transaction.atomic():
            self._count(Tally(), cursor)
        return total

    def _count(self, tally: Tally, cursor: dict | None) -> None:
        values: dict[str, Any] = {
            name: F(name) + getattr(tally, name) for name in SyncRun.COUNTS if getattr(tally, name)
        }  # fmt: skip
        if cursor is not None:
            values["cursor"] = cursor
        if values:
            SyncRun.objects.filter(pk=self.run.pk).update(**values)

    def count(self, tally: Tally) -> None:
        """Add to the counts of the run; call within the transaction of what is counted."""
        self._count(tally, None)

    def finish(self, problem: str = "") -> SyncRun:
        """Close the run and say how it ended."""
        run = self.run
        run.refresh_from_db()
        run.problem = problem[:400]
        run.exit_code = COULD_NOT_RUN if problem else SOME_FAILED if run.failed else DONE
        if not problem:
            run.finished_at = timezone.now()
        run.save(update_fields=["problem", "exit_code", "finished_at"])
        return run


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Yield items in batches, smaller ones where studies have many sites."""
    batch: list[Item] = []
    sites = 0
    for item in items:
        batch.append(item)
        sites += len(item.sites) if isinstance(item, RegistryFacts) else 0
        if len(batch) >= size or sites >= MOST_SITES_IN_A_BATCH:
            yield batch
            batch, sites = [], 0
    if batch:
        yield batch


def import_files(
    paths: Iterable[Path],
    *,
    source: str,
    parse: Parse,
    limit: int | None = None,
    tell: Callable[[str], None] = lambda _line: None,
    progress: Callable[[SyncRun], None] = lambda _run: None,
) -> SyncRun:
    """Read files into the database. A file that cannot be read is a failure of its own; the others are read."""
    paths = list(paths)
    run = SyncRun.objects.create(
        source=source, mode=SyncMode.FILE, details={"files": [file_name(path) for path in paths]}
    )
    recorder = Recorder(run, tell=tell, progress=progress)
    items = islice(_items(paths, parse), limit)
    for batch in batches(items):
        recorder.store(batch)
    return recorder.finish()


def file_name(path: Path) -> str:
    """Return the name of a file for the report, in which nothing looks like an e-mail address."""
    return CONTROL.sub("", path.name.replace("@", " at "))


def _items(paths: Iterable[Path], parse: Parse) -> Iterator[Item]:
    for path in paths:
        try:
            for study in studies_of_file(path):
                yield parse(study)
        except ReadingError as error:
            yield StudyError("", "file", str(error))


def refused(run: SyncRun) -> list[str]:
    """Return the numbers that a run could not use."""
    rows = SyncFailure.objects.filter(run=run, outcome=FailureOutcome.REFUSED).exclude(number="").order_by("number")
    return list(rows.values_list("number", flat=True).distinct())
