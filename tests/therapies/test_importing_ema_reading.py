"""EMA's table as a file, in every shape it has had, and in shapes that nobody should trust."""

import datetime
import json

import pytest

from portal.base.spreadsheets import LARGEST_UNPACKED, MOST_ROWS
from tests.factories.regulators import (
    AUTHORISED_ON,
    ENDED_ON,
    HEADINGS,
    ema_line,
    other_line,
    sheet_of,
    with_part,
    write_ema_json,
    write_ema_xlsx,
)
from therapies.importing.reading import EmaTable, read_table

SHEET = "xl/worksheets/sheet1.xml"
LINES = (
    ema_line("Kymriah", "EMEA/H/C/004090"),
    other_line(),
    ema_line("Alofisel", "EMEA/H/C/004258", **{"Medicine status": "Withdrawn", ENDED_ON: "13/12/2024"}),
    ema_line("Cattlecel", "EMEA/V/C/000001", **{"Category": "Veterinary"}),
)
# What EMA called the columns in other years.
OLD_NAMES = {
    "Name of medicine": "Medicine name",
    "EMA product number": "Product number",
    "Medicine status": "Authorisation status",
    "Therapeutic area (MeSH)": "Therapeutic area",
    "Marketing authorisation developer / applicant / holder": "Marketing authorisation holder/company name",
    "Refusal of marketing authorisation date": "Date of refusal of marketing authorisation",
    "Last updated date": "Revision date",
    "Medicine URL": "URL",
    "Generic or hybrid": "Generic",
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "medicines.xlsx"


def names(table):
    assert table.errors == []
    return [row.name for row in table.rows]


def only_error(table):
    """Return the one thing that is wrong with a table."""
    assert len(table.errors) == 1, table.errors
    return table.errors[0]


# --- shapes ----------------------------------------------------------------------------------------------------------


def test_advanced_therapies_for_people_are_found_and_nothing_else(path):
    table = read_table(write_ema_xlsx(path, LINES))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert [row.place for row in table.rows] == ["row 10", "row 12"]
    assert table.seen == 4


@pytest.mark.parametrize("header_row", [1, 2, 9, 30])
def test_line_of_headings_is_found_wherever_it_stands(path, header_row):
    assert names(read_table(write_ema_xlsx(path, LINES, header_row=header_row))) == ["Kymriah", "Alofisel"]


@pytest.mark.parametrize("headings", [HEADINGS[::-1], sorted(HEADINGS), HEADINGS[20:] + HEADINGS[:20]])
def test_columns_may_stand_in_any_order(path, headings):
    table = read_table(write_ema_xlsx(path, LINES, headings=headings))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert table.rows[1].ended_on == datetime.date(2024, 12, 13)


def test_columns_may_have_the_names_of_other_years(path):
    table = read_table(write_ema_xlsx(path, LINES, rename=OLD_NAMES))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert table.rows[0].holder == "Example Pharma B.V."
    assert table.rows[0].page == "https://www.ema.example/kymriah"


def test_columns_that_are_new_or_gone_do_no_harm(path):
    headings = [heading for heading in HEADINGS if heading not in ("Medicine URL", "Last updated date", "Biosimilar")]
    table = read_table(write_ema_xlsx(path, LINES, headings=[*headings, "Carbon footprint", None, "Mood"]))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert table.rows[0].page == ""


def test_dates_may_be_days_instead_of_text(path):
    day = datetime.datetime(2018, 8, 23)

    assert read_table(write_ema_xlsx(path, [ema_line(**{AUTHORISED_ON: day})])).rows[0].authorised_on == day.date()


def test_empty_lines_are_passed_over(path):
    table = read_table(write_ema_xlsx(path, [LINES[0], {}, {}, LINES[2]]))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert table.seen == 2


def test_wrong_line_that_is_no_advanced_therapy_does_not_matter(path):
    assert names(read_table(write_ema_xlsx(path, [*LINES, other_line(**{AUTHORISED_ON: "31/02/2024"})])))


def test_json_says_the_same_as_the_spreadsheet(path, tmp_path):
    spreadsheet = read_table(write_ema_xlsx(path, LINES))
    table = read_table(write_ema_json(tmp_path / "medicines.json", LINES))

    assert names(table) == ["Kymriah", "Alofisel"]
    assert [row.place for row in table.rows] == ["entry 1", "entry 3"]
    assert [row.events() for row in table.rows] == [row.events() for row in spreadsheet.rows]


def test_json_without_its_envelope_is_read(tmp_path):
    path = write_ema_json(tmp_path / "medicines.json", LINES)
    path.write_text(json.dumps(json.loads(path.read_text())["data"]), encoding="utf-8-sig")

    assert names(read_table(path)) == ["Kymriah", "Alofisel"]


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("Output automatically generated from content on www.ema.europa.eu on: 14/03/2026 - 06:00", (2026, 3, 14)),
        ("2026-03-14T05:00:00Z", (2026, 3, 14)),
        ("99/99/2026", None),
        ("2026-02-31", None),
        ("", None),
    ],
)
def test_day_of_the_table_is_read_where_it_is_given(as_of, day):
    assert EmaTable(as_of=as_of).day == (datetime.date(*day) if day else None)


def test_age_of_the_table_is_kept(path, tmp_path):
    words = "Output automatically generated from content on www.ema.europa.eu on: 14/03/2026 - 06:00"

    assert read_table(write_ema_xlsx(path, LINES)).as_of == words
    assert read_table(write_ema_xlsx(path, LINES, header_row=1)).as_of == ""
    assert read_table(write_ema_json(tmp_path / "medicines.json", LINES)).as_of == "2026-03-14T05:00:00Z"


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["Medicine status", "Advanced therapy", "EMA product number", "Name of medicine"])
def test_column_that_is_missing_is_named_with_its_row(path, missing):
    table = read_table(write_ema_xlsx(path, LINES, headings=[one for one in HEADINGS if one != missing]))

    name = {"EMA product number": "number", "Name of medicine": "name", "Medicine status": "status"}.get(
        missing, missing
    )
    assert only_error(table) == f"row 9: these columns are missing: {name.lower()}. Download the table again."
    assert table.rows == []


def test_table_without_headings_is_refused(path):
    table = read_table(write_ema_xlsx(path, LINES, headings=["Product", "State", "Since"]))

    assert "No line of headings (“Category”, “Name of medicine” …) in the first 40 rows" in only_error(table)


def test_heading_that_stands_twice_is_refused(path):
    def change(sheet):
        sheet.cell(9, 60, "Medicine status")

    assert "row 9: these columns stand twice: medicine status." in only_error(
        read_table(write_ema_xlsx(path, LINES, change=change))
    )


def test_merged_cells_are_refused_with_their_place(path):
    table = read_table(write_ema_xlsx(path, LINES, change=lambda sheet: sheet.merge_cells("B10:B11")))

    assert only_error(table).startswith("Cells B10:B11 are merged: unmerge them")


def test_merged_cells_above_the_headings_do_no_harm(path):
    assert names(read_table(write_ema_xlsx(path, LINES, change=lambda sheet: sheet.merge_cells("A3:D5"))))


@pytest.mark.parametrize("cell", ["B10", "D12", "AM13"])
def test_formula_is_refused_with_its_cell(path, cell):
    def change(sheet):
        sheet[cell] = "=A1"

    table = read_table(write_ema_xlsx(path, LINES, change=change))

    assert only_error(table) == f"{cell} holds a formula: paste values only."


def test_every_line_that_cannot_be_is_told_with_row_and_column(path):
    lines = [
        ema_line("One", "EMEA/H/C/1", **{AUTHORISED_ON: "31/02/2024"}),
        ema_line("Two", "EMEA/H/C/2", **{"Medicine status": "Vanished"}),
        ema_line("Three", "EMEA/H/C/3", **{"Medicine status": "Withdrawn", ENDED_ON: "01/01/2001"}),
        ema_line("Four", "EMEA/H/C/4", **{"Advanced therapy": "perhaps"}),
        ema_line("Five", "EMEA/H/C/5"),
    ]
    errors = read_table(write_ema_xlsx(path, lines)).errors

    assert len(errors) == 4
    assert errors[0] == "row 10, marketing authorisation date: “31/02/2024” does not exist in the calendar."
    assert errors[1].startswith("row 11, medicine status: “Vanished” is new to us")
    assert "row 12, withdrawal, expiry, revocation or lapse: 01/01/2001 lies before the authorisation" in errors[2]
    assert errors[3] == "row 13, advanced therapy: “perhaps” is neither Yes nor No."


def test_product_number_that_stands_twice_is_told_with_both_rows(path):
    lines = [ema_line("One", "EMEA/H/C/1"), ema_line("Two", "EMEA/H/C/2"), ema_line("Three", "EMEA/H/C/1")]

    assert read_table(write_ema_xlsx(path, lines)).errors == [
        "row 10: product number EMEA/H/C/1 stands more than once.",
        "row 12: product number EMEA/H/C/1 stands more than once.",
    ]


def test_table_without_one_advanced_therapy_is_refused(path):
    table = read_table(write_ema_xlsx(path, [other_line(), other_line(number="EMEA/H/C/000002")]))

    assert only_error(table) == "No advanced therapy for people in 2 lines: is it EMA's whole table?"


def test_hundred_thousand_rows_are_refused_with_the_row(path, tmp_path):
    text = sheet_of(write_ema_xlsx(path, LINES))
    more = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(14, 100_001))
    text = text.replace("</sheetData>", f"{more}</sheetData>")

    table = read_table(with_part(path, SHEET, text.encode(), tmp_path / "long.xlsx"))

    assert f"Row {MOST_ROWS + 1}: more than {MOST_ROWS} rows; split the file." in table.errors


def test_many_lines_of_one_number_do_not_take_for_ever(tmp_path):
    path = write_ema_json(tmp_path / "medicines.json", [ema_line()] * 10_000)

    assert len(read_table(path).errors) == 10_000


def test_zip_bomb_is_not_opened(path, tmp_path):
    write_ema_xlsx(path, LINES)
    bomb = with_part(path, SHEET, b"\0" * (LARGEST_UNPACKED + 1), tmp_path / "bomb.xlsx")

    assert only_error(read_table(bomb)) == "bomb.xlsx unpacks to more than 60 MB and was not opened."


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table></table></html>", b""])
def test_other_file_renamed_is_refused(path, content):
    path.write_bytes(content)

    assert only_error(read_table(path)) == "medicines.xlsx is not an XLSX file: save it as XLSX, not as XLS or HTML."


def test_half_a_file_is_refused(path, tmp_path):
    whole = write_ema_xlsx(path, LINES).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    assert "is not an XLSX file" in only_error(read_table(path))


def test_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    (tmp_path / "folder.json").mkdir()

    assert only_error(read_table(tmp_path / "none.xlsx")).endswith("none.xlsx does not exist.")
    assert only_error(read_table(tmp_path / "none.json")).endswith("none.json does not exist.")
    assert "cannot be read: Is a directory" in only_error(read_table(tmp_path / "folder.json"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "is not JSON"),
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[" + b"9" * 5_000 + b"]", "is not JSON"),
        (b'"text"', "has no list called “data”"),
        (b'{"data": {}}', "has no list called “data”"),
        (b'{"data": ["a", "b"]}', "has no list called “data”"),
        (b'{"meta": [], "data": []}', "No advanced therapy for people in 0 lines"),
        (b'{"data": [{"category": "Human"}]}', "entry 1: these columns are missing: name, number, status, advanced"),
    ],
    ids=range(10),
)
def test_json_of_another_kind_is_refused(tmp_path, content, told):
    path = tmp_path / "medicines.json"
    path.write_bytes(content)

    assert told in only_error(read_table(path))


def test_entry_that_lacks_a_column_or_holds_a_list_is_told(tmp_path):
    path = write_ema_json(tmp_path / "medicines.json", LINES)
    content = json.loads(path.read_text())
    del content["data"][2]["medicine_status"]
    path.write_text(json.dumps(content))
    assert only_error(read_table(path)).startswith("entry 3: these columns are missing: status.")

    content["data"][2]["medicine_status"] = ["Withdrawn"]
    path.write_text(json.dumps(content))
    assert only_error(read_table(path)) == "entry 3, medicine_status: holds a list or an object; EMA writes text."


def test_json_of_hundred_thousand_entries_is_refused(tmp_path):
    path = tmp_path / "medicines.json"
    path.write_text(json.dumps({"data": [{"category": "Human"}] * 100_000}))

    assert only_error(read_table(path)) == (
        f"Entry {MOST_ROWS + 1}: more than {MOST_ROWS} entries; is it the right file?"
    )
