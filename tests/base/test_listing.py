"""Search box, filters and pages of the index pages."""

import pytest
from django.test import RequestFactory

from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query

OPTIONS = [("", "All"), ("open", "Open")]


def asked(**parameters):
    return RequestFactory().get("/", parameters)


def test_typed_query_with_control_characters_gets_spaces_instead():
    assert typed_query(asked(q="gene\x00\x07\ttherapy\r\n now")) == "gene therapy now"


def test_typed_query_of_ten_thousand_characters_is_cut():
    assert typed_query(asked(q="a" * 10_000)) == "a" * 200
    assert len(typed_query(asked(q=" a" * 5_000))) <= 200


def test_typed_query_keeps_what_people_type():
    assert typed_query(asked(q="  β-thalassaemia   CD19? ")) == "β-thalassaemia CD19?"


def test_typed_query_without_a_parameter_is_empty():
    assert typed_query(asked()) == ""


@pytest.mark.parametrize(("value", "chosen"), [("open", "open"), ("", ""), ("closed", ""), ("open ", ""), ("OPEN", "")])
def test_chosen_value_is_one_of_the_options_or_nothing(value, chosen):
    assert chosen_value(asked(status=value), "status", OPTIONS) == chosen


@pytest.mark.parametrize(
    ("page", "number"), [("2", 2), ("0", 3), ("-1", 3), ("99", 3), ("two", 1), ("", 1), ("1e9", 1), ("9" * 5000, 1)]
)
def test_paginate_with_a_page_out_of_range_gives_the_nearest(page, number):
    found = paginate(list(range(45)), asked(page=page), size=20)

    assert found.number == (3 if page == "99" else number)
    assert list(found) == list(range(45))[(found.number - 1) * 20 : found.number * 20]


def test_paginate_of_nothing_is_one_empty_page():
    found = paginate([], asked(page="5"))

    assert (found.number, list(found)) == (1, [])


def test_paginate_of_many_pages_shows_the_ends_and_the_neighbours():
    found = paginate(list(range(400)), asked(page="10"), size=20)

    assert [place for place in found.around if isinstance(place, int)] == [1, 9, 10, 11, 20]


def test_filter_chosen_is_marked_and_named():
    status = Filter("status", "Status", OPTIONS, "open")

    assert [choice.is_chosen for choice in status.choices] == [False, True]
    assert status.chosen_label == "Open"


def test_listing_with_nothing_asked_is_not_narrowed():
    listing = Listing("", [Filter("status", "Status", OPTIONS)])

    assert not listing.is_narrowed
    assert listing.chips == []


@pytest.mark.parametrize(("query", "chosen"), [("gene", ""), ("", "open")])
def test_listing_with_something_asked_is_narrowed(query, chosen):
    assert Listing(query, [Filter("status", "Status", OPTIONS, chosen)]).is_narrowed
