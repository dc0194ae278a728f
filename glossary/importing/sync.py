"""Compares a table with the glossary, and writes what is new as drafts, all of it or nothing. Publishes nothing."""

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from glossary.importing import checks
from glossary.importing.checks import Change
from glossary.importing.drafts import write_drafts
from glossary.importing.held import Held, Key, load_held
from glossary.importing.reading import HEADER, FileRefused, read_table
from glossary.importing.report import Entry, ImportReport, differences
from glossary.importing.rows import FileRow, RowError, RowErrors, TermRow, parse, with_known_tags
from glossary.models import Term
from glossary.under_way import under_way


def may_import(user) -> bool:  # type: ignore[no-untyped-def]  # a user or an anonymous one
    """Return whether a user may import terms: whoever may add and change them one by one."""
    return user.has_perm("glossary.add_term") and user.has_perm("glossary.change_term")


def import_terms(  # type: ignore[no-untyped-def]  # ``by`` is a user or None
    content: bytes, *, by=None, file_name: str = "", commit: bool = False, expected: str = ""
) -> ImportReport:
    """Read a CSV or XLSX file, check all of it, and report what is new; with ``commit``, make the drafts.

    Where anything is refused, nothing is written. ``expected`` is the digest of the report somebody agreed to: if the
    glossary has changed since, so that the report is another one, nothing is written either and the report says so.
    """
    report = ImportReport(file_name)
    try:
        rows = read_table(content)
    except FileRefused as error:
        report.refused = error.errors
        return report
    try:
        with transaction.atomic():
            if commit:
                _hold_still()
            held = load_held()
            changes = compare(rows, held, report)
            report.is_stale = bool(expected) and report.digest != expected
            if commit and report.changes_something and not report.is_stale:
                write_drafts(changes, held, by=by, file_name=file_name)
                report.is_written = True
    except IntegrityError:
        report.refused.append(
            RowError(HEADER, "", _("somebody wrote one of these terms at the same moment: import the file again."))
        )
    return report


def compare(rows: list[FileRow], held: Held, report: ImportReport) -> list[Change]:
    """Fill a report with what the rows change, and everything that stands against it; return the changes."""
    seen: dict[Key, FileRow] = {}
    changes: list[Change] = []
    for file_row in rows:
        before = seen.setdefault(file_row.key, file_row)
        if before is not file_row:
            message = _("“%(slug)s” stands in %(place)s already: keep one of the two rows.")
            facts = {"slug": file_row.key[1], "place": before.place}
            report.refused.append(RowError(file_row.place, "slug", message % facts))
            continue
        try:
            change = _change(file_row, held)
        except RowErrors as error:
            report.refused += error.errors
            continue
        if change is None:
            report.unchanged += 1
        else:
            changes.append(change)
    report.refused += _problems(changes, held, seen)
    report.refused.sort(key=lambda error: error.place)
    _describe(changes, report)
    report.missing = _missing(set(seen), held)
    return changes


def _hold_still() -> None:
    """Let nobody store a draft of a term between the comparison and the writing; SQLite has one writer anyway."""
    list(Term.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _change(file_row: FileRow, held: Held) -> Change | None:
    """Return what a row changes, or None. Raises RowErrors; a row that says what we hold is never judged."""
    term = held.by_key.get(file_row.key)
    if term is not None and file_row.says(term.row):
        return None
    row = _as_held(parse(file_row), held)
    if term is not None and row == term.row:
        return None
    return Change(file_row.place, row, term)


def _as_held(row: TermRow, held: Held) -> TermRow:
    """Return a row with tags and sources spelt as we hold them, where it means the same."""
    sources = []
    for cited in row.sources:
        try:
            known = checks.known_source(cited, held)
        except ValidationError:
            known = None
        sources.append(cited if known is None else held.sources[known])
    return replace(with_known_tags(row, held.tags), sources=tuple(sources))


def _problems(changes: list[Change], held: Held, in_file: Collection[Key]) -> list[RowError]:
    busy = under_way([change.held.pk for change in changes if change.held])
    return [
        *(change.refuse("", busy[change.held.pk]) for change in changes if change.held and change.held.pk in busy),
        *checks.problems_of_addresses(changes, held),
        *checks.problems_of_languages(changes, held),
        *checks.problems_of_forms(changes, held),
        *checks.problems_of_references(changes, held, in_file),
        *checks.problems_of_circles(changes, held),
        *checks.problems_of_content(changes),
        *checks.problems_of_sources(changes, held),
    ]


def _describe(changes: list[Change], report: ImportReport) -> None:
    for change in changes:
        row = change.row
        if change.held is None:
            report.created.append(Entry(change.place, row.language, row.slug, row.name))
            continue
        note = _("A draft was under way: the change comes on top of it.") if change.held.has_draft else ""
        found = differences(change.held.row, row)
        report.changed.append(Entry(change.place, row.language, row.slug, row.name, found, note, change.held.pk))


def _missing(keys: set[Key], held: Held) -> list[str]:
    """Return the terms in the languages of the file that it does not name."""
    languages = {language for language, _slug in keys}
    return [
        f"{term.row.name} ({term.row.language}/{term.row.slug})"
        for term in held.exported()
        if term.row.language in languages and term.row.key not in keys
    ]
