"""Availability by country from CSV: checked as a whole, then proposed as drafts; nothing is published."""

import datetime
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django_countries import countries
from wagtail.models import Locale

from portal.base.csv_lines import CsvError, csv_lines
from portal.base.models import Source
from portal.base.spreadsheets import MOST_ROWS
from therapies.enums import AvailabilityState
from therapies.models import Availability, Therapy

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST = {"source title": 400, "source publisher": 250, "source address": 500}
# Where a source without an address of its own is found; as Source.address gives it.
RESOLVERS = {"doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}
COLUMNS = ("therapy", "country", "state", "source title", "source publisher", "source address", "checked on")


@dataclass(frozen=True)
class AvailabilityRow:
    """One line: whether people in one country can get one therapy, by which source, and when that was checked."""

    line: int
    therapy: str
    country: str
    state: str
    source_title: str
    source_publisher: str
    source_address: str
    checked_on: datetime.date


@dataclass
class AvailabilityReport:
    """What an import did or would do."""

    errors: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0


def read_rows(text: str) -> tuple[list[AvailabilityRow], list[str]]:
    """Return the lines of a CSV and everything that is wrong with it, with line and column."""
    lines = csv_lines(text)
    rows: list[AvailabilityRow] = []
    errors: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    try:
        header = [cell.strip().lower() for cell in next(lines, (1, []))[1]]
        lacking = [name for name in COLUMNS if name not in header]
        if lacking:
            return [], [f"Line 1: these columns are missing: {', '.join(lacking)}. Export once to see the form."]
        for line, cells in lines:
            if line > MOST_ROWS:
                return [], [f"Line {line}: more than {MOST_ROWS} lines; split the file."]
            if not any(cell.strip() for cell in cells):
                continue
            values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            row, problems = _row(values, line)
            key = (values.get("therapy", ""), values.get("country", "").upper())
            if key in seen:
                problems.append(f"Line {line}: {key[0]} in {key[1]} stands already in line {seen[key]}.")
            seen.setdefault(key, line)
            errors += problems
            if row is not None:
                rows.append(row)
    except CsvError as error:
        errors.append(str(error))
    return rows, errors


def _row(values: dict[str, str], line: int) -> tuple[AvailabilityRow | None, list[str]]:
    problems = []
    code = values.get("country", "").upper()
    if not values.get("therapy"):
        problems.append(f"Line {line}, therapy: write its address, the last part of the page's own (“luxturna”).")
    if code not in countries:
        problems.append(f"Line {line}, country: “{values.get('country', '')}” is not a two-letter country code.")
    if values.get("state") not in AvailabilityState.values:
        problems.append(f"Line {line}, state: write one of: {', '.join(AvailabilityState.values)}.")
    problems += _problems_of_source(values, line)
    typed = values.get("checked on", "")
    day = _day(typed)
    if day is None:
        problems.append(f"Line {line}, checked on: “{typed}” is not a day; write it as 2026-03-31.")
    elif day > datetime.date.today():
        problems.append(f"Line {line}, checked on: {day.isoformat()} is still to come.")
    if problems or day is None:
        return None, problems
    return AvailabilityRow(
        line, values["therapy"], code, values["state"], values["source title"], values.get("source publisher", ""),
        values["source address"], day,
    ), []  # fmt: skip


def _problems_of_source(values: dict[str, str], line: int) -> list[str]:
    problems = []
    for column, length in LONGEST.items():
        if len(values.get(column, "")) > length:
            problems.append(f"Line {line}, {column}: longer than {length} characters.")
    try:
        URLValidator(["http", "https"])(values.get("source address", ""))
    except ValidationError:
        problems.append(f"Line {line}, source address: “{values.get('source address', '')}” is not a web address.")
    if not values.get("source title"):
        problems.append(f"Line {line}, source title: every row needs a source.")
    return problems


def _day(text: str) -> datetime.date | None:
    """Return the day of "2026-03-31"; None for every other form, which Python might read in its own way."""
    try:
        return datetime.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


@transaction.atomic
def propose_availability(rows: list[AvailabilityRow]) -> AvailabilityReport:
    """Make a draft of each therapy whose availability the rows change; the published entry stays as it is.

    A therapy with a draft under way is refused: the import must not mix with what an editor is writing.
    """
    report = AvailabilityReport()
    therapies = {therapy.slug: therapy for therapy in Therapy.objects.filter(locale=Locale.get_default())}
    by_therapy: dict[str, list[AvailabilityRow]] = {}
    for row in rows:
        if row.therapy not in therapies:
            report.errors.append(f"Line {row.line}, therapy: there is no therapy with the address “{row.therapy}”.")
        by_therapy.setdefault(row.therapy, []).append(row)
    if report.errors:
        return report
    for slug, wanted in by_therapy.items():
        _propose(therapies[slug], wanted, report)
    if report.errors:
        transaction.set_rollback(True)
    return report


def _propose(therapy: Therapy, wanted: list[AvailabilityRow], report: AvailabilityReport) -> None:
    draft = therapy.get_latest_revision_as_object()
    held = {str(row.country): row for row in draft.availability.all()}
    changes = []
    for row in wanted:
        source = _source(row)
        before = held.get(row.country)
        after = (row.state, source.pk, row.checked_on)
        if before is not None and (before.state, before.source_id, before.checked_on) == after:
            report.unchanged += 1
            continue
        changes.append(f"{therapy.name}, {row.country}: {before.state if before else 'nothing'} -> {row.state}")
        if before is not None:
            before.state, before.source, before.checked_on = row.state, source, row.checked_on
        else:
            held[row.country] = Availability(
                country=row.country, state=row.state, source=source, checked_on=row.checked_on, sort_order=len(held)
            )
    if not changes:
        return
    if therapy.has_unpublished_changes or therapy.workflow_in_progress:
        report.errors.append(f"{therapy.name} has a draft under way: publish or discard it first, then import again.")
        return
    draft.availability = list(held.values())
    draft.save_revision(log_action=True)
    workflow = therapy.get_workflow()
    if workflow is not None:
        workflow.start(therapy, None)
    report.changed += changes


def _source(row: AvailabilityRow) -> Source:
    """Return the source at an address, which may be the resolver's of a DOI or PMID; made where there is none."""
    for name, resolver in RESOLVERS.items():
        if row.source_address.startswith(resolver):
            number = row.source_address.removeprefix(resolver).rstrip("/")
            found = Source.objects.filter(**{name: number, "url": None}).first()
            if found is not None:
                return found
    source, _made = Source.objects.get_or_create(
        url=row.source_address, defaults={"title": row.source_title, "publisher": row.source_publisher}
    )
    return source
