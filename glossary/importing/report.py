"""What an import did or would do, in words a person can check. Pure: touches no database and imports no models."""

import hashlib
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from glossary.importing.columns import COLUMNS
from glossary.importing.rows import Place, RowError, TermRow

KEPT_AROUND = 6


@dataclass(frozen=True)
class Difference:
    """One cell that changes."""

    column: str
    before: str
    after: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The change in running text: pairs of “same”, “gone” or “new” and words; long stretches that stay are cut."""
        old, new = self.before.split(), self.after.split()
        found: list[tuple[str, str]] = []
        for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                found.append(("same", _shortened(old[start:end])))
            if what in ("delete", "replace"):
                found.append(("gone", " ".join(old[start:end])))
            if what in ("insert", "replace"):
                found.append(("new", " ".join(new[new_start:new_end])))
        return found

    def __str__(self) -> str:
        marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
        return f"{self.column}: " + " ".join(marks[what].format(words) for what, words in self.pieces)


@dataclass(frozen=True)
class Entry:
    """One term that is created or changed. ``key`` is its primary key, where it has one."""

    place: Place
    language: str
    slug: str
    name: str
    differences: tuple[Difference, ...] = ()
    note: str = ""
    key: int | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.language}/{self.slug})"


@dataclass
class ImportReport:
    """Everything an import found. Where something is refused, nothing was written; ``missing`` is never touched."""

    file_name: str = ""
    created: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RowError] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_written: bool = False
    is_stale: bool = False

    @property
    def changes_something(self) -> bool:
        return bool(self.created or self.changed) and not self.refused

    @property
    def digest(self) -> str:
        """What the report proposes, in short: two reports with the same digest write the same."""
        entries = [(entry.language, entry.slug, entry.name, entry.differences) for entry in self.changed]
        created = [(entry.language, entry.slug, entry.name) for entry in self.created]
        return hashlib.sha256(repr((created, entries, self.unchanged)).encode()).hexdigest()


def differing_fields(before: TermRow, after: TermRow) -> set[str]:
    """Return the fields in which two rows differ."""
    return {column.field for column in COLUMNS if getattr(before, column.field) != getattr(after, column.field)}


def differences(before: TermRow, after: TermRow) -> tuple[Difference, ...]:
    """Return the cells in which two rows differ, in the order of the columns."""
    fields, old, new = differing_fields(before, after), before.cells, after.cells
    headings = [column.heading for column in COLUMNS if column.field in fields]
    return tuple(Difference(heading, old[heading], new[heading]) for heading in headings)


def _shortened(words: list[str]) -> str:
    if len(words) <= 2 * KEPT_AROUND + 1:
        return " ".join(words)
    return " ".join([*words[:KEPT_AROUND], "…", *words[-KEPT_AROUND:]])
