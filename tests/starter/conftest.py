"""A small folder of starter files, to break."""

import shutil

import pytest

from tests.repository import ROOT

SMALL_FOLDER = ROOT / "tests" / "data" / "starter"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small starter folder, to be changed by the test."""
    return shutil.copytree(SMALL_FOLDER, tmp_path / "starter")
