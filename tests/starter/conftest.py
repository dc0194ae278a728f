"""Starter content for these tests: a small folder to break, and everything that is really there."""

import shutil

import pytest

from portal.starter.loading.everything import load_starter
from tests.factories.kept import kept_for_module
from tests.repository import ROOT

SMALL_FOLDER = ROOT / "tests" / "data" / "starter"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small starter folder, to be changed by the test."""
    return shutil.copytree(SMALL_FOLDER, tmp_path / "starter")


@pytest.fixture(scope="module")
def starter_content(django_db_setup, django_db_blocker):
    """Everything in portal/starter/, loaded once for a module; takes about half a minute."""
    with kept_for_module(django_db_blocker):
        with django_db_blocker.unblock():
            number = load_starter(lambda line: None)
        yield number
