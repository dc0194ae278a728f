"""Asks the EU's register (CTIS) for trials: a search page by page, then each trial by its number."""

import datetime
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import ijson

from trials.enums import Registry, SyncMode
from trials.importing.ctis import parse_trial
from trials.importing.facts import StudyError
from trials.importing.http import NotThere, Refused, RegistryError, RegistryHttp
from trials.importing.queries import fingerprint
from trials.importing.runs import Item, Recorder, batches
from trials.importing.shallow import Shallow
from trials.models import SyncRun
from trials.registries import number_problem

PAGE_SIZE = 100
# The register lets nobody see more of one search.
MOST_REACHABLE = 10_000
BATCH = 20


def read_ctis(
    http: RegistryHttp,
    *,
    words: str = "",
    numbers: list[str] | None = None,
    limit: int | None = None,
    tell: Callable[[str], None] = lambda _line: None,
    progress: Callable[[SyncRun], None] = lambda _run: None,
) -> SyncRun:
    """Read the trials of a search or of a list of numbers. Raises RegistryError when the register cannot be asked."""
    run = SyncRun.objects.create(
        source=Registry.EUCT,
        mode=SyncMode.NUMBERS if numbers else SyncMode.QUERY,
        asked=fingerprint(words, numbers or []),
        details={"words": words, "numbers": numbers or []},
    )
    recorder = Recorder(run, checked_on=datetime.date.today(), is_live=True, tell=tell, progress=progress)
    try:
        wanted = islice(numbers or numbers_of_search(http, words, tell), limit)
        for batch in batches((trial(http, number) for number in wanted), BATCH):
            recorder.store(batch)
    except RegistryError as error:
        recorder.finish(str(error))
        raise
    return recorder.finish()


def numbers_of_search(http: RegistryHttp, words: str, tell: Callable[[str], None]) -> Iterator[str]:
    """Yield the numbers of the trials that contain some words."""
    page = 1
    while True:
        question = {
            "pagination": {"page": page, "size": PAGE_SIZE},
            "searchCriteria": {"containAll": words},
            "sort": {"property": "decisionDate", "direction": "DESC"},
        }
        content = _content(http, "/search", question)
        rows = content.get("data") if isinstance(content, dict) else None
        pagination = content.get("pagination") if isinstance(content, dict) else None
        for row in rows if isinstance(rows, list) else []:
            number = row.get("ctNumber") if isinstance(row, dict) else None
            if isinstance(number, str) and not number_problem(Registry.EUCT, number):
                yield number
        if not rows or not isinstance(pagination, dict) or pagination.get("nextPage") is not True:
            return
        page += 1
        if page * PAGE_SIZE > MOST_REACHABLE:
            tell("The register shows no more than 10,000 trials of one search: make the search narrower.")
            return


def trial(http: RegistryHttp, number: str) -> Item:
    """Return one trial. The register answers {} for a number it does not have, so the number is compared."""
    try:
        content = _content(http, f"/retrieve/{number}")
    except (NotThere, Refused) as error:
        return StudyError(number, "answer", str(error))
    item = parse_trial(content)
    if item.number != number:
        return StudyError(number, "ctNumber", "the register has no such trial, or answered with another one.")
    return item


def _content(http: RegistryHttp, path: str, question: Any = None) -> Any:
    answer = http.ask(path, body=question)
    try:
        return next(ijson.items(Shallow(answer.body), "", use_float=True), {})
    except (ijson.JSONError, ValueError, RecursionError):
        raise RegistryError(f"{path}: the answer cannot be read") from None
    finally:
        answer.close()
