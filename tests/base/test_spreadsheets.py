"""Files that call themselves spreadsheets: read within bounds, or refused with their place; never half read."""

import datetime
import random
import re
import zipfile

import pytest
from openpyxl import Workbook

from portal.base.spreadsheets import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_ROWS,
    SpreadsheetError,
    check_package,
    merged_cells,
    read_rows,
)
from tests.factories.regulators import sheet_of, with_part

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def table(tmp_path):
    """A small table: a heading, two lines, one empty cell."""
    workbook = Workbook()
    for row in (["Name", "Number", "Day"], ["first", 1, datetime.datetime(2024, 5, 1)], [None, 2, "01/05/2024"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "table.xlsx")
    return tmp_path / "table.xlsx"


def values(path):
    return [(number, [cell for cell in cells if cell is not None]) for number, cells in read_rows(path)]


def refusal(path):
    """Return what is said of a file that cannot be used."""
    with pytest.raises(SpreadsheetError) as caught:
        list(read_rows(path))
    return str(caught.value)


def test_rows_come_with_their_numbers_and_values(table):
    assert values(table) == [
        (1, ["Name", "Number", "Day"]),
        (2, ["first", 1, datetime.datetime(2024, 5, 1)]),
        (3, [2, "01/05/2024"]),
    ]


def test_wide_sheet_is_cut_off_after_the_hundredth_column(table):
    workbook = Workbook()
    workbook.active.cell(1, 1_024, "far away")
    workbook.save(table)

    assert [len(cells) for _number, cells in read_rows(table)] == [MOST_COLUMNS]


def test_sheet_that_gives_its_own_size_too_small_is_read_to_the_end(table, tmp_path):
    wrong = sheet_of(table).replace('<dimension ref="A1:C3"', '<dimension ref="A1"')
    assert 'ref="A1"' in wrong

    assert len(values(with_part(table, SHEET, wrong.encode(), tmp_path / "wrong.xlsx"))) == 3


def test_first_sheet_is_read_wherever_it_is_stored(table):
    workbook = Workbook()
    workbook.active.append(["second"])
    first = workbook.create_sheet("First", 0)
    first.append(["first"])
    first.merge_cells("A5:B6")
    workbook.save(table)

    assert values(table)[0] == (1, ["first"])
    assert merged_cells(table) == [(5, "A5:B6")]


def test_merged_cells_are_found_with_their_first_row(table):
    workbook = Workbook()
    workbook.active.merge_cells("A2:A4")
    workbook.active.merge_cells("C7:E7")
    workbook.save(table)

    assert sorted(merged_cells(table)) == [(2, "A2:A4"), (7, "C7:E7")]


@pytest.mark.parametrize("formula", ["=SUM(B2:B3)", '=HYPERLINK("https://a.example")', "=cmd|' /C calc'!A0"])
def test_formula_is_refused_with_its_cell(table, formula):
    workbook = Workbook()
    workbook.active["AB12"] = formula
    workbook.save(table)

    assert refusal(table) == "AB12 holds a formula: paste values only."


def test_text_that_a_spreadsheet_would_take_for_a_formula_is_refused_too(table, tmp_path):
    text = sheet_of(table).replace("<v>2</v>", "<v>2</v>").replace('<c r="B3" t="n"><v>2</v></c>',
                                   '<c r="B3" t="inlineStr"><is><t>=1+1</t></is></c>')  # fmt: skip

    assert "B3 holds a formula" in refusal(with_part(table, SHEET, text.encode(), tmp_path / "text.xlsx"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"<html><table><tr><td>Category</td></tr></table></html>",
        b"Category,Name of medicine\nHuman,A\n",
        b"%PDF-1.7",
        b'{"data": []}',
    ],
    ids=["empty", "two-bytes", "xls", "html", "csv", "pdf", "json"],
)
def test_other_file_renamed_is_told_from_a_spreadsheet(tmp_path, content):
    path = tmp_path / "renamed.xlsx"
    path.write_bytes(content)

    assert refusal(path) == "renamed.xlsx is not an XLSX file: save it as XLSX, not as XLS or HTML."


def test_other_package_renamed_is_told_from_a_spreadsheet(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<document/>")

    assert refusal(path) == "letter.xlsx is a packed file, but not a spreadsheet."


def test_folder_is_told_from_a_spreadsheet(tmp_path):
    assert "is not an XLSX file" in refusal(tmp_path)


def test_file_that_is_too_large_is_not_opened(table):
    with table.open("ab") as file:
        file.truncate(LARGEST_FILE + 1)

    assert "is larger than 30 MB" in refusal(table)


def test_package_that_unpacks_to_too_much_is_not_opened(table, tmp_path):
    bomb = with_part(table, SHEET, b" " * (LARGEST_UNPACKED + 1), tmp_path / "bomb.xlsx")
    assert bomb.stat().st_size < 200_000

    assert refusal(bomb) == "bomb.xlsx unpacks to more than 60 MB and was not opened."


def test_package_that_unpacks_to_more_than_it_says_is_refused(table, tmp_path):
    content = sheet_of(table).replace("</sheetData>", "<row/>" * 100_000 + "</sheetData>").encode()
    honest = with_part(table, SHEET, content, tmp_path / "honest.xlsx").read_bytes()
    size, smaller = len(content).to_bytes(4, "little"), (900).to_bytes(4, "little")
    assert honest.count(size) == 2
    lying = tmp_path / "lying.xlsx"
    lying.write_bytes(honest.replace(size, smaller))
    check_package(lying)

    assert "is damaged" in refusal(lying)


def test_entities_that_grow_without_end_are_refused(table, tmp_path):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "laugh">{entities}]>'
    text = sheet_of(table).replace("<worksheet", f"{head}<worksheet", 1).replace("<v>2</v>", "<v>&l11;</v>")

    assert "is damaged" in refusal(with_part(table, SHEET, text.encode(), tmp_path / "laughs.xlsx"))


def test_hundred_thousand_rows_are_refused_at_the_first_that_is_too_many(table, tmp_path):
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(4, 100_001))
    text = sheet_of(table).replace("</sheetData>", f"{rows}</sheetData>")

    said = refusal(with_part(table, SHEET, text.encode(), tmp_path / "long.xlsx"))

    assert said == f"Row {MOST_ROWS + 1}: more than {MOST_ROWS} rows; split the file."


def test_row_far_down_does_not_hang(table, tmp_path):
    text = sheet_of(table).replace("</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>')

    assert f"Row {MOST_ROWS + 1}" in refusal(with_part(table, SHEET, text.encode(), tmp_path / "far.xlsx"))


def test_sheet_that_breaks_off_in_the_middle_is_refused_with_the_place(table, tmp_path):
    text = sheet_of(table)
    broken = text[: text.index('<row r="3"')].encode()

    assert "damaged after row" in refusal(with_part(table, SHEET, broken, tmp_path / "broken.xlsx"))


def test_workbook_without_a_sheet_is_refused(tmp_path):
    workbook = Workbook()
    workbook.create_chartsheet("Only a chart")
    del workbook["Sheet"]
    workbook.save(tmp_path / "chart.xlsx")

    assert refusal(tmp_path / "chart.xlsx") == "chart.xlsx is damaged and cannot be opened: save it again as XLSX."


def test_damaged_bytes_are_read_or_refused_but_never_crash(table, tmp_path):
    """Five hundred damaged copies, always the same ones."""
    good, chance = table.read_bytes(), random.Random(4)  # noqa: S311 - damage, not a secret
    said = []
    for _number in range(500):
        content = bytearray(good)
        for _place in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        damaged = tmp_path / "damaged.xlsx"
        damaged.write_bytes(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])]))
        try:
            list(read_rows(damaged))
            merged_cells(damaged)
        except SpreadsheetError as error:
            said.append(str(error))

    assert len(said) > 100
    assert [text for text in said if not re.search("damaged.xlsx|row|formula", text)] == []
