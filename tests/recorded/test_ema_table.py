"""EMA's real table of March 2026, as it is and in the shapes of other years."""

import datetime

import pytest
from openpyxl import load_workbook

from tests.factories.regulators import HEADINGS, write_ema_xlsx
from therapies.enums import Status
from therapies.importing.columns import normalise
from therapies.importing.propose import propose_from_ema
from therapies.importing.reading import read_table
from therapies.models import Authorisation, Therapy
from therapies.status import is_approved, status_on

NEVER_AUTHORISED = {"Elevidys", "Amtagvi", "Fanskya", "Jelrix"}
ENDED = {
    "Beqvez", "Alofisel", "Zynteglo", "Skysona", "Zalmoxis", "Maci", "Glybera", "ChondroCelect", "Provenge",
}  # fmt: skip
OLD_NAMES = {
    "Name of medicine": "Medicine name",
    "EMA product number": "Product number",
    "Medicine status": "Authorisation status",
    "Therapeutic area (MeSH)": "Therapeutic area",
    "Medicine URL": "URL",
}


@pytest.fixture(scope="module")
def path(shared):
    return shared / "samples" / "ema" / "medicines-output-medicines-report_en_2026-03-14.xlsx"


@pytest.fixture(scope="module")
def table(path):
    return read_table(path)


@pytest.fixture(scope="module")
def lines(path):
    """The lines of advanced therapies by heading, and twenty others."""
    workbook = load_workbook(path, read_only=True)
    rows = list(workbook.worksheets[0].iter_rows(min_row=9, max_col=len(HEADINGS), values_only=True))
    workbook.close()
    headings = {normalise(heading): heading for heading in HEADINGS}
    names = [headings.get(normalise(cell), "Generic or hybrid") for cell in rows[0]]
    found = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    advanced = [line for line in found if line["Advanced therapy"] == "Yes"]
    return [*advanced, *[line for line in found if line["Advanced therapy"] == "No"][:20]]


def test_every_advanced_therapy_is_found(table):
    assert table.errors == []
    assert table.seen == 2_673
    assert len(table.rows) == 35
    assert table.day == datetime.date(2026, 3, 14)


def test_therapies_never_authorised_are_kept_apart_and_none_is_approved_that_is_not(table):
    assert {row.name for row in table.rows if not row.was_authorised} == NEVER_AUTHORISED
    approved = {row.name for row in table.rows if row.status == "authorised"}
    assert len(approved) == 22
    assert {row.name for row in table.rows} == approved | NEVER_AUTHORISED | ENDED


def test_json_form_says_the_same(table, shared):
    other = read_table(shared / "samples" / "ema" / "derived_medicines_json_report_2026-03-14.json")

    assert other.errors == []
    assert {(row.number, row.status, tuple(row.events())) for row in other.rows} == {
        (row.number, row.status, tuple(row.events())) for row in table.rows
    }


@pytest.mark.parametrize(
    "shape",
    [
        {"header_row": 1},
        {"headings": HEADINGS[::-1]},
        {"headings": [one for one in HEADINGS if one not in ("Generic or hybrid", "Opinion status")]},
        {"rename": OLD_NAMES},
        {"rename": OLD_NAMES, "header_row": 1, "headings": HEADINGS[10:] + HEADINGS[:10]},
    ],
    ids=["headings-first", "moved", "fewer", "renamed", "all-of-it"],
)
def test_shapes_of_other_years_are_read_alike(lines, table, tmp_path, shape):
    other = read_table(write_ema_xlsx(tmp_path / "older.xlsx", lines, **shape))

    assert other.errors == []
    assert {(row.number, tuple(row.events())) for row in other.rows} == {
        (row.number, tuple(row.events())) for row in table.rows
    }


@pytest.mark.django_db
def test_second_reading_proposes_nothing_and_nothing_is_published(table, path):
    first = propose_from_ema(table, path)
    second = propose_from_ema(table, path)

    assert len(first.drafts) == 35
    assert (second.new, second.drafts) == ([], [])
    assert not Therapy.objects.filter(live=True).exists()
    statuses = {row.brand_name: row.status for row in Authorisation.objects.prefetch_related("events")}
    approved = {name for name, status in statuses.items() if is_approved(status)}
    assert approved == set(statuses) - NEVER_AUTHORISED - ENDED
    assert {name for name, status in statuses.items() if status in (Status.WITHDRAWN, Status.EXPIRED)} == ENDED


@pytest.mark.parametrize(
    ("day", "ever", "in_force"), [("2018-12-31", 13, 9), ("2022-12-31", 24, 17), ("2026-11-23", 33, 24)]
)
def test_starter_content_counts_eu_authorisations_as_the_clients_list_does(shared, day, ever, in_force):
    # Imported here: the files are only read where there is something to compare them with.
    from portal.starter.reading import read_folder

    on = datetime.date.fromisoformat(day)
    histories = [
        [(str(event["date"]), event["what"]) for event in facts["events"]]
        for file in read_folder("therapies")
        for facts in file.facts["authorisations"]
        if facts["jurisdiction"] == "EU"
    ]
    begun = [events for events in histories if any(what == "authorised" and date <= day for date, what in events)]

    assert len(begun) == ever
    assert sum(is_approved(status_on(events, on)) for events in begun) == in_force
