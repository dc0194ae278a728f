"""The documents agree with the code."""

import re

import pytest

from tests import repository
from tests.repository import ROOT, files, modules, short

SETTINGS = list(files("portal/settings", suffix=".py"))
DOCUMENTS = [*ROOT.glob("*.md"), *files("docs", suffix=".md")]
OPERATING = (ROOT / "docs" / "running-in-production.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
README = (ROOT / "README.md").read_text()


def variables_read():
    """The names of all environment variables that our code reads."""
    read = re.compile(
        r"""\b(?:env(?:\.\w+)?|environ\.get|getenv)\(\s*"([A-Z][A-Z_]+)"|\benviron(?:\.setdefault\(|\[)"([A-Z_]+)\""""
    )
    return sorted(
        {first or second for path in modules(with_tests=True) for first, second in read.findall(path.read_text())}
    )


def test_variables_are_found():
    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "BROWSER_REQUIRED"} <= set(variables_read())


@pytest.mark.parametrize("name", variables_read())
def test_variable_is_in_the_example(name):
    assert re.search(rf"^#?{name}=", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", variables_read())
def test_variable_is_in_the_documents(name):
    assert any(re.search(rf"\b{name}\b", path.read_text()) for path in DOCUMENTS)


def test_variables_of_settings_are_explained_to_operators():
    read = {name for name in variables_read() for path in SETTINGS if f'"{name}"' in path.read_text()}

    assert {name for name in read if f"`{name}`" not in OPERATING} == set()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"^#?([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE))))
def test_example_names_only_what_somebody_reads(name):
    readers = [*modules(with_tests=True), ROOT / "Makefile", ROOT / "manage.py"]

    assert any(name in path.read_text() for path in readers)


@pytest.mark.parametrize("command", repository.commands())
def test_command_is_in_the_documents(command):
    assert any(f"`{command}`" in path.read_text() or f" {command}" in path.read_text() for path in DOCUMENTS)


@pytest.mark.parametrize(
    "target", re.findall(r"`make (?:-k )?([a-z][a-z-]*)", "\n".join(path.read_text() for path in DOCUMENTS))
)
def test_target_that_a_document_names_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_readme_needs_two_commands_only():
    commands = re.findall(r"^    (\S.*)$", README, re.MULTILINE) + re.findall(r"^```", README, re.MULTILINE)

    assert commands == ["make run", "make test"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_links_between_documents_lead_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text())

    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_document_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text()
    listed = {(ROOT / "docs" / target).resolve() for target in re.findall(r"\]\(([^)]+)\)", index)}

    inside = {path for path in files("docs", suffix=".md") if path.name != "README.md"}
    of_editing = {path for path in inside if path.parent.name == "editing"}
    guide = (ROOT / "docs" / "editing" / "README.md").read_text()

    assert inside - of_editing - listed == set()
    assert [path.name for path in of_editing if path.name not in guide] == []


@pytest.mark.parametrize(
    "kind", sorted(path.name for path in (ROOT / "portal" / "starter").iterdir() if any(path.glob("*.md")))
)
def test_facts_of_starter_files_are_documented(kind):
    described = (ROOT / "docs" / "editing" / "starter-files.md").read_text()
    row = re.search(rf"^\| `{kind}/` \| (.*?) \|", described, re.MULTILINE).group(1)
    code = (ROOT / "portal" / "starter" / "loading" / f"{kind}.py").read_text()

    known = set(re.findall(r'"(\w+)"', re.search(r"REQUIRED = \{(.*?)\}", code, re.DOTALL).group(1)))
    optional = set(re.findall(r'"(\w+)"', re.search(r"OPTIONAL = \{(.*?)\}", code, re.DOTALL).group(1)))

    needed, further = row.strip("*").split("**", 1)
    assert set(re.findall(r"\w+", needed)) == known
    assert set(re.findall(r"\w+", further)) == optional


def test_decisions_say_when_why_and_what_follows():
    wrong = [
        path.name
        for path in (ROOT / "docs" / "decisions").glob("*.md")
        for part in (r"^# \d{4} ", r"^\d{4}-\d{2}-\d{2} · ", "^## Context", "^## Decision", "^## Consequences")
        if not re.search(part, path.read_text(), re.MULTILINE)
    ]

    assert wrong == []
