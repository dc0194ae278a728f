"""What every test gets: no network, no background task that fails unheard, a browser only where there is one."""

import contextlib
import logging
import socket
from pathlib import Path

import pytest

from portal.base import stamps
from tests.chromium import find_chromium, is_required
from tests.late_indexes import at_once, late_indexes

BROWSER_TESTS = Path(__file__).parent / "browser"
# With these, what is written is committed, and other threads and processes read it.
REAL_TRANSACTIONS = {"transactional_db", "live_server", "django_db_serialized_rollback"}
NO_BROWSER = "no Chromium on this machine"
THIS_MACHINE = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - compared with, never bound to


def pytest_configure(config):
    """Stop at once where the browser tests must run and cannot."""
    if is_required() and not find_chromium():
        raise pytest.UsageError("BROWSER_REQUIRED is set, but no Chromium was found: apt-get install chromium")


def pytest_collection_modifyitems(items):
    """Mark what lies in tests/browser/, and skip it where there is no browser.

    A test with real transactions empties every table when it ends; the next one shall find what migrations made
    (the language, the root of the pages), whichever of them comes first.
    """
    has_browser = bool(find_chromium())
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction"):
                mark.kwargs["serialized_rollback"] = True
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
            if not has_browser:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def _has_real_transactions(item):
    marks = item.iter_markers("django_db")
    return bool(REAL_TRANSACTIONS.intersection(item.fixturenames)) or any(
        mark.kwargs.get("transaction") for mark in marks
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """From the first fixture to the end of the test, updates of the admin's indexes may wait."""
    with contextlib.ExitStack() as late:
        if not _has_real_transactions(item):
            late.enter_context(late_indexes())
        result = yield
        item.late = late.pop_all()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """What waited has run before the database of the test is undone."""
    with item.late:
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """What several tests share is indexed at once: it is there before the first of them and after it."""
    with contextlib.nullcontext() if fixturedef.scope == "function" else at_once():
        return (yield)


def pytest_terminal_summary(terminalreporter):
    """Say loudly that the browser tests did not run: a skipped test is easily taken for one that passed."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)]
    if skipped:
        line = f"!!! {len(skipped)} BROWSER TESTS DID NOT RUN: {NO_BROWSER} (apt-get install chromium) !!!"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(autouse=True)
def names_looked_up(monkeypatch):
    """Refuse to look up any name but this machine's, and fail the test even where the code swallows the refusal.

    pytest-socket, switched on in pyproject.toml, refuses connections; by then the look-up has left the machine already.
    """
    outside = []
    look_up = socket.getaddrinfo

    def guarded(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in THIS_MACHINE:
            outside.append(name)
            raise RuntimeError(f"A test tried to reach {name}.")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)
    yield outside
    assert not outside, f"This test tried to reach the network: {', '.join(outside)}"


@pytest.fixture(autouse=True)
def nothing_kept_in_memory():
    """Drop what a process keeps of the database: a test's changes are rolled back, so no stamp changes."""
    stamps.forget()
    yield
    stamps.forget()


class _Kept(logging.Handler):
    """Keeps the log records it is given."""

    def __init__(self):
        super().__init__(level=logging.ERROR)
        self.records = []

    def emit(self, record):
        self.records.append(record)


@pytest.fixture(autouse=True)
def failed_tasks():
    """Fail a test during which a background task failed.

    Tasks run at once here, as they do on a site without a worker, and their errors are only logged: an index that was
    not updated would go unnoticed. A test that wants a task to fail clears the list it gets from this fixture.
    """
    handler = _Kept()
    logger = logging.getLogger("django_tasks")
    logger.addHandler(handler)
    yield handler.records
    logger.removeHandler(handler)
    assert not handler.records, "A background task failed: " + "; ".join(r.getMessage() for r in handler.records)


@pytest.fixture(scope="session")
def chromium_path():
    """The browser's path; tests that ask for it are skipped where there is none."""
    return find_chromium() or pytest.skip(NO_BROWSER)
