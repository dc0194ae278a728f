"""A reading that is killed at any moment ends, after it was started again, in the state of an undisturbed one."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import call_command

from tests.benchmarks.extent import IS_FULL
from tests.repository import ROOT
from tests.trials.studies import study, write
from tests.trials.test_sync_storing import state
from trials.replaying import ReplayServer

STUDIES = 96
PAGE_SIZE = 8
# The question for the version, and one for each page.
QUESTIONS = 1 + STUDIES // PAGE_SIZE
POINTS = 20 if IS_FULL else 4

# Takes the reading up again and says what is stored, in one process: starting one takes most of the time.
GO_ON = """
import io, json
from django.core.management import call_command
from tests.trials.test_sync_storing import state
call_command("sync_clinicaltrials", stdout=io.StringIO())
print(json.dumps(state()))
"""


@pytest.fixture
def server(tmp_path, settings):
    """A replay server with studies that share numbers, are named twice, and lie in countries without a code."""
    folder = tmp_path / "studies"
    folder.mkdir()
    sites = [{"facility": "A Hospital", "city": "Here", "country": "Nowhere Land"}]
    studies = [
        study(f"NCT00000{n:03}", secondary=["2004-000012-13"], **({"sites": sites} if n % 5 == 0 else {}))
        for n in range(STUDIES)
    ]
    studies[7] = study("NCT00000007", aliases=["NCT00000900"], status="A_NEW_WORD")
    write(folder / "studies.json", studies)
    server = ReplayServer(folder)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.CTGOV_BASE_URL = server.address
    settings.REGISTRY_PAUSE = 0
    settings.REGISTRY_PAGE_SIZE = PAGE_SIZE
    yield server
    server.shutdown()
    server.server_close()


def moments():
    """Question and seconds after it, the same in every run; with few of them, spread over the whole reading."""
    dice = random.Random(20)  # noqa: S311 - moments, not secrets
    every = [(2 + n * (QUESTIONS - 1) // 20, dice.random() * 0.08) for n in range(20)]
    return every if POINTS == 20 else every[1 :: 20 // POINTS]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_reading_ends_in_the_same_state_as_an_undisturbed_one(server, tmp_path):
    """Kill -9 at several moments, each time anew from an empty database, and let the command finish afterwards."""
    call_command("sync_clinicaltrials")
    wanted = json.loads(json.dumps(state()))
    database = tmp_path / "kill.sqlite3"
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "CTGOV_BASE_URL": server.address, "REGISTRY_PAUSE": "0.02", "REGISTRY_PAGE_SIZE": str(PAGE_SIZE),
        "STAMP_FOLDER": str(tmp_path / "stamps"),
    }  # fmt: skip

    def manage(*arguments):
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )

    manage("migrate", "-v0").communicate()
    empty = database.read_bytes()
    killed_half_way = 0
    for question, seconds in moments():
        for old in tmp_path.glob("kill.sqlite3*"):
            old.unlink()
        database.write_bytes(empty)
        server.answers = 0

        running = manage("sync_clinicaltrials")
        wait_for(server, question, running)
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        killed_half_way += running.returncode == -signal.SIGKILL
        going_on = manage("shell", "-v0", "-c", GO_ON)
        told, _nothing = going_on.communicate()

        assert going_on.returncode == 0
        assert json.loads(told.strip().splitlines()[-1]) == wanted, f"killed {seconds:.3f} s after question {question}"
    assert killed_half_way >= POINTS - 2


def wait_for(server, question, running):
    """Wait until a question was asked, the process ended, or a minute went by."""
    end = time.monotonic() + 60
    while server.answers < question and running.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
