"""What is kept of searches without result: little, late, and nothing about readers."""

import datetime
import re

import pytest
from django.db import DatabaseError

from portal.home import failed_searches
from portal.home.failed_searches import (
    DAYS_REMEMBERED,
    MOST_MARKS_A_DAY,
    digest_of,
    kept_form,
    note_failed_search,
    purge,
)
from portal.home.search_feedback import FailedSearch, SearchMark
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 11, 2)


def on(day, words="xyzzy", times=1):
    for _ in range(times):
        note_failed_search(words, "en", MONDAY + datetime.timedelta(days=day))


def kept():
    return list(FailedSearch.objects.order_by("week").values_list("words", "week", "times"))


def test_word_is_kept_only_once_it_was_searched_on_three_different_days():
    on(0, times=20)
    on(1)
    assert kept() == []
    assert SearchMark.objects.count() == 2

    on(9)

    assert kept() == [("xyzzy", MONDAY, 2), ("xyzzy", MONDAY + datetime.timedelta(days=7), 1)]
    assert not SearchMark.objects.exists()


def test_kept_word_is_counted_by_week():
    for day in (0, 1, 2):
        on(day)
    on(2, times=4)
    on(8, times=2)

    assert kept() == [("xyzzy", MONDAY, 7), ("xyzzy", MONDAY + datetime.timedelta(days=7), 2)]


def test_days_that_are_too_far_apart_do_not_add_up():
    on(0)
    on(1)
    on(DAYS_REMEMBERED + 1)

    assert kept() == []


def test_same_word_in_other_spellings_is_one_word():
    on(0, "Hyper-thyreosis")
    on(1, "hyper thyreosis")
    on(2, "  HYPER  thyreosis?")

    assert [row[0] for row in kept()] == ["hyper thyreosis"]


def test_until_then_nothing_but_a_keyed_hash_and_the_day_is_stored(settings):
    on(0, "secret condition")

    mark = SearchMark.objects.get()
    stored = {field.name: str(getattr(mark, field.name)) for field in SearchMark._meta.concrete_fields}
    assert set(stored) == {"digest", "day"}
    assert re.fullmatch(r"[0-9a-f]{64}", stored["digest"])
    assert SearchMark._meta.pk.name == "digest", "A running number would tell the order of searches."
    settings.SECRET_KEY = "another key"
    assert digest_of("secret condition", "en", MONDAY) != mark.digest


def test_marks_of_two_days_cannot_be_joined_without_knowing_the_word():
    assert digest_of("xyzzy", "en", MONDAY) != digest_of("xyzzy", "en", MONDAY + datetime.timedelta(days=1))


def test_rows_hold_neither_time_nor_address():
    names = {field.name for model in (SearchMark, FailedSearch) for field in model._meta.concrete_fields}

    assert names == {"digest", "day", "id", "language", "words", "week", "times"}


def test_marks_and_old_words_are_deleted():
    on(0)
    FailedSearch.objects.create(language="en", words="old", week=MONDAY - datetime.timedelta(weeks=60), times=3)

    purge(MONDAY + datetime.timedelta(days=DAYS_REMEMBERED))

    assert not SearchMark.objects.exists()
    assert kept() == []


def test_first_mark_of_a_day_deletes_what_is_old():
    on(0)
    on(DAYS_REMEMBERED + 5, "plugh")

    assert [mark.day for mark in SearchMark.objects.all()] == [MONDAY + datetime.timedelta(days=DAYS_REMEMBERED + 5)]


def test_flood_of_words_stops_at_a_number_a_day(monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_MARKS_A_DAY", 5)
    for number in range(12):
        on(0, f"made up {'abcdefghijkl'[number]}{'x' * 3}")

    assert MOST_MARKS_A_DAY > 100
    assert SearchMark.objects.count() == 5


@pytest.mark.parametrize(
    "typed",
    [
        "anna.example@mail.example", "+44 20 7946 0018", "0151 23456789", "my number is 123456", "02/03/1984",
        "3.4.84", "patient 12345678", "https://example.org/me", "www.example.org", "Dr Miller in Leeds", "frau schmidt",
        "x" * 200, "🧬💉", "12", "?", "", "\x00",
    ],
)  # fmt: skip
def test_what_looks_like_personal_data_or_is_no_word_is_never_kept(typed):
    assert kept_form(typed, "en") == ""

    for day in range(5):
        on(day, typed)

    assert not SearchMark.objects.exists()
    assert kept() == []


@pytest.mark.parametrize("typed", ["factor 8", "lupus", "cd19 car", "síndrome de rett", "mps iiib", "covid 19 vaccine"])
def test_ordinary_words_are_counted(typed):
    assert kept_form(typed, "en")


def test_page_without_result_counts_and_page_with_results_does_not(client):
    make_term("Vector")

    client.get("/search/", {"q": "vector"})
    assert not SearchMark.objects.exists()
    client.get("/search/", {"q": "xyzzy", "kind": "terms"})
    assert not SearchMark.objects.exists()
    client.get("/search/suggestions/", {"q": "xyzzy"})
    assert not SearchMark.objects.exists()

    client.get("/search/", {"q": "xyzzy"})
    assert SearchMark.objects.count() == 1


def test_page_is_shown_even_if_nothing_can_be_counted(client, monkeypatch, caplog):
    def fail(*args):
        raise DatabaseError("xyzzy is read-only")

    monkeypatch.setattr(failed_searches, "_note", fail)

    assert client.get("/search/", {"q": "xyzzy"}).status_code == 200
    assert "could not be counted" in caplog.text
    assert "xyzzy" not in caplog.text
