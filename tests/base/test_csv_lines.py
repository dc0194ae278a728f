"""CSV from outside is read alike, whatever else the process has read before."""

import csv

import pytest

from portal.base.csv_lines import LONGEST_CELL, CsvError, csv_lines


@pytest.fixture(params=[1_000, LONGEST_CELL, 50_000_000], ids=["lower", "python's own", "raised"])
def limit_of_the_process(request):
    """The limit that another reader left behind."""
    before = csv.field_size_limit(request.param)
    yield request.param
    csv.field_size_limit(before)


def test_cell_without_end_is_refused_whatever_the_process_allows(limit_of_the_process):
    with pytest.raises(CsvError, match=r"Line 2: is not CSV \(field larger than field limit \(131072\)"):
        list(csv_lines('a\n"' + "x" * 200_000))


def test_longest_cell_is_read_whatever_the_process_allows(limit_of_the_process):
    assert list(csv_lines("x" * LONGEST_CELL + ",b\n")) == [(1, ["x" * LONGEST_CELL, "b"])]


def test_limit_of_the_process_is_never_lowered_under_another_reader(limit_of_the_process):
    list(csv_lines("a,b"))

    assert csv.field_size_limit() >= limit_of_the_process


def test_lines_have_the_number_of_their_last_line_in_the_file_and_no_byte_order_mark():
    assert list(csv_lines('\ufeffa,"b\nc"\n\nd,e')) == [(2, ["a", "b\nc"]), (3, []), (4, ["d", "e"])]
