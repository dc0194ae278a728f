"""Every rule that we wrote into the database has a test that breaks it."""

import re

import pytest
from django.apps import apps

from tests.repository import ROOT, files

OURS = {path.name for path in ROOT.iterdir() if (path / "apps.py").exists()} | {"base", "home", "starter"}
NAMES = sorted(
    constraint.name
    for model in apps.get_models()
    if model._meta.app_label in OURS
    for constraint in model._meta.constraints
)


BROKEN_BY_TESTS = {
    name
    for path in files("tests", suffix=".py")
    for name in re.findall(r"""refused_by\(\s*["'](\w+)["']""", path.read_text())
}


def test_there_are_constraints_to_break():
    assert len(NAMES) > 25


@pytest.mark.parametrize("name", NAMES)
def test_constraint_has_a_test_that_breaks_it(name):
    assert name in BROKEN_BY_TESTS
