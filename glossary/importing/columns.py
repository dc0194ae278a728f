"""The columns of the table of terms, the same on the way in and out. Pure: touches no database, imports no models.

docs/import-formats.md describes each of them; a test compares the two.
"""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from glossary.enums import PartOfSpeech, Topic
from glossary.importing import cells
from glossary.importing.mark_up import read_rich_text


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field of a TermRow it fills, and how a cell is read and written."""

    heading: str
    field: str
    read: Callable[[str], Any] = cells.read_line
    write: Callable[[Any], str] = cells.write_text
    is_required: bool = False


COLUMNS = (
    Column("slug", "slug", read=cells.read_slug, is_required=True),
    Column("language", "language", is_required=True),
    Column("translation of", "translation_of", read=cells.read_slug),
    Column("name", "name", is_required=True),
    Column("short definition", "short_definition", read=cells.read_text, is_required=True),
    Column("more detail", "more", read=read_rich_text),
    Column("also called", "also_called", read=cells.read_forms, write=cells.write_forms),
    Column("say it like", "say_it_like"),
    Column("part of speech", "part_of_speech", read=cells.one_of(PartOfSpeech.values, empty=PartOfSpeech.NOUN.value)),
    Column("broader term", "broader", read=cells.read_reference),
    Column("see also", "see_also", read=cells.read_references, write=cells.write_lines),
    Column("not the same as", "not_same_as", read=cells.read_references, write=cells.write_lines),
    Column("in a sentence", "sentence"),
    Column("topic", "topic", read=cells.one_of(Topic.values, empty="")),
    Column("mark in texts", "mark_in_text", read=cells.read_yes, write=cells.write_yes),
    Column("tags", "tags", read=cells.read_tags, write=cells.write_lines),
    Column("sources", "sources", read=cells.read_sources, write=cells.write_sources),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
HEADING_OF = {column.field: column.heading for column in COLUMNS}


def normalise(heading: str) -> str:
    """Return a heading as it is compared: case, double spaces and underscores do not count."""
    return cells.one_line(heading.replace("_", " ")).casefold()


def problems_of_header(header: Sequence[str]) -> list[str]:
    """Return what is wrong with the line of headings, each with what to do."""
    found = [normalise(heading) for heading in header]
    problems = []
    for number, heading in enumerate(found, start=1):
        if heading and heading not in HEADINGS:
            near = difflib.get_close_matches(heading, HEADINGS, 1)
            problems.append(
                _("column %(number)s, “%(heading)s”, is not known: did you mean “%(near)s”? Rename it or take it out.")
                % {"number": number, "heading": header[number - 1].strip(), "near": near[0]}
                if near
                else _("column %(number)s, “%(heading)s”, is not known: take it out.")
                % {"number": number, "heading": header[number - 1].strip()}
            )
        elif heading and heading in found[: number - 1]:
            problems.append(_("“%(heading)s” stands there twice: keep one of the two columns.") % {"heading": heading})
    missing = [heading for heading in HEADINGS if heading not in found]
    if missing:
        problems.append(
            _("these columns are missing: %(missing)s. Export the glossary once to get a file with all of them.")
            % {"missing": ", ".join(missing)}
        )
    return problems
