"""One line of EMA's table: what it says, and what it cannot say."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.regulators import (
    APPLICATION_WITHDRAWN_ON,
    AUTHORISED_ON,
    ENDED_ON,
    HEADINGS,
    REFUSED_ON,
    SUSPENDED_ON,
    ema_line,
)
from therapies.enums import AuthorisationKind, EventKind, Status
from therapies.importing.columns import by_our_names, missing, normalise, our_name, twice
from therapies.importing.rows import RowError, parse_day, parse_list, parse_row, yes_or_no
from therapies.status import is_approved, problems_of, status_on

PLACE = "row 12"


def row_of(**changes):
    line = ema_line(**changes)
    return parse_row(by_our_names(line, line.values()), PLACE)


def refusal(**changes):
    """Return what is said of a line that cannot be used."""
    with pytest.raises(RowError) as caught:
        row_of(**changes)
    return str(caught.value)


# --- columns ---------------------------------------------------------------------------------------------------------


def test_columns_that_are_needed_are_among_those_of_the_real_table():
    assert missing(HEADINGS) == []
    assert twice(HEADINGS) == []


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Name of medicine", "name"),
        ("name_of_medicine", "name"),
        ("Medicine name", "name"),
        (" NAME  OF\nMEDICINE ", "name"),
        ("International non-proprietary name (INN) / common name", "inn"),
        ("international_non_proprietary_name_common_name", "inn"),
        ("Date of refusal of marketing authorisation", "refused_on"),
        ("Marketing authorisation holder/company name", "holder"),
        ("Generic or hybrid", ""),
        ("European Commission decision date", ""),  # the latest decision, not the first
        (None, ""),
        (17, ""),
    ],
)
def test_column_is_known_by_whatever_name(heading, name):
    assert our_name(heading) == name


def test_json_key_of_every_heading_is_the_same_column():
    assert [our_name(normalise(heading)) for heading in HEADINGS] == [our_name(heading) for heading in HEADINGS]


def test_of_two_columns_for_one_fact_the_first_that_is_filled_counts():
    assert by_our_names(["Revision date", "Last updated date"], ["", "12/03/2026"]) == {"updated_on": "12/03/2026"}
    assert by_our_names(["Revision date", "Last updated date"], ["1", "2"]) == {"updated_on": "1"}


def test_heading_that_stands_twice_is_told():
    assert twice(["Category", "Medicine status", "medicine  status", "Biosimilar", "Biosimilar"]) == ["medicine status"]


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("23/08/2018", datetime.date(2018, 8, 23)),
        (" 1/2/2019 ", datetime.date(2019, 2, 1)),
        ("29/02/2024", datetime.date(2024, 2, 29)),
        ("2018-08-23", datetime.date(2018, 8, 23)),
        ("2018-08-23T00:00:00Z", datetime.date(2018, 8, 23)),
        ("2018-08-23 00:00:00", datetime.date(2018, 8, 23)),
        (datetime.datetime(2018, 8, 23, 6), datetime.date(2018, 8, 23)),
        (datetime.date(2018, 8, 23), datetime.date(2018, 8, 23)),
        (None, None),
        ("", None),
        ("  ", None),
        ("N/A", None),
    ],
)
def test_day_is_read(value, day):
    assert parse_day(value, PLACE) == day


@pytest.mark.parametrize("value", ["31/02/2024", "29/02/2023", "32/01/2024", "01/13/2024", "00/01/2024", "2024-02-31"])
def test_day_that_does_not_exist_is_refused_with_its_place(value):
    with pytest.raises(RowError, match=f"^row 12, opinion: “{value}” does not exist in the calendar.$"):
        parse_day(value, "row 12, opinion")


@pytest.mark.parametrize("value", ["August 2018", "23.08.2018", "08/2018", "23/08/18", 43335, "#VALUE!", "٢٣/٠٨/٢٠١٨"])
def test_what_is_no_day_is_refused_with_its_place(value):
    with pytest.raises(RowError, match=r"^row 12: “.*” is not a date; EMA writes dd/mm/yyyy\.$"):
        parse_day(value, PLACE)


@given(
    st.one_of(st.text(max_size=30), st.from_regex(r"\A[0-9/\-T: ]{6,20}\Z"), st.integers(), st.floats(), st.booleans())
)
def test_any_cell_is_a_day_or_none_or_refused(value):
    try:
        day = parse_day(value, PLACE)
    except RowError as error:
        day = str(error).startswith("row 12: “")

    assert day in (None, True) or isinstance(day, datetime.date)


def test_list_is_divided_at_semicolons_only():
    assert parse_list("Lymphoma, Large B-Cell, Diffuse; Leukemia ;; ") == (
        "Lymphoma, Large B-Cell, Diffuse",
        "Leukemia",
    )
    assert parse_list(None) == ()


@pytest.mark.parametrize(("value", "answer"), [("Yes", True), (" yes ", True), (True, True), ("1", True), ("No", False),
                                               ("", False), (None, False), (False, False), ("n/a", False)])  # fmt: skip
def test_yes_and_no_are_read(value, answer):
    assert yes_or_no(value, PLACE) is answer


@pytest.mark.parametrize("value", ["maybe", "Y", "oui", "2", "#REF!"])
def test_what_is_neither_yes_nor_no_is_refused(value):
    with pytest.raises(RowError, match=f"^row 12: “{value}” is neither Yes nor No.$"):
        yes_or_no(value, PLACE)


# --- lines -----------------------------------------------------------------------------------------------------------


def test_line_becomes_facts():
    row = row_of(name="Kymriah", number="EMEA/H/C/004090")

    assert (row.name, row.previous_name, row.number, row.status) == ("Kymriah", "", "EMEA/H/C/004090", "authorised")
    assert row.areas == ("Lymphoma, Large B-Cell, Diffuse", "Leukemia")
    assert row.holder == "Example Pharma B.V."
    assert row.authorised_on == datetime.date(2018, 8, 23)
    assert row.listed_year == "2026"
    assert row.was_authorised
    assert row.end is None


def test_earlier_name_in_brackets_is_taken_apart():
    row = row_of(name="Beqvez (previously Durveqtix)")

    assert (row.name, row.previous_name) == ("Beqvez", "Durveqtix")


def test_markup_in_a_text_is_taken_out():
    assert row_of(**{"Therapeutic indication": "<p>For <b>adults</b></p>"}).indication == "For  adults"


@pytest.mark.parametrize(
    ("conditional", "exceptional", "kind"),
    [
        ("No", "No", AuthorisationKind.STANDARD),
        ("Yes", "No", AuthorisationKind.CONDITIONAL),
        ("No", "Yes", AuthorisationKind.EXCEPTIONAL),
        ("Yes", "Yes", AuthorisationKind.CONDITIONAL),
        (None, None, AuthorisationKind.STANDARD),
    ],
)
def test_kind_of_authorisation_is_read(conditional, exceptional, kind):
    assert row_of(**{"Conditional approval": conditional, "Exceptional circumstances": exceptional}).kind == kind


@pytest.mark.parametrize(
    ("status", "dates", "events", "standing"),
    [
        ("Authorised", {}, [("2018-08-23", "authorised")], Status.IN_FORCE),
        ("AUTHORISED ", {}, [("2018-08-23", "authorised")], Status.IN_FORCE),
        ("Authorised", {REFUSED_ON: "01/01/2017"}, [("2018-08-23", "authorised")], Status.IN_FORCE),
        ("Withdrawn", {ENDED_ON: "24/03/2022"}, [("2018-08-23", "authorised"), ("2022-03-24", "withdrawn")],
         Status.WITHDRAWN),
        ("Revoked", {ENDED_ON: "24/03/2022"}, [("2018-08-23", "authorised"), ("2022-03-24", "withdrawn")],
         Status.WITHDRAWN),
        ("Expired", {ENDED_ON: "24/03/2022"}, [("2018-08-23", "authorised"), ("2022-03-24", "expired")],
         Status.EXPIRED),
        ("Lapsed", {ENDED_ON: "24/03/2022"}, [("2018-08-23", "authorised"), ("2022-03-24", "expired")], Status.EXPIRED),
        ("Expired", {ENDED_ON: "01/07/2020", SUSPENDED_ON: "19/11/2019", REFUSED_ON: "26/04/2013"},
         [("2018-08-23", "authorised"), ("2019-11-19", "suspended"), ("2020-07-01", "expired")], Status.EXPIRED),
        ("Suspended", {SUSPENDED_ON: "24/03/2022"}, [("2018-08-23", "authorised"), ("2022-03-24", "suspended")],
         Status.SUSPENDED),
        ("Refused", {AUTHORISED_ON: None, REFUSED_ON: "24/09/2025"}, [("2025-09-24", "refused")], Status.REFUSED),
        ("Refused", {AUTHORISED_ON: None, REFUSED_ON: "24/09/2025", APPLICATION_WITHDRAWN_ON: "01/01/2026"},
         [("2025-09-24", "refused")], Status.REFUSED),
        ("Application withdrawn", {AUTHORISED_ON: None, APPLICATION_WITHDRAWN_ON: "22/07/2025"},
         [("2025-07-22", "application withdrawn")], Status.APPLICATION_WITHDRAWN),
        ("Application withdrawn", {APPLICATION_WITHDRAWN_ON: "22/07/2025", REFUSED_ON: "01/05/2025"},
         [("2025-07-22", "application withdrawn")], Status.APPLICATION_WITHDRAWN),
        ("Withdrawn from rolling review", {AUTHORISED_ON: None, APPLICATION_WITHDRAWN_ON: "02/11/2021"},
         [("2021-11-02", "application withdrawn")], Status.APPLICATION_WITHDRAWN),
        ("Opinion", {AUTHORISED_ON: None}, [], Status.UNKNOWN),
        ("Opinion", {}, [], Status.UNKNOWN),
        ("Opinion under re-examination", {AUTHORISED_ON: None}, [], Status.UNKNOWN),
    ],
)  # fmt: skip
def test_status_and_dates_become_events(status, dates, events, standing):
    row = row_of(**{"Medicine status": status, **dates})

    assert row.events() == events
    assert status_on(row.events()) == standing
    assert problems_of(row.events()) == []
    assert is_approved(status_on(row.events())) is (status.strip().lower() == "authorised")


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("Withdrawn", EventKind.WITHDRAWN),
        ("Expired", EventKind.EXPIRED),
        ("Refused", EventKind.REFUSED),
        ("Application withdrawn", EventKind.APPLICATION_WITHDRAWN),
    ],
)
def test_end_without_a_day_is_known_to_lack_it(status, end):
    row = row_of(**{"Medicine status": status})

    assert row.end == end
    assert not row.has_end_day


# --- lines that cannot be --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Name of medicine": None}, "row 12: name and product number must be there; is the line part of a merged"),
        ({"EMA product number": "  "}, "row 12: name and product number must be there"),
        ({"Medicine status": "Under evaluation"}, "row 12, medicine status: “Under evaluation” is new to us; known"),
        ({"Medicine status": None}, "row 12, medicine status: “None” is new to us"),
        ({AUTHORISED_ON: "31/02/2024"}, "row 12, marketing authorisation date: “31/02/2024” does not exist"),
        ({ENDED_ON: "soon"}, "row 12, withdrawal, expiry, revocation or lapse: “soon” is not a date"),
        ({"Last updated date": "2026"}, "row 12, last updated: “2026” is not a date"),
        ({"Conditional approval": "perhaps"}, "row 12, conditional approval: “perhaps” is neither Yes nor No"),
        ({"Medicine status": "Withdrawn", ENDED_ON: "22/08/2018"},
         "row 12, withdrawal, expiry, revocation or lapse: 22/08/2018 lies before the authorisation (23/08/2018)."),
        ({"Medicine status": "Suspended", SUSPENDED_ON: "01/01/2001"},
         "row 12, suspension: 01/01/2001 lies before the authorisation"),
        ({ENDED_ON: "01/01/2020"}, "01/01/2020, but the medicine status is “authorised”: both cannot be true."),
        ({"Medicine status": "Suspended", ENDED_ON: "01/01/2020"}, "but the medicine status is “suspended”"),
        ({"Name of medicine": "x" * 121}, "row 12, name: longer than 120 characters"),
        ({"EMA product number": "E" * 61}, "row 12, product number: longer than 60 characters"),
        ({"Medicine URL": "javascript:alert(1)"}, "row 12, medicine URL: “javascript:alert(1)” is not a web address."),
    ],
)  # fmt: skip
def test_line_that_cannot_be_is_refused_with_row_and_column(changes, told):
    assert told in refusal(**changes)
