"""One line of the table as checked facts. Pure: touches no database and imports no models."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from glossary.importing.cells import LOST_LETTER, CellError, CitedSource, OtherForm, guarded, tidy, unguarded
from glossary.importing.columns import COLUMNS, HEADING_OF
from glossary.stop_words import problem_of_form
from portal.base.text import fold


@dataclass(frozen=True, order=True)
class Place:
    """Where a row begins: the line of a text file, and the row a spreadsheet shows it in, where the two differ."""

    line: int
    row: int

    def __str__(self) -> str:
        if self.line == self.row:
            return _("line %(line)s") % {"line": self.line}
        return _("line %(line)s (row %(row)s in a spreadsheet)") % {"line": self.line, "row": self.row}


@dataclass(frozen=True)
class RowError:
    """Why a row is refused, and what to do. ``column`` is empty where the fault is not in one cell."""

    place: Place
    column: str
    message: str

    def __str__(self) -> str:
        where = str(self.place)
        if self.column:
            where = _("%(place)s, column “%(column)s”") % {"place": where, "column": self.column}
        return f"{where[:1].upper()}{where[1:]}: {self.message}"


class RowErrors(Exception):
    """Everything that is wrong with one row."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__("\n".join(map(str, errors)))


@dataclass(frozen=True)
class TermRow:
    """A term as the table tells it. Other terms are named by their slugs; two rows that say the same are equal."""

    slug: str
    language: str
    translation_of: str
    name: str
    short_definition: str
    more: str
    also_called: tuple[OtherForm, ...]
    say_it_like: str
    part_of_speech: str
    broader: str
    see_also: tuple[str, ...]
    not_same_as: tuple[str, ...]
    sentence: str
    topic: str
    mark_in_text: bool
    tags: tuple[str, ...]
    sources: tuple[CitedSource, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What no other row may have: language and slug."""
        return self.language, self.slug

    @property
    def forms(self) -> list[str]:
        """The name and every other form, as written."""
        return [self.name, *(form.text for form in self.also_called)]

    @property
    def cells(self) -> dict[str, str]:
        """The row as it is written into a table: heading -> text."""
        return {column.heading: column.write(getattr(self, column.field)) for column in COLUMNS}


@dataclass(frozen=True)
class FileRow:
    """One row of a file as text: where it stands, and heading -> cell as it was before a spreadsheet's guard."""

    place: Place
    cells: Mapping[str, str]

    @classmethod
    def of(cls, place: Place, cells: Mapping[str, str]) -> "FileRow":
        return cls(place, {heading: unguarded(tidy(text)) for heading, text in cells.items()})

    @property
    def key(self) -> tuple[str, str]:
        """Language and slug as written."""
        return self.cells["language"].strip(), self.cells["slug"].strip()

    def says(self, row: TermRow) -> bool:
        """Return whether this row holds, cell by cell, what would be exported for a term."""
        return all(tidy(text) == self.cells[heading] for heading, text in row.cells.items())


def guarded_cells(row: TermRow) -> list[str]:
    """Return the cells of a row in the order of the columns, safe to open in a spreadsheet."""
    written = row.cells
    return [guarded(tidy(written[column.heading])) for column in COLUMNS]


def parse(file_row: FileRow) -> TermRow:
    """Return the facts of a row. Raises RowErrors with all that is wrong with it."""
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    for column in COLUMNS:
        text = file_row.cells[column.heading]
        problem = ""
        if LOST_LETTER in text:
            problem = _("a letter was lost here (“%(sign)s”): type it again, and save the file as UTF-8.") % {
                "sign": LOST_LETTER
            }
        elif column.is_required and not text:
            problem = _("this must be filled in.")
        else:
            try:
                values[column.field] = column.read(text)
            except CellError as error:
                problem = str(error)
        if problem:
            errors.append(RowError(file_row.place, column.heading, problem))
    errors += _problems_of_forms(values, file_row.place)
    errors += _problems_of_relations(values, file_row.place)
    if errors:
        raise RowErrors(errors)
    return TermRow(**values)


def with_known_tags(row: TermRow, known: Mapping[str, str]) -> TermRow:
    """Return a row whose tags are spelt as they are already; ``known`` leads from small letters to that spelling."""
    return replace(row, tags=tuple(sorted({known.get(tag.casefold(), tag) for tag in row.tags})))


def _problems_of_forms(values: Mapping[str, Any], place: Place) -> list[RowError]:
    """Return which forms lead nowhere or are given twice."""
    language, errors = values.get("language", ""), []
    forms = [("name", values["name"])] if values.get("name") else []
    forms += [("also_called", form.text) for form in values.get("also_called", ())]
    seen: set[str] = set()
    for field, text in forms:
        problem = problem_of_form(text, language)
        if not problem and fold(text) in seen:
            problem = _("“%(text)s” is given twice: remove one of the two.") % {"text": text}
        seen.add(fold(text))
        if problem:
            errors.append(RowError(place, HEADING_OF[field], problem))
    return errors


def _problems_of_relations(values: Mapping[str, Any], place: Place) -> list[RowError]:
    """Return where a term is related to itself."""
    slug = values.get("slug")
    named = {"broader": (values.get("broader", ""),)}
    named |= {field: values.get(field, ()) for field in ("see_also", "not_same_as")}
    return [
        RowError(place, HEADING_OF[field], _("this is the term itself: name another one, or leave it out."))
        for field, slugs in named.items()
        if slug and slug in slugs
    ]
