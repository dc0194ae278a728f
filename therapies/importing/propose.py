"""Turns what regulators' lists say into proposals: differences for people to settle, and drafts. Publishes nothing."""

import datetime
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
from therapies.importing.purple_book import PurpleBook, bare_number, compare_licence
from therapies.importing.reading import EmaTable
from therapies.importing.rows import EmaRow
from therapies.models import (
    Authorisation,
    AuthorisationEvent,
    RegulatorDifference,
    RegulatorReading,
    Therapy,
    TherapyCitation,
)
from therapies.status import problems_of

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
    held = _authorisations(Jurisdiction.EU)
    by_number = {row.number: row for row in held if row.number}
    by_name = {fold(row.brand_name): row for row in held}
    for row in table.rows:
        found = by_number.get(row.number) or by_name.get(fold(row.name)) or by_name.get(fold(row.previous_name))
        if found is None:
            _propose_new(row, table, reading, report)
            continue
        differences = compare(row, held_of(found))
        if not differences:
            report.agreeing += 1
        for difference in differences:
            _remember(reading, row.number, row.name, difference, found.therapy, report)
    listed = {row.number for row in table.rows}
    for number, authorisation in by_number.items():
        if number not in listed:
            report.not_mapped.append(f"{authorisation.brand_name} ({number}) is ours, but not in the table.")
    return _finish(reading, report)


@transaction.atomic
def note_purple_book(book: PurpleBook, path: Path) -> ProposalReport:
    """Compare FDA's Purple Book with our US authorisations; differences only, no drafts."""
    held = _authorisations(Jurisdiction.US)
    reading = _reading(Regulator.PURPLE_BOOK, path, "", len(book.licences), len(held))
    report = ProposalReport()
    by_name = {fold(licence.name): licence for licence in book.licences.values() if licence.has_name}
    for authorisation in held:
        ours = held_of(authorisation)
        licence = book.licences.get(bare_number(ours.number)) or by_name.get(fold(ours.brand_name))
        if licence is None:
            # What was never licensed cannot be in a list of licences.
            if ours.was_authorised:
                number = ours.number or "no number"
                report.not_mapped.append(f"{ours.brand_name} ({number}) is not in the Purple Book.")
            continue
        differences = compare_licence(licence, ours)
        if not differences:
            report.agreeing += 1
        for difference in differences:
            _remember(reading, licence.number, ours.brand_name, difference, authorisation.therapy, report)
    return _finish(reading, report)


def _authorisations(jurisdiction: Jurisdiction) -> list[Authorisation]:
    rows = Authorisation.objects.filter(jurisdiction=jurisdiction, therapy__locale=Locale.get_default())
    return list(rows.select_related("therapy").prefetch_related("events").order_by("brand_name", "pk"))


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


def _propose_new(row: EmaRow, table: EmaTable, reading: RegulatorReading, report: ProposalReport) -> None:
    """Propose what EMA lists and we do not hold as an EU authorisation; once per product number and status.

    A therapy that we know from elsewhere under this name gets a difference, for nobody may write into its entry; for
    any other a draft is made, and the Editorial workflow started.
    """
    known = _therapy_called(row)
    kind = "EU authorisation" if known else "therapy"
    difference = Difference(kind, "not in the portal", f"{row.name}: {row.status}")
    same = {"regulator": reading.regulator, "product_number": row.number, "field": kind, "theirs": difference.theirs}
    if RegulatorDifference.objects.filter(**same).exists():
        report.known += 1
        return
    if known:
        _remember(reading, row.number, row.name, difference, known, report)
        return
    therapy = draft_of(row, table.day)
    _remember(reading, row.number, row.name, difference, therapy, report, state=DifferenceState.DRAFTED)
    report.drafts.append(f"{row.name} ({row.number}): draft “{therapy.name}” awaits an editor.")
    report.not_mapped += [f"{row.name}: {problem}" for problem in _not_mapped(row, therapy)]


def _therapy_called(row: EmaRow) -> Therapy | None:
    """Return the therapy that has one of the names, as its own or as a brand name somewhere."""
    wanted = {fold(name) for name in (row.name, row.previous_name) if name}
    therapies = Therapy.objects.filter(locale=Locale.get_default())
    found = therapies.filter(folded_name__in=wanted).first()
    if found is not None:
        return found
    brands = Authorisation.objects.filter(therapy__in=therapies).select_related("therapy").order_by("pk")
    return next((brand.therapy for brand in brands if fold(brand.brand_name) in wanted), None)


def _not_mapped(row: EmaRow, therapy: Therapy) -> list[str]:
    """Return what a draft lacks because EMA's table does not say it, or says too little."""
    areas = "; ".join(row.areas) or "none given"
    problems = [f"kind, change to genes and conditions are not in EMA's table; fill them in (areas: {areas})."]
    if row.inn:
        others = Therapy.objects.filter(locale=therapy.locale, inn__iexact=row.inn).exclude(pk=therapy.pk)
        problems += [f"has the active substance of “{other}”: is it the same therapy?" for other in others]
    if row.end and not row.has_end_day:
        problems.append("the day of the end is not in the table; the year in the draft is a placeholder.")
    events = therapy.authorisations.all()[0].dated_events
    if not events and not row.is_undecided:
        problems.append("no date in the table, so the draft has no events; enter them.")
    return problems + problems_of(events)


def draft_of(row: EmaRow, day: datetime.date | None = None) -> Therapy:
    """Return a saved, unpublished draft with what EMA's table gives; editors fill in and correct the rest."""
    slug = slugify(row.name)[:80] or slugify(row.number)
    taken = set(Therapy.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    therapy = Therapy(
        locale=Locale.get_default(),
        name=row.name,
        slug=slug if slug not in taken else f"{slug}-{slugify(row.number)}"[:120],
        inn=row.inn[:250],
        kind=TherapyKind.GENE_MODIFIED_CELLS,
        modification=Modification.NONE,
        given=Given.EX_VIVO,
        live=False,
        has_unpublished_changes=True,
    )
    source = _source_of(row)
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
        last_seen_on=day.isoformat() if day else "",
        editor_note="Made from EMA's table of medicines. Kind, change to genes and “given” are placeholders: set them.",
    )
    authorisation.events = [
        AuthorisationEvent(sort_order=place, date=date, kind=kind, reason=reason, source=source)
        for place, (date, kind, reason) in enumerate(events_of(row))
    ]
    therapy.authorisations = [authorisation]
    if source is not None:
        therapy.citations = [TherapyCitation(source=source, sort_order=0)]
    therapy.save()
    # "In short" must be written by a person; until then the draft is incomplete, and the last step refuses it.
    therapy.save_revision(log_action=True, clean=False)
    workflow = therapy.get_workflow()
    if workflow is not None:
        workflow.start(therapy, None)
    return therapy


def events_of(row: EmaRow) -> list[tuple[str, EventKind, str]]:
    """Return date, kind and reason of each event; an end without a day is put into the year we read of it.

    Leaving such an end out would show a therapy as approved that is not.
    """
    events = [(date, kind, "") for date, kind in row.events()]
    if row.end and not row.has_end_day:
        last = max([date for date, _kind, _reason in events], default="")
        year = max(row.listed_year, last[:4])
        if year:
            events.append((year, row.end, NO_DAY))
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
