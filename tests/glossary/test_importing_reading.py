"""Files as rows of text: CSV and XLSX, bounded in size, every fault with its place."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from glossary.importing import reading
from glossary.importing.columns import HEADINGS
from glossary.importing.reading import FileRefused, read_table
from glossary.importing.rows import Place
from tests.factories.tables import as_csv, as_xlsx, cells


def problems(content):
    with pytest.raises(FileRefused) as refusal:
        read_table(content)
    assert str(refusal.value)
    return [str(error) for error in refusal.value.errors]


def in_order(**changes):
    return list(cells(**changes).values())


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_both_separators_and_with_or_without_a_mark(delimiter, encoding):
    content = as_csv(cells(name="Thérapie; génique, “neuve”"), delimiter=delimiter, encoding=encoding)

    (row,) = read_table(content)

    assert row.cells == cells(name="Thérapie; génique, “neuve”")
    assert row.place == Place(2, 2)


def test_order_of_columns_does_not_matter():
    (row,) = read_table(as_csv(cells(), header=[*HEADINGS[::-1]]))

    assert row.cells["name"] == "New word"


def test_place_is_line_and_row_where_cells_have_several_lines():
    content = as_csv(cells(short_definition="One\ntwo\nthree"), cells(slug="b"))

    rows = read_table(content)

    assert [row.place for row in rows] == [Place(2, 2), Place(5, 3)]
    assert str(rows[1].place) == "line 5 (row 3 in a spreadsheet)"
    assert rows[0].cells["short definition"] == "One\ntwo\nthree"


def test_empty_lines_are_left_out_but_counted():
    content = as_csv(cells(), {}, cells(slug="b")).replace(b",\r\n,", b",\r\n\r\n,", 1)

    assert [row.place.line for row in read_table(content)] == [2, 5]


def test_guard_against_formulas_is_taken_off():
    (row,) = read_table(as_csv(cells(name="'-itis", short_definition="''=x", in_a_sentence="-x")))

    assert (row.cells["name"], row.cells["short definition"], row.cells["in a sentence"]) == ("-itis", "'=x", "-x")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Line 1: these columns are missing: slug, language"),
        (as_csv(cells(), header=[*HEADINGS, "colour"]), "Line 1: column 18, “colour”, is not known"),
        (as_csv(cells(), delimiter="\t"), "Line 1: the columns are divided by tabs"),
        (as_csv(cells(), encoding="utf-16"), "Line 1: the file is written in UTF-16, not in UTF-8. Save it as UTF-8"),
        (
            as_csv(cells(slug="a"), cells(name="Zürich"), encoding="latin-1"),
            "Line 3: after “new-word,en,,Z” stands a letter",
        ),
        (as_csv(cells(name="a\0b")), "Line 2: this is not text."),
        (as_csv(cells()) + b'"open', "Line 3: the quotation marks do not pair"),
        (as_csv(cells()) + b'"a"b,c\r\n', "Line 3: the quotation marks do not pair"),
        (as_csv(cells()) + b"a,b\r\n", "Line 3: 2 cells instead of 17"),
        (as_csv(cells()) + b"," * 17 + b"x\r\n", "Line 3: cell 18, “x”, stands below no heading"),
        (b"\xd0\xcf\x11\xe0 old", "Line 1: this is an old XLS file"),
    ],
)
def test_file_of_another_shape_is_refused_with_place_and_remedy(content, message):
    (problem,) = problems(content)

    assert problem.startswith(message)


def test_too_long_a_cell_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_CELL", 40)

    (problem,) = problems(as_csv(cells(name="x" * 41)))

    assert problem == "Line 2, column “name”: more than 40 characters: is a quotation mark missing?"


def test_too_large_a_file_and_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    three = as_csv(cells(slug="a"), cells(slug="b"), cells(slug="c"))

    assert problems(three) == ["Line 4: there are more than 2 rows: split the file."]
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    assert problems(three)[0].startswith("Line 1: the file is larger than 0 MB")


# --- XLSX ------------------------------------------------------------------------------------------------------------


def test_xlsx_is_read_with_numbers_and_decisions_as_text():
    content = as_xlsx(
        [*in_order(name=12, say_it_like=1.5, tags=3.0, mark_in_texts=True)], [None] * 3, in_order(slug="b")
    )

    rows = read_table(content)

    assert [row.place for row in rows] == [Place(2, 2), Place(4, 4)]
    found = rows[0].cells
    assert (found["name"], found["say it like"], found["tags"], found["mark in texts"]) == ("12", "1.5", "3", "yes")


def test_every_cell_that_is_no_text_is_refused_with_its_place():
    content = as_xlsx(
        in_order(name="=1+1", short_definition=datetime.date(2026, 3, 1)), in_order(name="#N/A", mark_in_texts=False)
    )

    found = problems(content)

    assert found[0].startswith("Line 2, column “name”: this is a formula: paste its value instead")
    assert found[1].startswith("Line 2, column “short definition”: the spreadsheet made a date of it (2026-03-01")
    assert found[2].startswith("Line 3, column “name”: the spreadsheet shows an error (#N/A)")
    assert len(found) == 3


def test_second_sheet_with_something_on_it_is_refused():
    assert read_table(as_xlsx(in_order(), further_sheets=[("Empty", None)]))

    (problem,) = problems(as_xlsx(in_order(), further_sheets=[("Notes", "x")]))

    assert problem.startswith("Line 1: the sheet “Notes” holds something too")


def packed(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (as_xlsx(in_order())[:200], "the file is damaged"),
        (packed(**{"xl/workbook.xml": "<x/>"}), "the file is damaged"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "this is a packed file, but not XLSX"),
    ],
    # A packed file holds the time when it was made: two processes would not agree on the test's name.
    ids=["cut off", "no workbook in it", "another packed format"],
)
def test_packed_file_that_is_no_workbook_is_refused(content, message):
    (problem,) = problems(content)

    assert problem.startswith(f"Line 1: {message}")


def test_bomb_is_refused_without_unpacking():
    bomb = packed(**{"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b"\0" * 151_000_000})
    assert len(bomb) < 200_000

    (problem,) = problems(bomb)

    assert problem.startswith("Line 1: the file unpacks to more than 150 MB and was not opened")


def test_entities_that_grow_are_refused():
    book = Workbook()
    book.active.append(list(HEADINGS))
    written = io.BytesIO()
    book.save(written)
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    harmful = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(harmful, "w") as target:
        for part in source.infolist():
            content = source.read(part).decode("utf-8", "replace")
            target.writestr(part, laughs + content if part.filename == "xl/worksheets/sheet1.xml" else content)

    (problem,) = problems(harmful.getvalue())

    assert problem.startswith("Line 1: the file is damaged")
