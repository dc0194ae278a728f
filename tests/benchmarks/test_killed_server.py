"""The real server, killed at random while messages arrive: every acknowledged one is there, and none twice.

``PORTAL_BENCHMARK=full`` sends 200 messages and kills five times; by default a few are sent and it is killed once.
"""

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from submissions.carried import Carried
from tests.benchmarks.extent import IS_FULL

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
MESSAGES, KILLS = (200, 5) if IS_FULL else (24, 1)
PATIENCE = 120  # seconds; machines that build are slow
CODE = re.compile(r'class="code">([^<]+)<')


class Scratch:
    """A database of its own for the server: the tables of the test database, and nothing else of it."""

    def __init__(self, folder, blocker):
        self.name = f"killed_{os.getpid()}"
        with blocker.unblock():
            if connection.vendor == "sqlite":
                self.file = folder / "killed.sqlite3"
                connection.ensure_connection()
                with closing(sqlite3.connect(self.file)) as copy:
                    connection.connection.backup(copy)
                self.url = f"sqlite:///{self.file}"
                return
            given = connection.settings_dict
            connection.close()
            self.address = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"],
                            "password": given["PASSWORD"] or None}  # fmt: skip
            self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{given["NAME"]}"')
            password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
            self.url = f"postgres://{given['USER']}{password}@{given['HOST']}:{self.address['port']}/{self.name}"

    def _run(self, sql):
        with psycopg.connect(dbname="postgres", autocommit=True, **self.address) as other:
            other.execute(sql)

    def stored(self):
        """Return the receipt codes of all stored messages, and the names that were sent."""
        sql = "SELECT receipt_code, sent FROM submissions_submission"
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as other:
                rows = other.execute(sql).fetchall()
        else:
            with psycopg.connect(dbname=self.name, **self.address) as other:
                rows = other.execute(sql).fetchall()
        return [code for code, _sent in rows], [re.search(r"Word \d+", str(sent))[0] for _code, sent in rows]

    def drop(self):
        if connection.vendor != "sqlite":
            self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')


class Server:
    """gunicorn as in production: two processes of four threads. Killed, it is started again on the same port."""

    def __init__(self, url, folder):
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = (folder / "server.log").open("ab")
        self.environment = {
            **os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "SECRET_KEY": settings.SECRET_KEY, "PROXIES_IN_FRONT": "1", "STAMP_FOLDER": str(folder / "stamps"),
            "DATABASE_CONN_MAX_AGE": "0", "DEBUG": "1",
        }  # fmt: skip
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}",
                   "--workers", "2", "--threads", "4"]  # fmt: skip
        self.process = subprocess.Popen(  # noqa: S603 - our own server
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except OSError:
                assert time.monotonic() < until, "The server does not start."
                time.sleep(0.1)

    def kill(self):
        """Kill all its processes at once: nobody can finish anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def form_of(number):
    """Return the last page of a form as a browser sends it, filled in by hand a minute ago."""
    state = Carried("term", started=time.time() - 60, answers={"name": f"Word {number}", "meaning": "Long. " * 100})
    return urlencode({"state": state.pack(), "go": "send"}).encode()


def send(server, number, body, acknowledged):
    """Send one form until it is acknowledged, as a person would press the button again."""
    address = f"http://127.0.0.1:{server.port}/contribute/term/"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        headers = {"X-Forwarded-For": f"10.{number % 250}.1.1", "Sec-Fetch-Site": "same-origin"}
        try:
            with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=60) as response:
                code = CODE.search(response.read().decode())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"Answer {error.code}") from error
        except OSError:
            time.sleep(0.2)
            continue
        if code:
            acknowledged.append((number, code[1]))
            return
    raise AssertionError("Never acknowledged.")


@pytest.mark.django_db
def test_form_that_is_sent_here_is_taken(client):
    """Also makes pytest-django set the database up, which the test below copies and never touches."""
    response = client.post("/contribute/term/", form_of(1), content_type="application/x-www-form-urlencoded")

    assert CODE.search(response.content.decode())


def test_killed_server_loses_no_acknowledged_message_and_keeps_none_twice(tmp_path, django_db_setup, django_db_blocker):
    scratch = Scratch(tmp_path, django_db_blocker)
    server = Server(scratch.url, tmp_path)
    forms = [form_of(number) for number in range(MESSAGES)]
    acknowledged, again = [], []
    try:
        server.start()
        with ThreadPoolExecutor(8) as people:
            # Every fifth person presses the button twice.
            numbers = sorted([*range(MESSAGES), *range(0, MESSAGES, 5)])
            sending = [people.submit(send, server, number, forms[number], acknowledged) for number in numbers]
            for kill in range(1, KILLS + 1):
                while len(acknowledged) < MESSAGES * kill // (KILLS + 2) and not all(one.done() for one in sending):
                    time.sleep(0.01)
                time.sleep(random.random() / 10)  # noqa: S311 - when to kill is no secret
                server.kill()
                known = {code for _number, code in acknowledged}
                assert known <= set(scratch.stored()[0])
                server.start()
            for one in sending:
                one.result(PATIENCE)
        # Whoever goes back and presses the button once more gets the same receipt.
        for number in range(0, MESSAGES, 10):
            send(server, number, forms[number], again)
    finally:
        server.kill()
        server.log.close()
    codes, words = scratch.stored()
    scratch.drop()

    assert {code for _number, code in acknowledged} <= set(codes)
    assert sorted(words) == sorted(f"Word {number}" for number in range(MESSAGES))
    assert set(again) <= set(acknowledged)
    print(f"\n{MESSAGES} messages, {KILLS} kills: {len(set(codes))} stored, {len(acknowledged)} acknowledged")  # noqa: T201
