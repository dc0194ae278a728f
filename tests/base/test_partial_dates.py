"""Dates that are known to the year, the month or the day."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from portal.base.partial_dates import PartialDate, PartialDateField, check_partial_date, in_words


@pytest.mark.parametrize(
    ("text", "precision"), [("2021", "year"), ("2021-03", "month"), ("2021-03-05", "day"), (" 2021-03 ", "month")]
)
def test_parse_a_real_date_keeps_it_as_written(text, precision):
    date = PartialDate.parse(text)

    assert str(date) == text.strip()
    assert date.precision == precision
    assert date.year == 2021


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13", "2021-00", "2021-04-31", "2021-02-29", "0000", "2021-01-00", "1900-02-29"]
)
def test_parse_a_date_not_in_the_calendar_says_so(text):
    with pytest.raises(ValueError, match="does not exist in the calendar"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "March 2021", "21", "2021-3", "2021-03-5", "2021/03", "05.03.2021", "2021-03-05T00:00", "20210305", "2021-",
     "-2021", "٢٠٢١", "２０２１-03"],
)  # fmt: skip
def test_parse_another_form_says_what_to_write(text):
    with pytest.raises(ValueError, match="write 2021, 2021-03 or 2021-03-05"):
        PartialDate.parse(text)


def test_parse_a_leap_day_is_accepted():
    assert PartialDate.parse("2024-02-29").earliest == datetime.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", (2021, 1, 1), (2021, 12, 31)),
        ("2021-02", (2021, 2, 1), (2021, 2, 28)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2021-04", (2021, 4, 1), (2021, 4, 30)),
        ("2021-12", (2021, 12, 1), (2021, 12, 31)),
        ("2021-03-05", (2021, 3, 5), (2021, 3, 5)),
    ],
)
def test_earliest_and_latest_of_each_precision_are_its_borders(text, first, last):
    date = PartialDate.parse(text)

    assert date.earliest == datetime.date(*first)
    assert date.latest == datetime.date(*last)


def test_order_of_mixed_precisions_is_order_of_time():
    texts = ["2020-12-31", "2021", "2021-01", "2021-01-01", "2021-02", "2022"]

    assert [str(date) for date in sorted(PartialDate.parse(text) for text in reversed(texts))] == texts


@pytest.mark.parametrize(
    ("text", "words"),
    [("2021", "2021"), ("2021-03", "March 2021"), ("2021-03-05", "5 March 2021"), ("2021-09-05", "5 September 2021")],
)
def test_words_in_english_are_no_more_precise_than_known(text, words):
    assert in_words(text) == words


def test_words_in_another_language_use_its_months():
    with translation.override("fr"):
        assert "mars 2021" in in_words("2021-03").lower()
        assert in_words("2021") == "2021"


def test_words_of_text_that_is_no_date_are_the_text():
    assert in_words("soon") == "soon"
    assert in_words("") == ""


def test_field_with_an_impossible_date_is_refused_with_the_remedy():
    with pytest.raises(ValidationError, match="check month and day"):
        check_partial_date("2021-02-30")
    with pytest.raises(ValidationError, match="check month and day"):
        PartialDateField().clean("2021-02-30", None)


def test_field_in_a_migration_does_not_repeat_its_length():
    _name, path, _args, kwargs = PartialDateField(blank=True).deconstruct()

    assert path == "portal.base.partial_dates.PartialDateField"
    assert "max_length" not in kwargs
    assert kwargs["blank"] is True
