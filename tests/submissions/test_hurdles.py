"""Floods are kept out and people come through: time, work of the browser, limits for each network."""

import datetime

import altcha
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from submissions import hurdles
from submissions.carried import Carried
from submissions.hurdles import BUSY_AFTER, FULL_AFTER, FULL_WITH_WORK, WAIT_WHEN_BUSY, network_of
from submissions.models import SentFromNetwork, Submission

pytestmark = pytest.mark.django_db
FLOOD, NEIGHBOUR, ELSEWHERE = "203.0.113.7", "203.0.113.99", "198.51.100.7"


def fill(address, times):
    """Let a network have sent so much in this hour."""
    now = timezone.now()
    network = network_of(RequestFactory().get("/", REMOTE_ADDR=address), now)
    hour = now.replace(minute=0, second=0, microsecond=0)
    SentFromNetwork.objects.create(network=network, hour=hour, times=times)
    return network


def work_out(state):
    """Do what the browser's worker does; few rounds in tests."""
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(state.challenge))
    return str(solution.counter), solution.derived_key


@pytest.fixture
def quick_work(monkeypatch):
    monkeypatch.setattr(hurdles, "COST", 2)


def worked(somebody):
    counter, key = work_out(Carried.unpack(somebody.hidden["state"], somebody.kind))
    return {"work": counter, "work_key": key}


# --- time and work ---------------------------------------------------------------------------------------------------


def test_form_sent_at_once_is_asked_to_wait_and_then_taken(sender):
    somebody = sender()
    somebody.to_check()

    response = somebody.post(go="send")
    assert response.status_code == 429
    assert "wait 15 seconds" in somebody.text
    assert "Capsid" in somebody.text
    assert not Submission.objects.exists()

    assert somebody.send().status_code == 200
    assert somebody.code


def test_browser_that_works_need_not_wait(sender, clock, quick_work):
    somebody = sender()
    somebody.to_check()
    clock.tick(4)

    somebody.post(go="send", **worked(somebody))

    assert somebody.code


@pytest.mark.parametrize(
    ("counter", "key"),
    [("", ""), ("x", "y"), ("-1", "00"), ("99999999999999999", "00"), ("1", "0" * 64), ("²", "00"), ("1", "\ud800")],
)
def test_made_up_work_is_worth_nothing(clock, quick_work, counter, key):
    state = Carried("term")
    hurdles.set_work(state, "n", timezone.now())

    assert not hurdles.has_worked(state, counter, key, is_busy=False)


def test_work_of_another_form_is_worth_nothing(clock, quick_work):
    mine, other = Carried("term"), Carried("term")
    hurdles.set_work(other, "n", timezone.now())
    mine.challenge = other.challenge

    assert hurdles.has_worked(other, *work_out(other), is_busy=False)
    assert not hurdles.has_worked(mine, *work_out(other), is_busy=False)


def test_work_grows_old(clock, quick_work):
    state = Carried("term")
    hurdles.set_work(state, "n", timezone.now())
    done = work_out(state)
    clock.tick(3_700)

    assert not hurdles.has_worked(state, *done, is_busy=False)


def test_easy_work_does_not_do_where_the_network_is_busy(clock, quick_work):
    state = Carried("term")
    hurdles.set_work(state, "n", timezone.now())

    assert not hurdles.has_worked(state, *work_out(state), is_busy=True)


# --- networks --------------------------------------------------------------------------------------------------------


def test_busy_network_waits_longer_and_is_taken_then(sender, clock):
    fill(FLOOD, BUSY_AFTER)
    somebody = sender(REMOTE_ADDR=NEIGHBOUR)
    somebody.to_check()

    assert somebody.send().status_code == 429
    assert "wait 5 minutes" in somebody.text
    clock.tick(WAIT_WHEN_BUSY - 60)
    assert somebody.post(go="send").status_code == 429
    clock.tick(60)
    assert somebody.post(go="send").status_code == 200
    assert somebody.code


def test_busy_network_goes_on_at_once_with_harder_work(sender, clock, quick_work):
    fill(FLOOD, BUSY_AFTER)
    somebody = sender(REMOTE_ADDR=NEIGHBOUR)
    somebody.to_check()
    clock.tick(5)

    somebody.post(go="send", **worked(somebody))

    assert somebody.code


def test_full_network_is_told_and_loses_nothing(sender, quick_work):
    fill(FLOOD, FULL_AFTER)
    somebody = sender(REMOTE_ADDR=NEIGHBOUR)
    somebody.to_check()

    assert somebody.send().status_code == 429
    assert "has not been sent" in somebody.text
    assert "Capsid" in somebody.text
    somebody.post(go="send", **worked(somebody))
    assert somebody.code


def test_nothing_lets_a_flood_through(sender, quick_work):
    fill(FLOOD, FULL_WITH_WORK)
    somebody = sender(REMOTE_ADDR=FLOOD)
    somebody.to_check()
    somebody.send()

    assert somebody.post(go="send", **worked(somebody)).status_code == 429
    assert not Submission.objects.exists()


def test_people_elsewhere_notice_nothing_of_a_flood(sender):
    for number in range(5):
        fill(f"203.0.{number}.1", 10_000)

    assert sender(REMOTE_ADDR=ELSEWHERE).all_at_once().status_code == 200
    assert Submission.objects.count() == 1


def test_receipt_is_shown_again_even_where_the_network_is_full(sender):
    somebody = sender(REMOTE_ADDR=FLOOD)
    somebody.to_check()
    last = somebody.hidden
    somebody.send()
    code = somebody.code
    SentFromNetwork.objects.update(times=10_000)

    somebody.post(**last, go="send")

    assert somebody.code == code


def test_each_message_counts_once_for_its_network(sender):
    for _time in range(2):
        somebody = sender(REMOTE_ADDR=FLOOD)
        somebody.to_check()
        last = somebody.hidden
        somebody.send()
        somebody.post(**last, go="send")

    assert SentFromNetwork.objects.get().times == 2


def test_refused_message_writes_nothing(sender):
    fill(FLOOD, 10_000)
    somebody = sender(REMOTE_ADDR=FLOOD)
    somebody.to_check()

    with CaptureQueriesContext(connection) as queries:
        somebody.send()

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def network(address, **more):
    return network_of(RequestFactory().get("/", REMOTE_ADDR=address, **more), timezone.now())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.9", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "nonsense", True),
    ],
)
def test_networks(clock, one, other, same):
    assert (network(one) == network(other)) is same


def test_network_has_another_digest_every_day(clock):
    before = network("192.0.2.1")
    clock.tick(days=1)

    assert network("192.0.2.1") != before


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [(0, "198.51.100.1", "10.0.0.1"), (1, "198.51.100.1", "198.51.100.1"), (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
     (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"), (2, "", "10.0.0.1")],
)  # fmt: skip
def test_only_our_own_proxies_are_believed(clock, settings, proxies, forwarded, expected):
    settings.PROXIES_IN_FRONT = proxies

    assert network("10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded) == network_without_proxies(settings, expected)


def network_without_proxies(settings, address):
    settings.PROXIES_IN_FRONT = 0
    return network(address)


def test_counts_are_forgotten_within_a_day(sender, clock):
    fill(FLOOD, 5)
    clock.tick(hours=25)

    sender(REMOTE_ADDR=ELSEWHERE).all_at_once()

    assert SentFromNetwork.objects.get().hour > timezone.now() - datetime.timedelta(hours=2)
