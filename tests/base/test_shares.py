"""Shares of people in a text, drawn only where a drawing tells the truth."""

import pytest

from portal.base.shares import FEWEST, MOST_FIGURES, Share, shares_in


def pairs(text):
    return [(share.counted, share.out_of) for share in shares_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In the trial, 38 of 54 people had no signs of cancer.", [(38, 54)]),
        ("It was 8 out of 12 children.", [(8, 12)]),
        ("About 20 of the 65 people had it.", [(20, 65)]),
        ("It was 7 of about 100.", [(7, 100)]),
        ("30 were followed. 29 of these 30 had none.", [(29, 30)]),
        ("None: 0 of 20.", [(0, 20)]),
        ("All: 20 of 20.", [(20, 20)]),
        ("No number here.", []),
        ("", []),
    ],
)
def test_share_is_found(text, found):
    assert pairs(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "3 of 9 people",  # too few for a picture
        f"5 of {MOST_FIGURES + 1} people",
        "60 of 54 people",  # more than there were
        "1990 of 2000 people",  # years
        "15 of 20 years",
        "5 of 10 weeks",
        "2 of 30 days",
    ],
)
def test_what_cannot_be_drawn_honestly_is_left_out(text):
    assert pairs(text) == []


def test_sentence_goes_with_the_share_and_keeps_its_decimals():
    (share,) = shares_in("First this. After 2.5 years, 20 of 40 people walked. Then that.")

    assert share.sentence == "After 2.5 years, 20 of 40 people walked."


def test_share_named_twice_is_drawn_once_and_three_at_most():
    text = "10 of 20 did. Again 10 of 20 did. 11 of 20 did. 12 of 20 did. 13 of 20 did."

    assert pairs(text) == [(10, 20), (11, 20), (12, 20)]


@pytest.mark.parametrize(("counted", "out_of"), [(0, FEWEST), (3, 10), (38, 54), (200, MOST_FIGURES)])
def test_figures_are_as_many_as_people_and_as_many_filled_as_counted(counted, out_of):
    share = Share(counted, out_of, "A sentence.")

    assert len(share.figures) == out_of
    assert sum(figure["is_counted"] for figure in share.figures) == counted
    assert len({(figure["x"], figure["y"]) for figure in share.figures}) == out_of
    assert (
        max(figure["y"] for figure in share.figures) < share.height <= max(figure["y"] for figure in share.figures) + 10
    )
