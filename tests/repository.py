"""The files of this repository, for the tests about the repository itself."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("glossary", "conditions", "therapies", "trials", "organisations", "articles", "submissions")
OF_RECORDS = ("glossary", "conditions", "therapies", "trials", "organisations")
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__"}


def files(*folders: str, suffix: str = "") -> Iterator[Path]:
    """Yield our files, below all folders or some, whose names end in ``suffix``; never caches or installed packages."""
    for start in [ROOT / folder for folder in folders] or [ROOT]:
        for folder, below, names in os.walk(start):
            below[:] = sorted(name for name in below if name not in NOT_OURS and not name.endswith("_cache"))
            yield from (Path(folder) / name for name in sorted(names) if name.endswith(suffix))


def modules(*, with_tests: bool = False, with_migrations: bool = False) -> Iterator[Path]:
    """Yield our Python modules."""
    for path in files("portal", *APPS, *(["tests"] if with_tests else []), suffix=".py"):
        if with_migrations or path.parent.name != "migrations":
            yield path


def templates() -> Iterator[Path]:
    """Yield everything below templates/."""
    yield from files("templates")


def commands() -> list[str]:
    """Return the names of our management commands."""
    return sorted(path.stem for path in modules() if path.parent.name == "commands" and not path.name.startswith("_"))


def short(path: Path) -> str:
    """Return a path as people write it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
