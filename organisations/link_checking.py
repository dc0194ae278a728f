"""Which addresses are due for a look, and what is remembered of each: of websites of organisations and of sources."""

import datetime
import hashlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction

from organisations.models import LinkCheck, Organisation, OrganisationContact
from portal.base.enums import LinkState
from portal.base.links import Asker, Found, Outcome
from portal.base.models import Source

LOOK_AGAIN_AFTER = datetime.timedelta(days=7)
AT_ONCE = 8


class NothingAnswers(Exception):
    """Not even an address that worked lately answers: it is our own network, and no failure was written down."""


@dataclass
class Run:
    """How far a run is and what it found."""

    due: int = 0
    works: int = 0
    moved: int = 0
    unsure: int = 0
    failed: int = 0
    broken: int = 0

    @property
    def asked(self) -> int:
        return self.works + self.moved + self.unsure + self.failed


def addresses_in_use() -> set[str]:
    """Return the websites of published organisations and the addresses of all sources."""
    websites = Organisation.objects.live().values_list("website", flat=True)
    sources = Source.objects.filter(url__isnull=False).values_list("url", flat=True)
    return {address for address in (*websites, *sources) if address}


def addresses_due(today: datetime.date, *, everything: bool = False) -> list[str]:
    """Return what is to be asked: what never was, what failed before today, and the rest after a week.

    An interrupted run is taken up by the next one, because what was asked today is not due. The order mixes hosts.
    """
    waiting = addresses_in_use()
    if not everything:
        known = LinkCheck.objects.filter(address__in=waiting) if len(waiting) < 500 else LinkCheck.objects.all()
        waiting -= {check.address for check in known if not _is_due(check, today)}
    return sorted(waiting, key=lambda address: hashlib.sha256(address.encode()).digest())


def _is_due(check: LinkCheck, today: datetime.date) -> bool:
    if check.failed_on is not None:
        return check.checked_on < today
    return check.checked_on <= today - LOOK_AGAIN_AFTER


def check_links(
    asker: Asker,
    *,
    everything: bool = False,
    limit: int | None = None,
    today: datetime.date | None = None,
    progress: Callable[[Run], None] = lambda run: None,
) -> Run:
    """Look at every address that is due and write down what was found. Raises NothingAnswers.

    A failure is written down only once some other address has answered after it: when our own network is away,
    nobody else's links are.
    """
    today = today or datetime.date.today()
    due = addresses_due(today, everything=everything)[:limit]
    run = Run(due=len(due))
    held: list[tuple[str, Found]] = []
    for address, found in _answers(asker, due):
        if found.outcome is Outcome.FAILED:
            held.append((address, found))
            continue
        for earlier in [*held, (address, found)]:
            _count(run, remember(*earlier, today=today), earlier[1])
        held.clear()
        progress(run)
    if held and not _network_works(asker):
        raise NothingAnswers
    for earlier in held:
        _count(run, remember(*earlier, today=today), earlier[1])
        progress(run)
    if limit is None:
        LinkCheck.objects.exclude(address__in=addresses_in_use()).delete()
    return run


def _network_works(asker: Asker) -> bool:
    good = LinkCheck.objects.filter(state__in=[LinkState.OK, LinkState.REDIRECTED], failed_on=None)
    latest = good.order_by("-checked_on", "pk").values_list("address", flat=True)[:3]
    return any(asker.look_at(address).outcome is not Outcome.FAILED for address in latest)


def _answers(asker: Asker, addresses: Iterable[str]) -> Iterable[tuple[str, Found]]:
    """Yield each address with what was found: several hosts at once, each host's addresses one after the other."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).netloc].append(address)
    answers: queue.Queue[tuple[str, Found]] = queue.Queue()
    stopped = threading.Event()

    def ask_host(of_host: list[str]) -> None:
        for address in of_host:
            if stopped.is_set():
                return
            answers.put((address, _looked_at(asker, address)))

    with ThreadPoolExecutor(AT_ONCE) as workers:
        try:
            for of_host in by_host.values():
                workers.submit(ask_host, of_host)
            for _number in range(sum(map(len, by_host.values()))):
                yield answers.get()
        finally:
            stopped.set()
            workers.shutdown(cancel_futures=True)


def _looked_at(asker: Asker, address: str) -> Found:
    try:
        return asker.look_at(address)
    except Exception as error:  # noqa: BLE001 - one odd address must not end the run, or leave it waiting for ever
        return Found(Outcome.UNSURE, f"{type(error).__name__}: {error}"[:200])


@transaction.atomic
def remember(address: str, found: Found, *, today: datetime.date) -> LinkCheck:
    """Write down what was found at an address, for editors and for every entry that leads there.

    The first failure changes nothing that anybody sees; one on a later day makes the link broken since the first.
    """
    check = LinkCheck.objects.filter(address=address).first() or LinkCheck(address=address)
    check.checked_on, check.problem, check.leads_to = today, found.problem[:200], found.leads_to[:500]
    if found.outcome is Outcome.FAILED:
        check.failed_on = check.failed_on or today
        if check.failed_on < today:
            check.state = LinkState.BROKEN
    else:
        check.failed_on = None
        states = {Outcome.WORKS: LinkState.OK, Outcome.MOVED: LinkState.REDIRECTED}
        unsure = LinkState.UNCHECKED if check.state == LinkState.BROKEN else check.state
        check.state = states.get(found.outcome, unsure)
    check.save()
    told = {
        "link_state": check.state,
        "link_checked_on": today,
        "broken_since": check.failed_on if check.state == LinkState.BROKEN else None,
    }
    Source.objects.filter(url=address).update(**told)
    for organisation in Organisation.objects.live().filter(website=address):
        OrganisationContact.objects.update_or_create(
            organisation=organisation, defaults={**told, "link_address": address}
        )
    return check


def _count(run: Run, check: LinkCheck, found: Found) -> None:
    name = found.outcome.value
    setattr(run, name, getattr(run, name) + 1)
    run.broken += check.state == LinkState.BROKEN
