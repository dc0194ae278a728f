"""Availability by country: checked line by line, proposed as drafts, and the same again when it is exported."""

import datetime
import io

import pytest

from portal.base.countries import EUROPE, european_countries
from portal.base.models import Source
from portal.base.roles import setup_roles
from portal.base.spreadsheets import MOST_ROWS
from portal.starter.loading.saving import publish
from tests.factories.kernel import locale_of, make_source
from tests.factories.therapies import make_therapy
from therapies.exporting import availability_csv
from therapies.importing.availability import COLUMNS, propose_availability, read_rows
from therapies.models import Availability, Therapy

HEADER = ",".join(COLUMNS)
GOOD = "luxturna,DE,paid for,G-BA decision,G-BA,https://g-ba.example/luxturna,2026-03-31"


def csv_of(*lines, header=HEADER):
    return "\n".join([header, *lines]) + "\n"


def changed(**changes):
    """Return the good line with some cells changed."""
    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    return ",".join({**cells, **changes}.values())


def errors_of(*lines):
    return read_rows(csv_of(*lines))[1]


# --- reading ---------------------------------------------------------------------------------------------------------


def test_good_line_is_read():
    rows, errors = read_rows(csv_of(GOOD))

    assert errors == []
    assert (rows[0].line, rows[0].therapy, rows[0].country, rows[0].state) == (2, "luxturna", "DE", "paid for")
    assert rows[0].checked_on == datetime.date(2026, 3, 31)


@pytest.mark.parametrize("code", ["DE", "de", "GB", "XK", "JP"])
def test_country_is_a_code_of_two_letters(code):
    rows, errors = read_rows(csv_of(changed(country=code)))

    assert errors == []
    assert rows[0].country == code.upper()


def test_columns_may_stand_in_any_order_with_others_between_and_a_mark_in_front():
    order = [*reversed(COLUMNS), "our note"]
    cells = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    text = "\ufeff" + csv_of(",".join([cells.get(name, "x") for name in order]), header=",".join(order).upper())

    rows, errors = read_rows(text)

    assert errors == []
    assert rows[0].therapy == "luxturna"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (changed(country="XX"), "Line 2, country: “XX” is not a two-letter country code."),
        (changed(country="Germany"), "Line 2, country: “Germany” is not a two-letter country code."),
        (changed(country="DEU"), "Line 2, country: “DEU” is not"),
        (changed(country="276"), "Line 2, country: “276” is not"),
        (changed(country="EU"), "Line 2, country: “EU” is not"),
        (changed(country=""), "Line 2, country: “” is not"),
        (changed(state="yes"), "Line 2, state: write one of: paid for, launched, not launched, withdrawn, not known."),
        (changed(**{"checked on": "31/02/2024"}), "Line 2, checked on: “31/02/2024” is not a day; write it as 2026"),
        (changed(**{"checked on": "2024-02-31"}), "Line 2, checked on: “2024-02-31” is not a day"),
        (changed(**{"checked on": "20240228"}), "Line 2, checked on: “20240228” is not a day"),
        (changed(**{"checked on": "2024-W10-1"}), "Line 2, checked on: “2024-W10-1” is not a day"),
        (changed(**{"checked on": "2999-01-01"}), "Line 2, checked on: 2999-01-01 is still to come."),
        (changed(**{"source address": "g-ba"}), "Line 2, source address: “g-ba” is not a web address."),
        (changed(**{"source address": "javascript:alert(1)"}), "Line 2, source address: “javascript:alert(1)” is not"),
        (changed(**{"source title": ""}), "Line 2, source title: every row needs a source."),
        (changed(**{"source title": "x" * 401}), "Line 2, source title: longer than 400 characters."),
        (changed(therapy=""), "Line 2, therapy: write its address"),
        ("luxturna,DE", "Line 2, state: write one of"),
    ],
)  # fmt: skip
def test_wrong_cell_is_told_with_line_and_column(line, told):
    assert any(error.startswith(told) for error in errors_of(line)), errors_of(line)


def test_everything_that_is_wrong_is_told_at_once():
    errors = errors_of(changed(country="XX", state="yes"), GOOD, changed(therapy="other", **{"checked on": "soon"}))

    assert [error.split(":")[0] for error in errors] == ["Line 2, country", "Line 2, state", "Line 4, checked on"]


def test_line_numbers_are_those_of_the_file():
    title = '"A title\nover two lines"'
    errors = errors_of("", changed(**{"source title": title}), changed(therapy="other", country="XX"))

    assert [error.split(":")[0] for error in errors] == ["Line 5, country"]


@pytest.mark.parametrize("again", [GOOD, changed(state="withdrawn"), changed(country="de")])
def test_country_of_a_therapy_that_stands_twice_is_told(again):
    assert errors_of(GOOD, changed(country="FR"), again) == ["Line 4: luxturna in DE stands already in line 2."]


@pytest.mark.parametrize("missing", COLUMNS)
def test_column_that_is_missing_is_named(missing):
    header = ",".join(name for name in COLUMNS if name != missing)

    assert read_rows(csv_of(GOOD, header=header)) == (
        [],
        [f"Line 1: these columns are missing: {missing}. Export once to see the form."],
    )


def test_empty_file_says_which_columns_it_needs():
    assert read_rows("")[1] == [
        f"Line 1: these columns are missing: {', '.join(COLUMNS)}. Export once to see the form."
    ]


def test_hundred_thousand_lines_are_refused_at_the_first_that_is_too_many():
    rows, errors = read_rows(csv_of(*["x"] * 100_000))

    assert (rows, errors) == ([], [f"Line {MOST_ROWS + 1}: more than {MOST_ROWS} lines; split the file."])


def test_cell_without_end_is_refused():
    assert "is not CSV (field larger than field limit" in errors_of(f'"{"x" * 200_000}"')[-1]


# --- proposing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def luxturna(db):
    setup_roles()
    return make_therapy("Luxturna")


def propose(*lines):
    rows, errors = read_rows(csv_of(*lines))
    assert errors == []
    return propose_availability(rows)


def draft_of(therapy):
    """Return what a therapy's draft says, country by country."""
    therapy.refresh_from_db()
    draft = therapy.get_latest_revision_as_object()
    return {str(row.country): (row.state, str(row.checked_on)) for row in draft.availability.all()}


def test_rows_become_a_draft_and_the_published_entry_stays_as_it_is(luxturna, client):
    report = propose(GOOD, changed(country="FR", state="launched"))

    assert report.changed == ["Luxturna, DE: nothing -> paid for", "Luxturna, FR: nothing -> launched"]
    assert draft_of(luxturna) == {"DE": ("paid for", "2026-03-31"), "FR": ("launched", "2026-03-31")}
    assert not Availability.objects.exists()
    assert luxturna.live
    assert luxturna.has_unpublished_changes
    assert luxturna.workflow_in_progress
    assert b"G-BA" not in client.get("/therapies/luxturna/").content


def test_second_import_changes_nothing(luxturna):
    propose(GOOD)
    revisions = luxturna.revisions.count()

    report = propose(GOOD)

    assert (report.changed, report.unchanged, report.errors) == ([], 1, [])
    assert luxturna.revisions.count() == revisions


def test_row_that_is_held_already_is_changed_and_the_others_stay(luxturna):
    propose(GOOD, changed(country="FR"))
    luxturna.refresh_from_db()
    luxturna.current_workflow_state.cancel()
    luxturna.get_latest_revision().publish()

    report = propose(changed(state="withdrawn", **{"checked on": "2026-06-01"}))

    assert report.changed == ["Luxturna, DE: paid for -> withdrawn"]
    assert draft_of(luxturna) == {"DE": ("withdrawn", "2026-06-01"), "FR": ("paid for", "2026-03-31")}


def test_therapy_that_nobody_knows_is_told_and_nothing_is_written(luxturna):
    report = propose(GOOD, changed(therapy="unobtainium"))

    assert report.errors == ["Line 3, therapy: there is no therapy with the address “unobtainium”."]
    assert not Therapy.objects.get().has_unpublished_changes
    assert not Source.objects.exists()


def test_draft_of_an_editor_is_not_mixed_with_the_import(luxturna):
    other = make_therapy("Zolgensma")
    luxturna.vector = "AAV2"
    luxturna.save_revision()

    report = propose(changed(therapy="zolgensma"), GOOD)

    other.refresh_from_db()
    assert report.errors == ["Luxturna has a draft under way: publish or discard it first, then import again."]
    assert not other.has_unpublished_changes, "All rows or none."
    assert not Source.objects.exists()


def test_source_is_shared_by_its_address(luxturna):
    source = make_source(url="https://g-ba.example/luxturna", title="As we call it")

    propose(GOOD, changed(country="AT"))

    assert Source.objects.get() == source
    luxturna.refresh_from_db()
    assert {row.source for row in luxturna.get_latest_revision_as_object().availability.all()} == {source}


# --- exporting -------------------------------------------------------------------------------------------------------


def with_availability(therapy, country="DE", source=None, state="paid for"):
    Availability.objects.create(
        therapy=therapy, country=country, state=state, source=source or make_source(),
        checked_on=datetime.date(2026, 3, 31),
    )  # fmt: skip
    therapy.refresh_from_db()
    publish(Therapy.objects.get(pk=therapy.pk))


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"url": None, "doi": "10.1000/182"},
        {"url": None, "pmid": "123456"},
        {"title": '=HYPERLINK("https://a.example"), "quoted", and\nin two lines', "publisher": "+49"},
    ],
    ids=["address", "doi", "pmid", "formula"],
)
def test_export_can_be_imported_and_changes_nothing(luxturna, source):
    with_availability(luxturna, source=make_source(**source))
    with_availability(luxturna, "XK", state="not known")

    rows, errors = read_rows(availability_csv())
    report = propose_availability(rows)

    assert errors == []
    assert (report.changed, report.errors, report.unchanged) == ([], [], 2)
    assert Source.objects.count() == 2


def test_export_holds_no_formula(luxturna):
    with_availability(luxturna, source=make_source(title="=1+1", publisher="@SUM"))

    assert ",'=1+1,'@SUM," in availability_csv()


def test_export_holds_what_is_published_in_the_first_language_only(luxturna):
    with_availability(luxturna)
    copy = luxturna.copy_for_translation(locale_of("de"))
    copy.live = True
    copy.save()
    with_availability(make_therapy("Draft", live=True))
    Therapy.objects.filter(name="Draft").update(live=False)

    lines = io.StringIO(availability_csv()).readlines()

    assert [line.split(",")[0] for line in lines[1:]] == ["luxturna"]


# --- what readers see ------------------------------------------------------------------------------------------------


def test_every_european_country_is_on_the_page_known_or_not(luxturna, client):
    with_availability(luxturna, "DE")
    with_availability(luxturna, "FR", state="not known")

    page = client.get("/therapies/luxturna/").content.decode()

    assert len(EUROPE) == len(set(EUROPE)) == 49
    assert [name for _code, name in european_countries() if name not in page.replace("&amp;", "&")] == []
    assert f"{len(EUROPE) - 1} European countries about which we do not know" in page
    assert "paid for by the health system" in page
    assert "31 March 2026" in page


def test_page_without_any_availability_says_so(luxturna, client):
    page = client.get("/therapies/luxturna/").content.decode()

    assert "We do not know yet in which countries people can get it." in page
    assert f"{len(EUROPE)} European countries about which we do not know" in page


@pytest.mark.django_db
def test_page_of_a_therapy_that_is_approved_nowhere_does_not_send_anybody_looking_for_it(client):
    make_therapy("Glybera", events=[("2012", "authorised"), ("2017", "expired")])

    page = client.get("/therapies/glybera/").content.decode()

    assert "we know of no country where people can get it" in page
    assert "about which we do not know" not in page
    assert "We do not know yet in which countries" not in page
