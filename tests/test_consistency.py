"""Rules about the repository itself. None of them has a list of exceptions: such lists only grow."""

import hashlib
import importlib.util
import re
from pathlib import Path

import pytest

from tests import repository
from tests.repository import APPS, OF_RECORDS, ROOT, files, modules, short, templates

FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "managers"}
LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 500
LONGEST_TEMPLATE = 120

IN_EVERY_APP = {"apps.py", "enums.py", "models.py", "viewsets.py", "wagtail_hooks.py", "migrations"}
IN_EVERY_RECORD_APP = {"panels.py", "presenters.py", "sitemaps.py", "urls.py", "views.py"}

PUBLIC_CODE = {"views.py", "search.py", "sitemaps.py", "feeds.py", "api.py"}


def is_public_code(path):
    """Return whether a module, or the package it is in, has one of the names of public code."""
    return path.name in PUBLIC_CODE or f"{path.parent.name}.py" in PUBLIC_CODE


HTML_TEMPLATES = [path for path in templates() if path.suffix == ".html"]

# Django looks these names up by itself.
DJANGOS_NAMES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
PACKAGES_WITH_TEMPLATES = ("wagtail", "allauth", "django")


def ids(path):
    return short(path) if isinstance(path, Path) else None


# --- Python ----------------------------------------------------------------------------------------------------------


def test_modules_are_named_for_what_they_do():
    wrong = [short(path) for path in modules(with_tests=True) if FORBIDDEN_NAMES & set(re.split(r"[/.]", short(path)))]

    assert wrong == []


def test_modules_are_short():
    wrong = [
        f"{short(path)}: {length(path)} lines"
        for path in modules(with_tests=True)
        if length(path) > (LONGEST_TEST_MODULE if short(path).startswith("tests/") else LONGEST_MODULE)
    ]

    assert wrong == []


def length(path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("app", APPS)
def test_app_has_the_agreed_files(app):
    # Models may be a package of the same name.
    there = {"models.py" if path.name == "models" else path.name for path in (ROOT / app).iterdir()}

    wanted = IN_EVERY_APP | (IN_EVERY_RECORD_APP if app in OF_RECORDS else set())

    assert wanted - there == set()


@pytest.mark.parametrize("app", [*APPS, "portal"])
def test_app_has_a_folder_of_tests(app):
    assert list((ROOT / "tests" / app).glob("test_*.py"))


def test_public_code_starts_from_what_the_public_may_see():
    wrong = [
        f"{short(path)}: .objects.{name}"
        for path in modules()
        if is_public_code(path)
        for name in re.findall(r"\.objects\.(\w+)", path.read_text())
        if name not in {"public", "live"}
    ]

    assert wrong == []


def test_public_code_never_takes_the_unfiltered_manager():
    wrong = [
        short(path)
        for path in modules()
        if is_public_code(path) and re.search(r"_default_manager|_base_manager|\.objects\b(?!\.)", path.read_text())
    ]

    assert wrong == []


def test_migrations_are_named_by_hand():
    named = [path for path in modules(with_migrations=True) if path.parent.name == "migrations"]

    wrong = [short(path) for path in named if re.search(r"_auto_|_alter_.*_and_more|^\d{4}_\d+", path.name)]

    assert wrong == []


@pytest.mark.parametrize("command", repository.commands())
def test_command_has_a_test(command):
    tests = "\n".join(path.read_text() for path in files("tests", suffix=".py"))

    assert re.search(rf"""["']{command}["']""", tests), f"No test calls “{command}”."


# --- templates -------------------------------------------------------------------------------------------------------


def test_no_template_is_unused():
    sources = [path.read_text() for path in [*modules(), *HTML_TEMPLATES]]
    text = "\n".join(sources)

    wrong = [
        name
        for name in (path.relative_to(ROOT / "templates").as_posix() for path in templates())
        if f'"{name}"' not in text and f"'{name}'" not in text and not is_found_by_name(name)
    ]

    assert wrong == []


def is_found_by_name(name):
    """Return whether Django or a package looks a template up under this name, so that ours stands in for theirs."""
    if name in DJANGOS_NAMES:
        return True
    packages = [Path(importlib.util.find_spec(package).origin).parent for package in PACKAGES_WITH_TEMPLATES]
    return any(next(package.glob(f"**/templates/{name}"), None) for package in packages)


@pytest.mark.parametrize("path", HTML_TEMPLATES, ids=ids)
def test_template_keeps_the_form(path):
    text = path.read_text()
    loads = re.findall(r"{% load (.+?) %}", text)
    problems = []

    if length(path) > LONGEST_TEMPLATE:
        problems.append(f"longer than {LONGEST_TEMPLATE} lines")
    if not text.startswith("{#"):
        problems.append("does not begin with a comment that says what it is")
    if any(" " in load and " from " not in load for load in loads):
        problems.append("several libraries in one {% load %}")
    if loads != sorted(set(loads)):
        problems.append("{% load %} lines not sorted, or one twice")
    if re.search(r"\sstyle\s*=|<style\b", text):
        problems.append("inline style")
    if re.search(r"<[^>]*\son[a-z]+\s*=", text) or re.search(r"<script\b(?![^>]*\ssrc=)", text):
        problems.append("inline script")

    assert problems == []


# --- tests -----------------------------------------------------------------------------------------------------------


def test_every_file_of_tests_is_collected():
    wrong = []
    for path in files("tests", suffix=".py"):
        has_tests = re.search(r"^(async )?def test_|^class Test", path.read_text(), re.MULTILINE)
        if has_tests and not path.name.startswith("test_"):
            wrong.append(f"{short(path)}: has tests, but its name does not begin with test_")
        if not (path.parent / "__init__.py").exists():
            wrong.append(f"{short(path)}: no __init__.py beside it")

    assert wrong == []


# --- packages, documents and everything else -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_package_has_a_reason(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]

    assert [line for line in lines if not re.search(r"  # \S.{10,}", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes(name):
    entries = re.findall(r"^([a-z0-9].*?)(?=^[a-z0-9]|\Z)", (ROOT / name).read_text(), re.MULTILINE | re.DOTALL)

    assert len(entries) > 20
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_asked_for_is_locked(name):
    asked = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    locked = re.findall(r"^([a-z0-9][\w.-]*?)(?:\[.*?\])?==", (ROOT / f"{name}.txt").read_text(), re.MULTILINE)

    assert {package.lower() for package in asked} - set(locked) == set()


def test_decisions_have_numbers_of_their_own():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]

    assert numbers
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_no_file_names_a_package_registry():
    # Whoever installs decides where packages come from. Written in halves, or this file would be found as well.
    hosts = [first + second for first, second in [("pypi", ".org"), ("npm", "js"), ("files.python", "hosted")]]

    wrong = [
        short(path)
        for path in files()
        if path.suffix in {"", ".cfg", ".in", ".json", ".md", ".npmrc", ".py", ".toml", ".txt", ".yaml", ".yml"}
        if any(host in path.read_text(errors="ignore").lower() for host in hosts)
    ]

    assert wrong == []


def test_nothing_was_copied_from_the_shared_material():
    shared = [ROOT.parent / "shared" / folder for folder in ("data", "samples")]
    if not all(folder.is_dir() for folder in shared):
        pytest.skip("the shared material is not on this machine")
    theirs = {digest(path) for folder in shared for path in folder.rglob("*") if path.is_file() and path.stat().st_size}

    assert [short(path) for path in files() if digest(path) in theirs] == []


def digest(path):
    return hashlib.sha256(path.read_bytes()).digest()
