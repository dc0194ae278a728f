"""What tests of the public forms share."""

import datetime

import pytest

from tests.factories.senders import Sender


class Clock:
    """Time that passes only when told."""

    def __init__(self, time_machine):
        self._machine = time_machine
        time_machine.move_to(datetime.datetime(2026, 11, 3, 9, 5, tzinfo=datetime.UTC), tick=False)

    def tick(self, seconds=0, **more):
        self._machine.shift(datetime.timedelta(seconds=seconds, **more))


@pytest.fixture
def clock(time_machine):
    return Clock(time_machine)


@pytest.fixture
def sender(client, clock):
    """Return a function that gives somebody at a form of a kind; ``REMOTE_ADDR`` may be given."""
    return lambda kind="term", **headers: Sender(client, kind, clock, **headers)
