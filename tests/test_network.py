"""No test may reach the network: a patient portal whose tests call outside would also call outside in production."""

import socket
import urllib.request

import pytest


def test_connecting_outside_is_refused():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection,
        pytest.raises(Exception, match=r"192\.0\.2\.1"),
    ):
        connection.connect(("192.0.2.1", 443))  # an address reserved for documentation


def test_looking_up_a_name_outside_is_refused(names_looked_up):
    with pytest.raises(RuntimeError, match=r"clinicaltrials\.example"):
        socket.getaddrinfo("clinicaltrials.example", 443)

    assert names_looked_up == ["clinicaltrials.example"]
    names_looked_up.clear()


def test_fetching_a_page_outside_is_refused(names_looked_up):
    with pytest.raises(RuntimeError, match=r"clinicaltrials\.example"):
        urllib.request.urlopen("https://clinicaltrials.example/", timeout=1)

    names_looked_up.clear()


def test_this_machine_can_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as connection,
    ):
        assert connection.getpeername() == server.getsockname()
