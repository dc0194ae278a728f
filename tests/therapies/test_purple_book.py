"""FDA's Purple Book: read whole, compared fact by fact, and never more than a list of differences."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.base.spreadsheets import MOST_ROWS
from tests.factories.regulators import PURPLE_HEADINGS, licence_line, write_purple_book
from tests.factories.therapies import make_authorisation, make_therapy
from therapies.importing.compare import Held
from therapies.importing.propose import note_purple_book
from therapies.importing.purple_book import (
    Licence,
    PurpleBookError,
    bare_number,
    compare_licence,
    parse_day,
    read_purple_book,
)
from therapies.models import RegulatorDifference, RegulatorReading, Therapy

LICENSED = ("2017-08-30", "authorised")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "purplebook.csv"


def only_licence(path, *lines):
    book = read_purple_book(write_purple_book(path, lines))
    assert book.errors == []
    (licence,) = book.licences.values()
    return licence


def only_error(path):
    book = read_purple_book(path)
    assert len(book.errors) == 1, book.errors
    return book.errors[0]


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8-Dec-23", (2023, 12, 8)),
        ("08-DEC-2023", (2023, 12, 8)),
        ("8-December-2023", (2023, 12, 8)),
        ("2-Dec-87", (1987, 12, 2)),
        ("1-Jan-41", (1941, 1, 1)),
        ("31-Dec-40", (2040, 12, 31)),
        ("December 8, 2023", (2023, 12, 8)),
        ("12/8/2023", (2023, 12, 8)),
        ("2023-12-08", (2023, 12, 8)),
        ("", None),
        (" ", None),
        ("N/A", None),
    ],
)
def test_day_is_read(text, day):
    assert parse_day(text, "line 3") == (datetime.date(*day) if day else None)


@pytest.mark.parametrize("text", ["31-Feb-24", "31/02/2024", "29-Feb-2023", "1-Xyz-23", "2024-02-31", "0-Jan-20"])
def test_day_that_does_not_exist_is_refused_with_its_place(text):
    with pytest.raises(PurpleBookError, match=f"^line 3, Approval Date: “{text}” does not exist in the calendar.$"):
        parse_day(text, "line 3, Approval Date")


@given(st.one_of(st.text(max_size=20), st.from_regex(r"\A[0-9]{1,4}[-/][A-Za-z0-9]{1,4}[-/][0-9]{1,4}\Z")))
def test_any_text_is_a_day_or_none_or_refused(text):
    try:
        day = parse_day(text, "line 3")
    except PurpleBookError as error:
        day = str(error).startswith("line 3: ")

    assert day in (None, True) or isinstance(day, datetime.date)


def test_last_section_is_the_whole_list(path):
    changed = [licence_line("Changed", "125001", Licensure="Revoked")]
    book = read_purple_book(write_purple_book(path, [licence_line(), licence_line("Other", "125001")], changed=changed))

    assert book.errors == []
    assert {number: licence.licensure for number, licence in book.licences.items()} == {
        "125999": "Licensed",
        "125001": "Licensed",
    }


def test_file_with_one_section_and_columns_of_another_year_is_read(path):
    headings = [*PURPLE_HEADINGS[:5], "License Type", *PURPLE_HEADINGS[6:], "Patent List Provided"]
    path.write_text(f"{','.join(headings)}\n,Someone,125999,Exampla,,,,,,,Rx,Licensed,30-Aug-17,\n")

    assert read_purple_book(path).licences["125999"].first_licensed == datetime.date(2017, 8, 30)


@pytest.mark.parametrize(
    ("rows", "licensure", "marketing", "day"),
    [
        ([{"Marketing Status": "Disc"}, {"Marketing Status": "Rx"}], "Licensed", "Rx", 30),
        ([{"Marketing Status": "Rx"}, {"Marketing Status": "Disc"}], "Licensed", "Rx", 30),
        ([{"Marketing Status": "Disc"}, {"Marketing Status": "Disc*"}], "Licensed", "Disc", 30),
        ([{"Licensure": "Voluntarily Revoked"}, {}], "Licensed", "Rx", 30),
        ([{}, {"Licensure": "Revoked"}], "Licensed", "Rx", 30),
        ([{"Licensure": "Revoked"}, {"Licensure": "Revoked"}], "Revoked", "Rx", 30),
        ([{}, {"Date of First Licensure": "", "Approval Date": "4-Apr-24"}], "Licensed", "Rx", 30),
        ([{"Date of First Licensure": "N/A", "Approval Date": "29-Aug-17"}, {}], "Licensed", "Rx", 29),
    ],
)
def test_rows_of_one_licence_are_taken_together(path, rows, licensure, marketing, day):
    licence = only_licence(path, *[licence_line(**row) for row in rows])

    assert (licence.licensure, licence.marketing) == (licensure, marketing)
    assert licence.first_licensed == datetime.date(2017, 8, day)


def test_place_of_a_wrong_date_is_told_with_line_and_column(path):
    lines = [licence_line(), licence_line("Two", "125001", **{"Approval Date": "31-Feb-24"}),
             licence_line("Three", "125002", **{"Date of First Licensure": "soon"})]  # fmt: skip

    assert read_purple_book(write_purple_book(path, lines)).errors == [
        "line 6, Approval Date: “31-Feb-24” does not exist in the calendar.",
        "line 7, Date of First Licensure: “soon” is not a date; the Purple Book writes 8-Dec-23.",
    ]


def test_line_that_ends_too_early_is_told(path):
    write_purple_book(path, [licence_line()])
    with path.open("a") as file:
        file.write(",Someone,125001\r\n,,,,,\r\n,Someone,,Name,,,,,,,Rx,Licensed,,\r\n")

    assert read_purple_book(path).errors == [
        "line 6: the line ends too early, or BLA Number is empty.",
        "line 8: the line ends too early, or BLA Number is empty.",
    ]


@pytest.mark.parametrize("missing", ["Applicant", "BLA Number", "Proprietary Name", "Licensure"])
def test_column_that_is_missing_is_named(path, missing):
    write_purple_book(path, [licence_line()], headings=[one for one in PURPLE_HEADINGS if one != missing])

    assert only_error(path) == f"Line 4: these columns are missing: {missing}."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "No line beginning with “N/R/U”: download the Purple Book as CSV."),
        (b"<html></html>", "No line beginning with “N/R/U”"),
        (b"PK\x03\x04\xff\xfe", "purplebook.csv cannot be read as text"),
        (",".join(PURPLE_HEADINGS).encode(), "No licence below line 1: download the Purple Book again."),
        (
            ",".join(PURPLE_HEADINGS).encode() + b'\n"' + b"x" * 200_000 + b'"',
            "is not CSV (field larger than field limit",
        ),
        (b",,\n" * (MOST_ROWS + 5), f"Line {MOST_ROWS + 1}: more than {MOST_ROWS} lines"),
    ],
    ids=range(6),
)
def test_file_of_another_kind_is_refused(path, content, told):
    path.write_bytes(content)

    assert told in only_error(path)


def test_file_that_is_not_there_or_is_a_folder_is_refused(path):
    assert only_error(path).endswith("purplebook.csv does not exist.")
    path.mkdir()
    assert "cannot be read as text" in only_error(path)


def test_number_of_ours_is_written_as_theirs():
    assert bare_number("BLA 125197") == bare_number(" stn 125197") == bare_number("125197") == "125197"


# --- comparing -------------------------------------------------------------------------------------------------------


def licence(**changes):
    values = {
        "number": "125999",
        "name": "EXAMPLA",
        "applicant": "Example Pharma, Inc.",
        "licensure": "Licensed",
        "marketing": "Rx",
        "first_licensed": datetime.date(2017, 8, 30),
    }
    return Licence(**{**values, **changes})


def held(**changes):
    values = {
        "brand_name": "Exampla",
        "number": "BLA 125999",
        "holder": "Example Pharma",
        "kind": "standard",
        "events": (LICENSED,),
    }
    return Held(**{**values, **changes})


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({}, {}),
        ({"name": "N/A"}, {}),
        ({"name": ""}, {}),
        ({"first_licensed": None}, {}),
        ({}, {"events": (("2017-08", "authorised"),)}),
        ({"applicant": "Celgene Corporation, a Bristol-Myers Squibb Company"}, {"holder": "Celgene (BMS)"}),
        ({"applicant": ""}, {}),
        ({"licensure": "Revoked", "marketing": "Disc"}, {"events": (LICENSED, ("2025-01", "withdrawn"))}),
        ({"licensure": "Voluntarily Revoked"}, {"events": (LICENSED, ("2025-01", "withdrawn"))}),
        ({"marketing": "Disc"}, {"events": (LICENSED, ("2025-01", "no longer marketed"))}),
        ({}, {"events": (LICENSED, ("2025-01", "label restricted"))}),
        ({}, {"events": (LICENSED, ("2025-01", "suspended"))}),
    ],
)  # fmt: skip
def test_what_only_looks_different_agrees(theirs, ours):
    assert compare_licence(licence(**theirs), held(**ours)) == []


@pytest.mark.parametrize(
    ("theirs", "ours", "field", "said"),
    [
        ({"number": "125998"}, {}, "licence number", ("BLA 125999", "125998")),
        ({}, {"number": ""}, "licence number", ("nothing", "125999")),
        ({"name": "Cordcyte"}, {}, "brand name", ("Exampla", "Cordcyte")),
        ({"first_licensed": datetime.date(2017, 8, 31)}, {}, "first licensure", ("2017-08-30", "2017-08-31")),
        ({}, {"events": (("2016", "authorised"),)}, "first licensure", ("2016", "2017-08-30")),
        ({}, {"events": (("2020", "refused"),)}, "first licensure", ("nothing", "2017-08-30")),
        ({}, {"events": (("2020", "refused"),)}, "status", ("Not approved: refused", "Licensed")),
        ({"applicant": "Amgen Inc."}, {}, "holder", ("Example Pharma", "Amgen Inc.")),
        ({"licensure": "Revoked"}, {}, "status", ("Approved", "Revoked")),
        ({"licensure": "Voluntarily Revoked"}, {"events": (LICENSED, ("2025", "no longer marketed"))}, "status",
         ("Approval still exists, but no longer sold", "Voluntarily Revoked")),
        ({}, {"events": (LICENSED, ("2025", "withdrawn"))}, "status", ("No longer approved: withdrawn", "Licensed")),
        ({"marketing": "Disc"}, {}, "status", ("Approved", "Licensed, discontinued")),
        ({"marketing": "Disc*"}, {"events": (LICENSED, ("2025", "label restricted"))}, "status",
         ("Approved, use restricted", "Licensed, discontinued")),
    ],
)  # fmt: skip
def test_disagreement_is_told_with_both_sides(theirs, ours, field, said):
    found = {one.field: (one.ours, one.theirs) for one in compare_licence(licence(**theirs), held(**ours))}

    assert found[field] == said


# --- noting ----------------------------------------------------------------------------------------------------------


def us_therapy(name="Exampla", number="BLA 125999", events=(LICENSED,), **fields):
    authorisation = make_authorisation(name, "US", events, number=number, holder="Example Pharma", **fields)
    return make_therapy(name, authorisations=[authorisation])


def note(path, *lines):
    write_purple_book(path, lines)
    return note_purple_book(read_purple_book(path), path)


@pytest.mark.django_db
def test_differences_are_noted_once_and_nothing_is_changed(path):
    therapy = us_therapy(events=(("2017-08-29", "authorised"),))

    first = note(path, licence_line())
    second = note(path, licence_line())

    therapy.refresh_from_db()
    assert first.new == ["Exampla, first licensure: we say “2017-08-29”, the list says “2017-08-30”."]
    assert (second.new, second.known) == ([], 1)
    assert (therapy.has_unpublished_changes, therapy.revisions.count(), Therapy.objects.count()) == (False, 1, 1)
    assert RegulatorDifference.objects.get().therapy == therapy
    assert RegulatorReading.objects.count() == 2


@pytest.mark.django_db
def test_licence_number_that_differs_is_found_by_name(path):
    us_therapy(number="BLA 125000")

    assert note(path, licence_line()).new == [
        "Exampla, licence number: we say “BLA 125000”, the list says “125999”.",
    ]


@pytest.mark.django_db
def test_what_is_not_in_the_list_is_named_each_by_itself(path):
    for name in ("First", "Second"):
        us_therapy(name, number="")

    assert note(path, licence_line("Other", "125001")).not_mapped == [
        "First (no number) is not in the Purple Book.",
        "Second (no number) is not in the Purple Book.",
    ]


@pytest.mark.django_db
def test_what_was_never_licensed_is_not_missed(path):
    us_therapy(number="", events=(("2025-10-03", "application withdrawn"),))

    report = note(path, licence_line("Other", "125001"))

    assert (report.not_mapped, report.new) == ([], [])


@pytest.mark.django_db
def test_only_us_authorisations_are_compared(path):
    make_therapy("Exampla", authorisations=[make_authorisation("Exampla", "EU", number="BLA 125999")])

    report = note(path, licence_line())

    assert (report.new, report.agreeing, report.not_mapped) == ([], 0, [])
