"""What readers are told about checks, sources and reading time."""

import datetime

import pytest

from portal.base.models import Review
from portal.base.presenters import count_line, reading_minutes, review_note, source_lines
from tests.factories.glossary import make_term
from tests.factories.kernel import make_review, make_source

pytestmark = pytest.mark.django_db

REVIEWED = datetime.date(2026, 1, 10)
DUE = datetime.date(2027, 1, 10)


@pytest.fixture
def reviews():
    return [make_review(make_term(), reviewed_on=REVIEWED, next_due_on=DUE, evidence_up_to="2025-11")]


def test_review_note_without_reviews_says_not_yet():
    note = review_note([])

    assert note.state == "never"
    assert note.line == "Not yet medically reviewed"
    assert note.reviews == ()


@pytest.mark.parametrize(
    ("days_after_due", "state"), [(-365, "current"), (-1, "current"), (0, "due"), (30, "due"), (31, "overdue")]
)
def test_review_note_by_day_is_current_due_or_overdue(reviews, days_after_due, state):
    assert review_note(reviews, today=DUE + datetime.timedelta(days=days_after_due)).state == state


def test_review_note_of_a_review_gives_its_dates(reviews):
    note = review_note(reviews, today=REVIEWED)

    assert note.line.startswith("Reviewed")
    assert "2026" in note.line
    assert "2027" in note.next_due
    assert note.evidence_up_to == "November 2025"


def test_review_note_long_overdue_does_not_claim_a_review(reviews):
    note = review_note(reviews, today=DUE + datetime.timedelta(days=400))

    assert "again" in note.line
    assert not note.line.startswith("Reviewed")


def test_review_note_of_several_counts_the_latest():
    term = make_term()
    make_review(term, reviewed_on=datetime.date(2020, 1, 1), next_due_on=datetime.date(2021, 1, 1))
    make_review(term, reviewed_on=REVIEWED, next_due_on=DUE)

    note = review_note(list(Review.objects.of(term)), today=REVIEWED)

    assert note.state == "current"
    assert len(note.reviews) == 2


def test_source_lines_follow_the_order_of_the_citations():
    first = make_source(title="Second by name", published_on="2021-03", accessed_on=datetime.date(2026, 2, 1))
    second = make_source(title="Another", url=None, doi="10.1000/182", link_state="broken", broken_since=REVIEWED)
    term = make_term(sources=[first, second])

    lines = source_lines(term.citations.all())

    assert [(line.number, line.title) for line in lines] == [(1, "Second by name"), (2, "Another")]
    assert lines[0].published == "March 2021"
    assert "2026" in lines[0].opened
    assert not lines[0].is_broken
    assert lines[1].address == "https://doi.org/10.1000/182"
    assert (lines[1].published, lines[1].opened) == ("", "")
    assert lines[1].is_broken


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (90, 1), (180, 1), (360, 2), (1800, 10)])
def test_reading_minutes_is_never_less_than_one(words, minutes):
    assert reading_minutes(words) == minutes


def test_count_line_of_one_is_singular():
    assert (count_line(1), count_line(12)) == ("1 entry", "12 entries")
