"""The client's material lies beside the repository, not in it; without it these tests are skipped, and loudly."""

from pathlib import Path

import pytest

from tests.repository import ROOT

SHARED = ROOT.parent / "shared"
NO_SHARED = "the client's material (../shared) is not on this machine"


def pytest_collection_modifyitems(items):
    """Mark what lies in tests/recorded/."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.recorded)


def pytest_terminal_summary(terminalreporter):
    """Say loudly what was not compared: a skipped test is easily taken for one that passed."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_SHARED in str(report.longrepr)]
    if skipped:
        line = f"!!! {len(skipped)} TESTS ON RECORDED MATERIAL DID NOT RUN: {NO_SHARED} !!!"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def shared():
    """The folder with the client's material."""
    return SHARED if SHARED.is_dir() else pytest.skip(NO_SHARED)
