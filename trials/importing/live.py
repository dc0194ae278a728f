"""Reads ClinicalTrials.gov: first what is asked for page by page, then every record we hold that was not among it.

The second part is how we know on which day a status was last looked at, and what has gone from the registry.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction

from trials.enums import Registry, SyncMode
from trials.importing.client import AT_ONCE, CtgovClient, UnreadableAnswer
from trials.importing.ctgov import parse_study
from trials.importing.facts import RegistryFacts, StudyError
from trials.importing.http import NotThere, Refused, RegistryError
from trials.importing.queries import fingerprint, queries, since
from trials.importing.runs import DONE, Item, Recorder, batches, refused
from trials.importing.store import Tally
from trials.models import RegistryRecord, SyncRun

OVERLAP = datetime.timedelta(days=1)
MOST_RESTARTS = 5
FEW = 20
# A registry that suddenly knows a tenth of our trials no more is out of order: nothing is marked then.
MOST_GONE = 0.1


class Stopped(Exception):
    """The run ended early because its limit was reached."""


@dataclass
class Wish:
    """What somebody asked a run to do."""

    numbers: tuple[str, ...] = ()
    query: str = ""
    full: bool = False
    limit: int | None = None
    questions: list[dict[str, str]] = field(default_factory=list)

    @property
    def mode(self) -> str:
        return SyncMode.NUMBERS if self.numbers else SyncMode.QUERY

    @property
    def asked(self) -> str:
        """A fingerprint: an unfinished run is only taken up again for the same wish."""
        return fingerprint(sorted(self.numbers), self.questions, self.full, self.limit)

    @property
    def is_everything(self) -> bool:
        return not (self.numbers or self.query or self.limit)


class LiveSync:
    """One run against the registry."""

    def __init__(
        self,
        client: CtgovClient,
        wish: Wish,
        *,
        tell: Callable[[str], None] = lambda _line: None,
        progress: Callable[[SyncRun], None] = lambda _run: None,
    ):
        self.client, self.wish, self.tell, self.progress = client, wish, tell, progress
        if not wish.numbers:
            wish.questions = queries(wish.query)

    def run(self) -> SyncRun | None:
        """Do it, and return the run; None when the registry has nothing new since the same was done last.

        Raises RegistryError, with the run left unfinished, when the registry cannot be asked: the next call goes on.
        """
        version = self.client.version()
        last = self._last_run()
        if last is not None and last.data_version == version and version and not self._must_run(last):
            return None
        run = self._unfinished(version) or self._start(version, last)
        self.recorder = Recorder(
            run, checked_on=datetime.date.today(), is_live=True, tell=self.tell, progress=self.progress
        )
        try:
            if self.wish.numbers:
                self._read_numbers(self._not_read(list(self.wish.numbers)))
            else:
                self._search()
                self._look_at_the_rest()
        except Stopped:
            pass
        except (RegistryError, UnreadableAnswer) as error:
            self.recorder.finish(str(error))
            raise RegistryError(str(error)) from None
        return self.recorder.finish()

    # --- which run ---------------------------------------------------------------------------------------------------

    def _last_run(self) -> SyncRun | None:
        same = SyncRun.objects.finished().filter(source=Registry.CTGOV, mode=self.wish.mode, asked=self.wish.asked)
        return same.order_by("-pk").first()

    def _must_run(self, last: SyncRun) -> bool:
        return self.wish.full or last.exit_code != DONE or bool(self.wish.numbers) or self._has_unfinished()

    def _has_unfinished(self) -> bool:
        return self._unfinished_runs().exists()

    def _unfinished_runs(self) -> Any:
        newest = SyncRun.objects.filter(source=Registry.CTGOV, mode=self.wish.mode, asked=self.wish.asked)
        last = newest.order_by("-pk").values("pk")[:1]
        return newest.filter(pk__in=list(last.values_list("pk", flat=True)), finished_at__isnull=True)

    def _unfinished(self, version: str) -> SyncRun | None:
        run = self._unfinished_runs().first()
        if run is not None:
            if run.data_version != version:
                # Page tokens belong to one version of the data.
                run.cursor = {**run.cursor, "token": "", "offset": 0}
            run.data_version = version
            run.problem, run.exit_code = "", None
            run.save(update_fields=["cursor", "data_version", "problem", "exit_code"])
            self.tell(f"Going on with the run of {run.started_at:%Y-%m-%d %H:%M}, after {run.seen} studies.")
        return run

    def _start(self, version: str, last: SyncRun | None) -> SyncRun:
        day = self._since(last)
        details = {
            "questions": self.wish.questions,
            "numbers": list(self.wish.numbers),
            "full": self.wish.full,
            "since": day.isoformat() if day else "",
            "again": refused(last) if last else [],
        }
        return SyncRun.objects.create(
            source=Registry.CTGOV, mode=self.wish.mode, asked=self.wish.asked, details=details, data_version=version
        )

    def _since(self, last: SyncRun | None) -> datetime.date | None:
        if last is None or self.wish.full or self.wish.limit:
            return None
        try:
            return datetime.date.fromisoformat(last.data_version[:10]) - OVERLAP
        except ValueError:
            return None

    # --- searching ---------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        details = self.recorder.run.details
        day = datetime.date.fromisoformat(details["since"]) if details.get("since") else None
        restarts = broken = 0
        while True:
            cursor = {"question": 0, "token": "", "offset": 0, **self.recorder.run.cursor}
            if cursor["question"] >= len(details["questions"]):
                return
            try:
                self._read_page(since(details["questions"][cursor["question"]], day), cursor)
            except Refused:
                restarts += 1
                if not cursor["token"] or restarts > MOST_RESTARTS:
                    raise
                self.tell("The registry's data changed while we read: starting again from the first page.")
                self.recorder.store([], {**cursor, "token": "", "offset": 0})
            except UnreadableAnswer:
                # What came before the break is stored, and the place too: the next try goes on from there.
                broken += 1
                if broken > MOST_RESTARTS:
                    raise

    def _read_page(self, params: dict[str, str], cursor: dict) -> None:
        page = self.client.page(params, cursor["token"])
        try:
            place = cursor["offset"]
            left = None if self.wish.limit is None else place + max(0, self.wish.limit - self.recorder.run.seen)
            for batch in batches(parse_study(study) for study in islice(page.studies(), place, left)):
                place += len(batch)
                self.recorder.store(batch, {**cursor, "offset": place})
            self._check_limit()
            if page.next_token:
                self.recorder.store([], {**cursor, "token": page.next_token, "offset": 0})
            else:
                self.recorder.store([], {"question": cursor["question"] + 1, "token": "", "offset": 0})
        finally:
            page.close()

    def _check_limit(self) -> None:
        if self.wish.limit is not None and self.recorder.run.seen >= self.wish.limit:
            raise Stopped

    # --- by number ---------------------------------------------------------------------------------------------------

    def _look_at_the_rest(self) -> None:
        if not self.wish.is_everything:
            return
        held = RegistryRecord.objects.filter(registry=Registry.CTGOV)
        held = held if self.wish.full else held.filter(gone_since__isnull=True)
        numbers = list(held.order_by("number").values_list("number", flat=True))
        self._read_numbers(self._not_read([*numbers, *self.recorder.run.details.get("again", [])]))

    def _not_read(self, numbers: list[str]) -> list[str]:
        """Leave out what this run has read already, or could not use."""
        run = self.recorder.run
        read = set(RegistryRecord.objects.filter(read_in=run).values_list("number", flat=True))
        aliases = RegistryRecord.objects.filter(read_in=run, other_numbers__is_alias=True)
        read |= set(aliases.values_list("other_numbers__number", flat=True)) | set(refused(run))
        return [number for number in dict.fromkeys(numbers) if number not in read]

    def _read_numbers(self, numbers: list[str]) -> None:
        most_gone = max(FEW, int(len(numbers) * MOST_GONE))
        if len(numbers) <= FEW:
            self._read_singly(numbers, most_gone)
            return
        for start in range(0, len(numbers), AT_ONCE):
            wanted = numbers[start : start + AT_ONCE]
            found = [item for item in self._together(wanted) if item.number in wanted]
            for batch in batches(found):
                self.recorder.store(batch)
            self._read_singly(self._not_read(wanted), most_gone)

    def _together(self, wanted: list[str]) -> Iterator[Item]:
        try:
            for study in self.client.studies(wanted):
                yield parse_study(study)
        except (Refused, UnreadableAnswer):
            # They are asked for one by one then.
            return

    def _read_singly(self, numbers: list[str], most_gone: int) -> None:
        for number in numbers:
            self._check_limit()
            try:
                item: Item = parse_study(self.client.study(number))
            except NotThere:
                self._note_missing(number, most_gone)
                continue
            except (Refused, UnreadableAnswer) as error:
                item = StudyError(number, "answer", str(error))
            if isinstance(item, RegistryFacts) and number not in (item.number, *item.aliases):
                item = StudyError(number, "nctId", "the registry answered with another study.")
            self.recorder.store([item])

    def _note_missing(self, number: str, most_gone: int) -> None:
        """Mark a record that the registry no longer has; a number we never held is a failure."""
        record = RegistryRecord.objects.filter(registry=Registry.CTGOV, number=number).first()
        if record is None:
            self.recorder.store([StudyError(number, "nctId", "the registry has no such study.")])
            return
        if self.recorder.run.gone >= most_gone:
            raise RegistryError("The registry does not know many of our trials any more; please look into it.")
        with transaction.atomic():
            is_news = record.gone_since is None
            record.gone_since = record.gone_since or datetime.date.today()
            record.read_in = self.recorder.run
            record.save(update_fields=["gone_since", "read_in"])
            self.recorder.count(Tally(gone=int(is_news)))
        self.recorder.run.refresh_from_db()
        self.tell(f"{number}: gone from the registry, marked.")
