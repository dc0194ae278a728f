"""Asking whether an address still answers: what counts as working, and what is never asked."""

import contextlib
import datetime
import http.server
import socket
import threading

import pytest

from portal.base.enums import LinkState
from portal.base.links import Asker, NotAsked, Outcome, connect, connect_asker, is_long_broken, is_public

ANSWERS = {
    "/works": (200, {}),
    "/no-head": (200, {}),
    "/gone": (404, {}),
    "/fault": (500, {}),
    "/forbidden": (403, {}),
    "/for-good": (301, {"Location": "/works"}),
    "/for-now": (302, {"Location": "/works"}),
    "/to-nothing": (301, {"Location": "/gone"}),
    "/circle": (302, {"Location": "/circle"}),
    "/to-a-file": (302, {"Location": "file:///etc/passwd"}),
    "/caf%C3%A9?q=%C3%A9": (200, {}),
}


class Pages(http.server.BaseHTTPRequestHandler):
    """A small site that remembers what it was asked."""

    asked: list = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, headers = ANSWERS.get(self.path, (404, {}))
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        return


@pytest.fixture
def site(settings):
    """Return the address of a small site on this machine, which may be asked in this test only."""
    settings.LINK_CHECK_PRIVATE = True
    Pages.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def asker():
    return Asker(agent="test", pause=0, timeout=2)


@pytest.mark.parametrize(
    ("path", "outcome", "problem"),
    [
        ("/works", Outcome.WORKS, ""),
        ("/no-head", Outcome.WORKS, ""),
        ("/for-now", Outcome.WORKS, ""),
        ("/café?q=é", Outcome.WORKS, ""),
        ("/gone", Outcome.FAILED, "answered 404"),
        ("/fault", Outcome.FAILED, "answered 500"),
        ("/to-nothing", Outcome.FAILED, "answered 404"),
        ("/circle", Outcome.FAILED, "redirected again and again"),
        ("/to-a-file", Outcome.FAILED, "not an address of the web"),
        ("/forbidden", Outcome.UNSURE, "not to programs (403)"),
    ],
)
def test_outcome_of_an_answer(site, asker, path, outcome, problem):
    found = asker.look_at(site + path)

    assert found.outcome is outcome
    assert problem in found.problem


def test_address_that_moved_for_good_says_where_to(site, asker):
    found = asker.look_at(f"{site}/for-good")

    assert (found.outcome, found.leads_to) == (Outcome.MOVED, f"{site}/works")


def test_get_is_sent_only_where_head_does_not_succeed(site, asker):
    asker.look_at(f"{site}/works")
    asker.look_at(f"{site}/no-head")

    assert [entry[:2] for entry in Pages.asked] == [("HEAD", "/works"), ("HEAD", "/no-head"), ("GET", "/no-head")]


def test_host_is_asked_once_in_a_pause_and_told_who_asks(site, settings):
    settings.REGISTRY_CONTACT = "editors@portal.example"
    waited = []
    asker = connect_asker()
    asker._sleep = waited.append

    asker.look_at(f"{site}/works")
    asker.look_at(f"{site}/works")

    assert waited == [pytest.approx(settings.LINK_CHECK_PAUSE, abs=1)]
    assert "editors@portal.example" in Pages.asked[0][2]


def test_host_that_does_not_answer_is_given_up(settings):
    settings.LINK_CHECK_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = Asker(agent="test", pause=0, timeout=0.2).look_at(f"http://127.0.0.1:{silent.getsockname()[1]}/")

    assert (found.outcome, found.problem) == (Outcome.FAILED, "no answer in time")


def test_host_that_sends_one_byte_at_a_time_is_given_up(settings):
    settings.LINK_CHECK_PRIVATE = True
    stop = threading.Event()

    def drip(server):
        with contextlib.suppress(OSError):
            while not stop.is_set():
                connection, _address = server.accept()
                with contextlib.suppress(OSError), connection:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                    while not stop.wait(0.05):
                        connection.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=[server], daemon=True).start()
        found = Asker(agent="test", pause=0, timeout=0.2).look_at(f"http://127.0.0.1:{server.getsockname()[1]}/")
        stop.set()

    assert found.outcome is Outcome.FAILED


# --- what is never asked ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104 - compared with, never bound to
        "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_address_of_a_private_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909"])
def test_address_of_the_internet_is_public(address):
    assert is_public(address)


def resolving_to(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr("portal.base.links.socket.getaddrinfo", lambda *args, **kwargs: found)


@pytest.mark.parametrize("addresses", [["10.0.0.7"], ["9.9.9.9", "127.0.0.1"]])
def test_name_that_leads_into_a_private_network_is_refused_before_connecting(monkeypatch, addresses):
    resolving_to(monkeypatch, *addresses)

    with pytest.raises(NotAsked, match="private network"):
        connect("intranet.example", 80, 1)


def test_what_was_looked_up_is_what_is_connected_to(monkeypatch):
    resolving_to(monkeypatch, "9.9.9.9")
    connected = []
    monkeypatch.setattr("portal.base.links.socket.create_connection", lambda target, timeout: connected.append(target))

    connect("once-looked-up.example", 80, 1)

    assert connected == [("9.9.9.9", 80)]


def test_redirect_into_a_private_network_is_refused(site, asker, settings, monkeypatch):
    monkeypatch.setitem(ANSWERS, "/inside", (302, {"Location": "http://10.0.0.7/secret"}))
    monkeypatch.setattr("portal.base.links.is_public", lambda address: address == "127.0.0.1")
    settings.LINK_CHECK_PRIVATE = False
    monkeypatch.setattr("portal.base.links.socket.getaddrinfo", _only_literal)

    found = asker.look_at(f"{site}/inside")

    assert (found.outcome, found.problem) == (Outcome.FAILED, "leads into a private network")


def _only_literal(host, port, *args, **kwargs):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


@pytest.mark.parametrize(
    "address", ["ftp://files.example/", "javascript:alert(1)", "http:///path", "http://user:secret@a.example/", "x"]
)
def test_what_is_no_address_of_the_web_is_not_asked(asker, address):
    assert asker.look_at(address).outcome is Outcome.FAILED


# --- what readers are told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [(LinkState.BROKEN, 31, True), (LinkState.BROKEN, 30, False), (LinkState.OK, 90, False)],
)
def test_readers_are_told_after_thirty_days(state, days, told):
    assert is_long_broken(state, datetime.date.today() - datetime.timedelta(days=days)) is told


def test_broken_link_without_a_day_is_not_told():
    assert not is_long_broken(LinkState.BROKEN, None)
