"""One person at a time: who has a message, for how long, and what happens when two want it at once."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from submissions import claiming
from submissions.claiming import Taken, TooLate
from submissions.desk_models import Handling
from submissions.models import Submission
from tests.factories.desk import again
from tests.factories.staff import make_superuser
from tests.factories.submissions import make_submission

NOW = timezone.now()


def waiting(**fields):
    """A message that came some days ago."""
    days = fields.pop("days", 1)
    urgent = fields.pop("urgent", False)
    submission = make_submission(received_at=NOW - datetime.timedelta(days=days), **fields)
    Handling.objects.update_or_create(submission=submission, defaults={"is_urgent": urgent})
    return submission


@pytest.fixture
def anna(db):
    return make_superuser()


@pytest.fixture
def ben(db):
    return make_superuser()


def test_oldest_comes_first_and_urgent_before_it(anna):
    new, old, urgent = waiting(), waiting(days=9), waiting(urgent=True)

    assert [claiming.take_next(anna) for _ in range(3)] == [urgent, urgent, urgent], "What I have I get again."
    Submission.objects.filter(pk=urgent.pk).update(state="question", claimed_by=None, claimed_until=None)
    assert claiming.take_next(anna) == old
    claiming.release(old.pk, anna)
    Submission.objects.filter(pk=old.pk).update(state="question")
    assert claiming.take_next(anna) == new


def test_claim_lasts_a_day_and_goes_back_by_itself(anna, ben):
    submission = waiting()
    claiming.claim(submission.pk, anna)
    until = again(submission).claimed_until
    assert datetime.timedelta(hours=23, minutes=59) < until - timezone.now() <= datetime.timedelta(hours=24)

    Submission.objects.filter(pk=submission.pk).update(claimed_until=timezone.now())
    assert claiming.release_overdue() == 1
    assert again(submission).state == "received"
    assert claiming.claim(submission.pk, ben).claimed_by == ben
    assert list(submission.events.values_list("act", flat=True)) == ["claimed", "released", "claimed"]


def test_overdue_claim_is_free_even_before_it_was_given_back(anna, ben):
    submission = waiting(claimed_by=anna, claimed_until=NOW - datetime.timedelta(minutes=1), state="in review")

    assert claiming.take_next(ben) == submission


def test_second_is_told_who_has_it(anna, ben):
    submission = waiting()
    claiming.claim(submission.pk, anna)

    with pytest.raises(Taken, match=anna.username):
        claiming.claim(submission.pk, ben)
    assert claiming.take_next(ben) is None
    assert claiming.release(submission.pk, ben) is False
    assert again(submission).claimed_by == anna


def test_what_was_read_before_a_colleague_took_it_does_not_count(anna, ben):
    """Both have the free message on their screens; the one conditional UPDATE lets one through."""
    submission = waiting()
    seen_by_both = [Submission.objects.get(pk=submission.pk) for _ in range(2)]
    assert all(one.claimed_by is None for one in seen_by_both)

    claiming.claim(seen_by_both[0].pk, anna)
    with pytest.raises(Taken):
        claiming.claim(seen_by_both[1].pk, ben)


def test_decided_message_cannot_be_taken(anna):
    submission = waiting(state="taken back", decided_at=NOW)

    with pytest.raises(TooLate, match="taken back by the sender"):
        claiming.claim(submission.pk, anna)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="in-memory SQLite has one connection")
def test_of_eight_who_press_at_once_one_wins_and_the_others_are_told():
    submission = waiting()
    users = [make_superuser() for _ in range(8)]
    start, told = threading.Barrier(8), []

    def press(user):
        try:
            start.wait()
            told.append(("won", claiming.claim(submission.pk, user).claimed_by_id))
        except Taken as refusal:
            told.append(("told", str(refusal)))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winners = [who for what, who in told if what == "won"]
    assert len(told) == 8
    assert winners == [again(submission).claimed_by_id]
    assert sum(what == "told" for what, _who in told) == 7
    assert submission.events.filter(act="claimed").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="in-memory SQLite has one connection")
def test_eight_who_take_the_next_one_at_once_get_eight_different_ones():
    messages = {waiting(days=n).pk for n in range(8)}
    users = [make_superuser() for _ in range(8)]
    start, got = threading.Barrier(8), []

    def press(user):
        try:
            start.wait()
            submission = claiming.take_next(user)
            got.append(submission.pk if submission else None)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(got) == messages
