"""Asks a registry politely: one request at a time and not too often, again after a fault, never without an end.

Knows no registry and no model. What was asked is never logged: only the path, the kind of fault and the waiting time.
"""

import email.utils
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

import httpx

logger = logging.getLogger(__name__)

KEPT_IN_MEMORY = 4_000_000
LONGEST_WAIT = 300.0
LONGEST_ANSWER_FACTOR = 20
MOST_REDIRECTS = 3


class RegistryError(Exception):
    """The registry could not be asked, also not after several tries."""


class NotThere(RegistryError):
    """The registry does not know this (404)."""


class Refused(RegistryError):
    """The registry does not accept the question (400), for example because a page token has become stale."""


class _Again(Exception):
    """A fault that may pass; ``wait`` is how long the registry asked us to wait, if it did."""

    def __init__(self, why: str, wait: float | None = None):
        super().__init__(why)
        self.wait = wait


@dataclass
class Answer:
    """A complete answer. ``body`` stands at its beginning and lies on disk when it is large."""

    body: IO[bytes]
    address: str

    def close(self) -> None:
        self.body.close()


class RegistryHttp:
    """One connection to one registry."""

    def __init__(
        self,
        base: str,
        *,
        agent: str,
        pause: float = 1.0,
        timeout: float = 30.0,
        tries: int = 6,
        backoff: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.base = base.rstrip("/")
        self.pause, self.timeout, self.tries, self.backoff = pause, timeout, tries, backoff
        self._sleep = sleep
        self._asked_at = float("-inf")
        # The proxies and passwords of whoever starts the command do not matter here.
        self._http = httpx.Client(
            headers={"User-Agent": agent, "Accept": "application/json"},
            timeout=httpx.Timeout(timeout, connect=min(10.0, timeout)),
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
        )

    def close(self) -> None:
        self._http.close()

    def ask(self, path: str, params: dict[str, str] | None = None, *, body: Any = None) -> Answer:
        """Return a complete JSON answer. Raises NotThere, Refused or RegistryError.

        Asked again, with growing pauses: no connection, too slow, cut off, 429, 5xx, and HTML where JSON was due.
        """
        for attempt in range(1, self.tries + 1):
            self._wait_for_turn()
            try:
                return self._ask_once(path, params, body)
            except _Again as fault:
                if attempt == self.tries:
                    raise RegistryError(f"{path}: {fault} (tried {self.tries} times)") from None
                wait = fault.wait if fault.wait is not None else self.backoff * 2 ** (attempt - 1)
                wait = min(wait, LONGEST_WAIT)
                logger.warning("%s: %s; asking again in %.1f seconds.", path, fault, wait)
                self._sleep(wait)
        raise AssertionError("the loop ends by returning or raising")

    def _wait_for_turn(self) -> None:
        left = self._asked_at + self.pause - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._asked_at = time.monotonic()

    def _ask_once(self, path: str, params: dict[str, str] | None, body: Any) -> Answer:
        kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - the caller reads it
        try:
            method = "GET" if body is None else "POST"
            with self._http.stream(method, f"{self.base}{path}", params=params, json=body) as response:
                _check(response, path)
                deadline = time.monotonic() + self.timeout * LONGEST_ANSWER_FACTOR
                for block in response.iter_bytes():
                    kept.write(block)
                    if time.monotonic() > deadline:
                        raise _Again("the answer came too slowly")
            _check_json(kept)
            return Answer(kept, str(response.url.path))
        except BaseException as error:
            kept.close()
            if isinstance(error, httpx.TimeoutException):
                raise _Again("no answer in time") from None
            if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
                raise _Again("the answer was cut off") from None
            if isinstance(error, httpx.TooManyRedirects):
                raise RegistryError(f"{path}: redirected in a circle") from None
            if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
                raise RegistryError(f"{self.base} is not an address that can be asked") from None
            if isinstance(error, httpx.HTTPError):
                raise _Again(f"no connection ({type(error).__name__})") from None
            raise


def _check(response: httpx.Response, path: str) -> None:
    status = response.status_code
    if status == 404:
        raise NotThere(f"{path}: not there (404)")
    if status in (429, 403, 408) or status >= 500:
        raise _Again(f"answered {status}", _retry_after(response))
    if status != 200:
        response.read()
        said = " ".join(response.text[:200].split()) if "html" not in response.headers.get("content-type", "") else ""
        raise Refused(f"{path}: answered {status}{': ' + said if said else ''}")


def _retry_after(response: httpx.Response) -> float | None:
    """Return for how many seconds a registry asks us to wait: given as a number or as a time."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(0.0, when.timestamp() - time.time())


def _check_json(kept: IO[bytes]) -> None:
    """Refuse what is no complete JSON object: by its first and last sign, so that 300 MB need not be read for it."""
    size = kept.seek(0, 2)
    kept.seek(0)
    start = kept.read(200).lstrip(b" \t\r\n\xef\xbb\xbf")
    if start.startswith(b"<"):
        raise _Again("answered with an HTML page")
    kept.seek(max(0, size - 200))
    end = kept.read().rstrip(b" \t\r\n")
    kept.seek(0)
    if start[:1] not in (b"{", b"[") or end[-1:] not in (b"}", b"]"):
        raise _Again("the answer was cut off or is no JSON")
