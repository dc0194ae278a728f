"""Asks whether an address on the web still answers. Knows no record; reaches public machines only."""

import datetime
import enum
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.base.enums import LinkState

SHOWN_TO_READERS_AFTER = datetime.timedelta(days=30)
MOST_REDIRECTS = 5
PERMANENT = (301, 308)
REDIRECTS = (*PERMANENT, 302, 303, 307)
# There is something, but it does not speak to programs: nothing follows from that for readers.
REFUSES_PROGRAMS = (401, 403, 407, 429, 451, 999)
LONGEST_FACTOR = 3
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Outcome(enum.Enum):
    """What a look at an address came to."""

    WORKS = "works"
    MOVED = "moved"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True)
class Found:
    """The outcome, in words for editors where there is something to say, and where the address leads now."""

    outcome: Outcome
    problem: str = ""
    leads_to: str = ""


class NotAsked(Exception):
    """The address may not be asked, or not be asked any further; the message says why."""


def is_long_broken(state, since, today: datetime.date | None = None) -> bool:
    """Return whether readers are to be told that a link is broken: only once it has been so for 30 days."""
    today = today or datetime.date.today()
    return state == LinkState.BROKEN and since is not None and today - since > SHOWN_TO_READERS_AFTER


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet, also where one is wrapped in another."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """Return a connection to a host. Raises NotAsked when any of its addresses is not public.

    What was looked up is what is connected to: a name that answers differently the second time gains nothing.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.LINK_CHECK_PRIVATE and not all(is_public(address) for address in addresses):
        raise NotAsked(_("leads into a private network"))
    problem: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            problem = error
    raise problem


class _Plain(http.client.HTTPConnection):
    def connect(self):
        self.sock = connect(self.host, self.port, self.timeout)


class _Secure(http.client.HTTPSConnection):
    def __init__(self, host, port, *, timeout, context):
        super().__init__(host, port, timeout=timeout, context=context)
        self.trusted = context

    def connect(self):
        self.sock = self.trusted.wrap_socket(connect(self.host, self.port, self.timeout), server_hostname=self.host)


class Asker:
    """Looks at addresses, each host at most once in ``pause`` seconds; may be used by several threads."""

    def __init__(self, *, agent: str, pause: float, timeout: float, sleep: Callable[[float], None] = time.sleep):
        self.agent, self.pause, self.timeout = agent, pause, timeout
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()
        self._context = ssl.create_default_context()

    def look_at(self, address: str) -> Found:
        """Return what is found at an address: asked with HEAD, and with GET where that does not succeed."""
        found = self._look("HEAD", address)
        return found if found.outcome in (Outcome.WORKS, Outcome.MOVED) else self._look("GET", address)

    def _look(self, method: str, address: str) -> Found:
        try:
            status, reached, has_moved = self._follow(method, address)
        except NotAsked as refusal:
            return Found(Outcome.FAILED, str(refusal))
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or ""
            return Found(Outcome.FAILED, _("no secure connection: %(reason)s") % {"reason": reason})
        except TimeoutError:
            return Found(Outcome.FAILED, _("no answer in time"))
        except socket.gaierror:
            return Found(Outcome.FAILED, _("the name of the site is not known any more"))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Found(Outcome.FAILED, _("no answer (%(kind)s)") % {"kind": type(error).__name__})
        if status < 400:
            return Found(Outcome.MOVED, leads_to=reached) if has_moved else Found(Outcome.WORKS)
        if status in REFUSES_PROGRAMS:
            return Found(Outcome.UNSURE, _("answers, but not to programs (%(status)s)") % {"status": status})
        return Found(Outcome.FAILED, _("answered %(status)s") % {"status": status})

    def _follow(self, method: str, address: str) -> tuple[int, str, bool]:
        """Return the last status, the address reached, and whether every step to it was said to be for good."""
        here, steps = address, []
        while True:
            status, location = self._ask(method, here)
            if status not in REDIRECTS or not location:
                return status, here, bool(steps) and here != address and all(step in PERMANENT for step in steps)
            if len(steps) == MOST_REDIRECTS:
                raise NotAsked(_("is redirected again and again"))
            steps.append(status)
            here = urljoin(here, location)

    def _ask(self, method: str, address: str) -> tuple[int, str]:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotAsked(_("is not an address of the web"))
        if parts.username or parts.password:
            raise NotAsked(_("holds a name or password"))
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode()
        self._wait_for(host)
        if parts.scheme == "https":
            asked = _Secure(host, parts.port or 443, timeout=self.timeout, context=self._context)
        else:
            asked = _Plain(host, parts.port or 80, timeout=self.timeout)
        # A socket's own limit is for each piece; a host that sends one byte at a time must not hold us for ever.
        cut = threading.Event()
        watch = threading.Timer(self.timeout * LONGEST_FACTOR, _cut, [asked, cut])
        watch.daemon = True
        watch.start()
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
                f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
            )
            headers = {"User-Agent": self.agent, "Accept": "text/html, */*;q=0.5", "Connection": "close"}
            asked.request(method, target, headers=headers)
            answer = asked.getresponse()
            if cut.is_set():
                raise TimeoutError
            return answer.status, answer.getheader("Location") or ""
        finally:
            watch.cancel()
            asked.close()

    def _wait_for(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free_at.get(host, now))
            self._free_at[host] = start + self.pause
        if start > now:
            self._sleep(start - now)


def _cut(connection: http.client.HTTPConnection, cut: threading.Event) -> None:
    cut.set()
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def connect_asker() -> Asker:
    """Return an asker as the settings describe it; it says who we are and whom to write to."""
    contact = settings.REGISTRY_CONTACT or settings.DEFAULT_FROM_EMAIL
    name = "".join(letter for letter in str(settings.WAGTAIL_SITE_NAME) if letter.isascii()).replace("  ", " ")
    agent = f"{name} link check (+{settings.SITE_ADDRESS}; {contact})"
    return Asker(agent=agent, pause=settings.LINK_CHECK_PAUSE, timeout=settings.LINK_CHECK_TIMEOUT)
