"""Turns what regulators' lists say into proposals: differences for people to settle, and drafts. Publishes nothing."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from portal.base.enums import TherapyKind
from portal.base.models import Source
from portal.base.text import fold
from therapies.enums import DifferenceState, EventKind, Given, Jurisdiction, Modification, Regulator
from therapies.importing.compare import Difference, Held, compare
from therapies.importing.purple_book import Licence, PurpleBook, compare_licence
from therapies.importing.reading import EmaTable
from therapies.importing.rows import ENDED, NEVER, EmaRow
from therapies.models import (
    Authorisation,
    AuthorisationEvent,
    RegulatorDifference,
    RegulatorReading,
    Therapy,
    TherapyCitation,
)

EMA = "European Medicines Agency / European Commission"
NO_DAY = "The regulator's list gives no day for this."


@dataclass
class ProposalReport:
    """What one reading brought: new differences and drafts, what was known already, what could not be mapped."""

    new: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    known: int = 0
    agreeing: int = 0
    not_mapped: list[str] = field(default_factory=list)


def held_of(authorisation: Authorisation) -> Held:
    """Return an authorisation in the form that is compared."""
    return Held(
        brand_name=authorisation.brand_name,
        number=authorisation.number,
        holder=authorisation.holder,
        kind=authorisation.kind,
        events=tuple(authorisation.dated_events),
    )


@transaction.atomic
def propose_from_ema(table: EmaTable, path: Path) -> ProposalReport:
    """Compare EMA's table with our EU authorisations. A second reading of the same table proposes nothing new."""
    reading = _reading(Regulator.EMA, path, table.as_of, table.seen, len(table.rows))
    report = ProposalReport()
    by_number, by_name = _authorisations(Jurisdiction.EU)
    for row in table.rows:
        found = by_number.get(row.number) or by_name.get(fold(row.name)) or by_name.get(fold(row.previous_name))
        if found is None:
            _propose_new(row, reading, report)
            continue
        differences = compare(row, held_of(found))
        if not differences:
            report.agreeing += 1
        for difference in differences:
            _remember(reading, row.number, row.name, difference, found.therapy, report)
    listed = {row.number for row in table.rows}
    for number, authorisation in by_number.items():
        if number and number not in listed:
            report.not_mapped.append(f"{authorisation.brand_name} ({number}) is ours, but not in the table.")
    return _finish(reading, report)


@transaction.atomic
def note_purple_book(book: PurpleBook, path: Path) -> ProposalReport:
    """Compare FDA's Purple Book with our US authorisations; differences only, no drafts."""
    by_number, _by_name = _authorisations(Jurisdiction.US)
    reading = _reading(Regulator.PURPLE_BOOK, path, "", len(book.licences), len(by_number))
    report = ProposalReport()
    for number, authorisation in by_number.items():
        licence = book.licences.get(number.removeprefix("BLA").strip())
        if licence is None:
            report.not_mapped.append(f"{authorisation.brand_name} ({number or 'no number'}) is not in the Purple Book.")
            continue
        differences = compare_licence(licence, held_of(authorisation)) + _name_difference(licence, authorisation)
        if not differences:
            report.agreeing += 1
        for difference in differences:
            _remember(reading, licence.number, authorisation.brand_name, difference, authorisation.therapy, report)
    return _finish(reading, report)


def _name_difference(licence: Licence, authorisation: Authorisation) -> list[Difference]:
    theirs, ours = fold(licence.name), fold(authorisation.brand_name)
    is_same = licence.name in ("", "N/A") or ours.startswith(theirs)
    return [] if is_same else [Difference("brand name", authorisation.brand_name, licence.name)]


def _authorisations(jurisdiction: str) -> tuple[dict, dict]:
    found = Authorisation.objects.filter(jurisdiction=jurisdiction, therapy__locale=Locale.get_default())
    rows = list(found.select_related("therapy").prefetch_related("events").order_by("pk"))
    return {row.number: row for row in rows}, {fold(row.brand_name): row for row in rows}


def _reading(regulator: str, path: Path, as_of: str, lines: int, therapies: int) -> RegulatorReading:
    return RegulatorReading.objects.create(
        regulator=regulator,
        file_name=path.name,
        file_digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        as_of=as_of[:200],
        lines_seen=lines,
        therapies_seen=therapies,
    )


def _finish(reading: RegulatorReading, report: ProposalReport) -> ProposalReport:
    reading.new_differences = len(report.new) + len(report.drafts)
    reading.not_mapped = report.not_mapped
    reading.save()
    return report


def _remember(
    reading: RegulatorReading,
    number: str,
    name: str,
    difference: Difference,
    therapy: Therapy | None,
    report: ProposalReport,
    state: str = DifferenceState.OPEN,
) -> bool:
    _row, is_new = RegulatorDifference.objects.get_or_create(
        regulator=reading.regulator,
        product_number=number,
        field=difference.field,
        theirs=difference.theirs,
        defaults={
            "product_name": name, "ours": difference.ours, "therapy": therapy, "first_reading": reading, "state": state,
        },
    )  # fmt: skip
    if is_new and state == DifferenceState.OPEN:
        report.new.append(
            f"{name}, {difference.field}: we say “{difference.ours}”, the list says “{difference.theirs}”."
        )
    if not is_new:
        report.known += 1
    return is_new


def _propose_new(row: EmaRow, reading: RegulatorReading, report: ProposalReport) -> None:
    """Make a draft for a therapy we do not hold, and start the Editorial workflow; once per product number."""
    difference = Difference("therapy", "not in the portal", f"{row.name}: {row.status}")
    same = RegulatorDifference.objects.filter(regulator=reading.regulator, product_number=row.number, field="therapy")
    if same.exists():
        report.known += 1
        return
    therapy = draft_of(row)
    _remember(reading, row.number, row.name, difference, therapy, report, state=DifferenceState.DRAFTED)
    report.drafts.append(f"{row.name} ({row.number}): draft “{therapy.name}” awaits an editor.")
    report.not_mapped.append(
        f"{row.name}: kind, change to genes and conditions are not in EMA's table; "
        f"fill them in (areas: {'; '.join(row.areas) or 'none given'})."
    )


def draft_of(row: EmaRow) -> Therapy:
    """Return a saved, unpublished draft with what EMA's table gives; editors fill in and correct the rest."""
    slug = slugify(row.name)
    taken = set(Therapy.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    names = set(Therapy.objects.values_list("folded_name", flat=True))
    name = row.name if fold(row.name) not in names else f"{row.name} (EMA {row.number})"
    therapy = Therapy(
        locale=Locale.get_default(),
        name=name,
        slug=slug if slug not in taken else f"{slug}-{slugify(row.number)}",
        inn=row.inn[:250],
        kind=TherapyKind.GENE_MODIFIED_CELLS,
        modification=Modification.NONE,
        given=Given.EX_VIVO,
        live=False,
        has_unpublished_changes=True,
    )
    source = _source_of(row)
    events = events_of(row)
    authorisation = Authorisation(
        sort_order=0,
        jurisdiction=Jurisdiction.EU,
        regulator=EMA,
        brand_name=row.name,
        number=row.number,
        holder=row.holder,
        kind=row.kind,
        regulator_page=row.page,
        is_verified=True,
        editor_note="Made from EMA's table of medicines. Kind, change to genes and “given” are placeholders: set them.",
    )
    authorisation.events = [
        AuthorisationEvent(sort_order=place, date=date, kind=kind, reason=reason, source=source)
        for place, (date, kind, reason) in enumerate(events)
    ]
    therapy.authorisations = [authorisation]
    if source is not None:
        therapy.citations = [TherapyCitation(source=source, sort_order=0)]
    therapy.save()
    therapy.save_revision(log_action=True)
    workflow = therapy.get_workflow()
    if workflow is not None:
        workflow.start(therapy, None)
    return therapy


def events_of(row: EmaRow) -> list[tuple[str, EventKind, str]]:
    """Return date, kind and reason of each event; an end without a day is put into the year we read of it.

    Leaving such an end out would show a therapy as approved that is not.
    """
    events = [(date, kind, "") for date, kind in row.events()]
    end = ENDED.get(row.status) or NEVER.get(row.status)
    if end and not any(kind == end for _date, kind, _reason in events):
        last = max([date for date, _kind, _reason in events], default="")
        events.append((row.listed_year or last[:4], end, NO_DAY))
    return events


def _source_of(row: EmaRow) -> Source | None:
    if not row.page:
        return None
    source, _made = Source.objects.get_or_create(
        url=row.page,
        defaults={
            "title": f"{row.name}: European public assessment report (EPAR)",
            "publisher": "European Medicines Agency",
        },
    )
    return source
