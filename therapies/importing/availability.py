"""Availability by country from CSV: checked as a whole, then proposed as drafts; nothing is published."""

import csv
import datetime
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django_countries import countries
from wagtail.models import Locale

from portal.base.models import Source
from therapies.enums import AvailabilityState
from therapies.models import Availability, Therapy

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
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = [cell.strip().lower() for cell in next(reader, [])]
    lacking = [name for name in COLUMNS if name not in header]
    if lacking:
        return [], [f"Line 1: these columns are missing: {', '.join(lacking)}. Export once to see the form."]
    rows: list[AvailabilityRow] = []
    errors: list[str] = []
    seen: dict[tuple[str | None, str | None], int] = {}
    for line, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        row, problems = _row(values, line)
        key = (values.get("therapy"), values.get("country"))
        if key in seen:
            problems.append(f"Line {line}: {key[0]} in {key[1]} stands already in line {seen[key]}.")
        seen.setdefault(key, line)
        errors += problems
        if row is not None:
            rows.append(row)
    return rows, errors


def _row(values: dict, line: int) -> tuple[AvailabilityRow | None, list[str]]:
    problems = []
    code = values.get("country", "").upper()
    if not countries.name(code):
        problems.append(f"Line {line}, country: “{values.get('country')}” is not a two-letter country code.")
    if values.get("state") not in AvailabilityState.values:
        problems.append(f"Line {line}, state: write one of: {', '.join(AvailabilityState.values)}.")
    try:
        URLValidator(["http", "https"])(values.get("source address", ""))
    except ValidationError:
        problems.append(f"Line {line}, source address: “{values.get('source address')}” is not a web address.")
    if not values.get("source title"):
        problems.append(f"Line {line}, source title: every row needs a source.")
    try:
        day = datetime.date.fromisoformat(values.get("checked on", ""))
    except ValueError:
        problems.append(f"Line {line}, checked on: “{values.get('checked on')}” is not a day; write it as 2026-03-31.")
        day = None
    if problems or day is None:
        return None, problems
    return AvailabilityRow(
        line, values["therapy"], code, values["state"], values["source title"], values.get("source publisher", ""),
        values["source address"], day,
    ), []  # fmt: skip


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
    source, _made = Source.objects.get_or_create(
        url=row.source_address, defaults={"title": row.source_title, "publisher": row.source_publisher}
    )
    return source
