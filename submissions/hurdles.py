"""What keeps floods out and lets people through: time, work of the browser, and a limit for each network.

Decision 0021 says why. No third party, no puzzle; without JavaScript, a reader waits a little instead.
"""

import datetime
import ipaddress
import math
import time
from dataclasses import dataclass

import altcha
from django.conf import settings
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from submissions.carried import Carried
from submissions.models import SentFromNetwork

QUICKEST = 3  # seconds from opening the form to sending it, with work done
WITHOUT_WORK = 15  # the same, without
BUSY_AFTER = 10  # messages an hour from one network
WAIT_WHEN_BUSY = 300  # seconds without work
FULL_AFTER = 60  # messages a day from one network
FULL_WITH_WORK = 300  # the same, with work done
COST = 5_000  # rounds of PBKDF2 a try
EASY, HARD = "00", "000"  # beginnings to be found: 256 and 4,096 tries on average
WORK_IS_GOOD_FOR = 3_600  # seconds


@dataclass(frozen=True)
class Hurdle:
    """Why a message is not taken yet. ``seconds`` is how long to wait; 0 where waiting does not help today."""

    seconds: int
    reason: str


# --- networks --------------------------------------------------------------------------------------------------------


def network_of(request: HttpRequest, now: datetime.datetime) -> str:
    """Return a digest of the sender's network (IPv4 /24, IPv6 /48), under a key that changes every day.

    ``PROXIES_IN_FRONT`` says how many of the last entries of X-Forwarded-For were written by proxies of ours.
    """
    proxies = settings.PROXIES_IN_FRONT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    address = forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.META.get("REMOTE_ADDR", "")
    day = now.astimezone(datetime.UTC).date().isoformat()
    digest = salted_hmac(f"submissions.network.{day}", _network(address.strip()), algorithm="sha256")
    return digest.hexdigest()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def counts_of(network: str, now: datetime.datetime) -> tuple[int, int]:
    """Return how many messages a network sent in the last hour, give or take, and today."""
    rows = SentFromNetwork.objects.filter(network=network)
    lately = rows.filter(hour__gt=now - datetime.timedelta(hours=1)).aggregate(sum=Sum("times"))["sum"]
    return lately or 0, rows.aggregate(sum=Sum("times"))["sum"] or 0


def count_one(network: str, now: datetime.datetime) -> None:
    """Count one message of a network, and forget what is older than a day."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    SentFromNetwork.objects.filter(hour__lt=now - datetime.timedelta(days=1)).delete()
    SentFromNetwork.objects.get_or_create(network=network, hour=hour)
    SentFromNetwork.objects.filter(network=network, hour=hour).update(times=F("times") + 1)


# --- work ------------------------------------------------------------------------------------------------------------


def set_work(state: Carried, network: str, now: datetime.datetime) -> None:
    """Put a piece of work for the browser into the state; harder where the network is busy."""
    is_busy = counts_of(network, now)[0] >= BUSY_AFTER
    challenge = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        key_prefix=HARD if is_busy else EASY,
        expires_at=int(time.time()) + WORK_IS_GOOD_FOR,
        data={"form": state.token},
        hmac_secret=_work_key(),
    )
    state.challenge = challenge.to_dict()


def has_worked(state: Carried, counter: str, key: str, *, is_busy: bool) -> bool:
    """Return whether the browser solved what was set for this very form, hard enough for how busy it is now."""
    if state.challenge is None or not counter.isascii() or not counter.isdigit() or int(counter[:11]) >= 2**32:
        return False
    challenge = altcha.Challenge.from_dict(state.challenge)
    if challenge.parameters.data != {"form": state.token}:
        return False
    if is_busy and challenge.parameters.key_prefix != HARD:
        return False
    payload = altcha.Payload(challenge, altcha.Solution(int(counter[:11]), key[:64]))
    return altcha.verify_solution(payload, _work_key()).verified


def _work_key() -> bytes:
    return salted_hmac("submissions.work", "altcha", algorithm="sha256").digest()


# --- all together ----------------------------------------------------------------------------------------------------


def hurdle_for(state: Carried, network: str, counter: str, key: str, now: datetime.datetime) -> Hurdle | None:
    """Return what still stands in the way of a message, or None. Reads only: a refused message costs no write."""
    lately, today = counts_of(network, now)
    is_busy = lately >= BUSY_AFTER
    worked = has_worked(state, counter, key, is_busy=is_busy)
    moment = now.timestamp()
    if today >= (FULL_WITH_WORK if worked else FULL_AFTER):
        return Hurdle(0, "full")
    earliest = state.started + (QUICKEST if worked else WITHOUT_WORK)
    if is_busy and not worked:
        if not state.wait_until:
            state.wait_until = moment + WAIT_WHEN_BUSY
        earliest = max(earliest, state.wait_until)
    wait = earliest - moment
    return Hurdle(math.ceil(wait), "busy" if is_busy else "quick") if wait > 0 else None
