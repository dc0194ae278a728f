"""Erasing personal data at the desk, and the list that proves it and holds none itself."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.base.models import OutgoingMail
from portal.base.roles import ADMINISTRATORS, EDITORS, MODERATORS, REVIEWERS, setup_roles
from submissions import deciding
from submissions.keeping import delete_old_contacts
from submissions.models import Erasure, Submission, SubmissionContact, SubmissionEvent
from submissions.receiving import receive
from tests.factories.admin import messages_on, words_on
from tests.factories.articles import make_home
from tests.factories.constraints import refused_by
from tests.factories.desk import again, drafted
from tests.factories.kept import kept_for_several_tests
from tests.factories.staff import make_member, signed_in
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/submissions/erasure/"
PERSON = {"sender": "Ada Sender", "email": "ada@person.example"}


@pytest.fixture(scope="module", autouse=True)
def roles(django_db_setup, django_db_blocker):
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock():
            setup_roles()
            make_home()
        yield


@pytest.fixture
def moderator():
    return make_member(MODERATORS)


def press(user, handling, act, **values):
    address = f"/admin/moderation/{handling.submission_id}/{act}/"
    return signed_in(user).post(address, values, follow=True)


def decided(user, **fields):
    """Return the handling of a message that was declined an hour ago."""
    handling = drafted("problem", **{**PERSON, **fields})
    deciding.decline(handling.submission_id, user, "We know of it.")
    handling.submission.refresh_from_db()
    return again(handling)


def code_of(handling):
    return handling.submission.receipt_code


# --- the act at the desk ----------------------------------------------------------------------------------------------


def test_name_and_address_of_a_decided_message_are_deleted_and_the_rest_stays(moderator):
    handling = decided(moderator)
    sent = handling.submission.sent

    page = press(moderator, handling, "forget", code=code_of(handling).lower(), asked_by="request")

    assert "Name and address of the sender" in messages_on(page)
    assert not SubmissionContact.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().sent == sent
    line = SubmissionEvent.objects.get(act="contact deleted")
    assert (line.submission_id, line.by) == (handling.submission_id, moderator)
    proof = Erasure.objects.get()
    assert (proof.receipt_code, proof.kind, proof.what) == (code_of(handling), "problem", "contact")
    assert (proof.asked_by, proof.by) == ("request", moderator)
    assert "We hold neither name nor address" in words_on(page)


def test_sender_is_forgotten_in_every_version(moderator):
    first = receive(kind="term", fields={"name": "A"}, language="en", email="ada@person.example").submission
    second = receive(
        kind="term", fields={"name": "B"}, language="en", email="ada@person.example", replaces=first
    ).submission
    Submission.objects.update(state="approved", decided_at=timezone.now())

    signed_in(moderator).post(f"/admin/moderation/{second.pk}/forget/", {"code": second.receipt_code})

    assert not SubmissionContact.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.count() == 2


def test_decided_message_is_erased_on_the_wish_of_its_sender(moderator):
    handling = decided(moderator)

    page = press(moderator, handling, "erase", code=code_of(handling), asked_by="request")

    assert "is deleted" in messages_on(page)
    assert not Submission.objects.exists()
    proof = Erasure.objects.get()
    assert (proof.what, proof.asked_by, proof.by) == ("message", "request", moderator)


@pytest.mark.parametrize("act", ["erase", "forget"])
def test_nothing_is_deleted_without_the_code(moderator, act):
    handling = decided(moderator)

    for code in ("", "XXX-XXX"):
        assert "Type the code" in messages_on(press(moderator, handling, act, code=code))

    assert Submission.objects.count() == SubmissionContact.objects.count() == 1
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("act", ["erase", "forget"])
def test_made_up_wish_counts_as_that_of_staff(moderator, act):
    handling = decided(moderator)

    press(moderator, handling, act, code=code_of(handling), asked_by="rule")

    assert Erasure.objects.get().asked_by == "staff"


@pytest.mark.parametrize("act", ["erase", "forget"])
def test_message_that_a_colleague_has_is_not_erased_under_their_hands(moderator, act):
    handling = drafted("problem", **PERSON)
    press(make_member(MODERATORS), handling, "claim")

    press(moderator, handling, act, code=code_of(handling))

    assert SubmissionContact.objects.count() == 1
    assert not Erasure.objects.exists()


def test_where_nothing_is_known_of_the_sender_it_is_said(moderator):
    handling = drafted("problem")

    told = messages_on(press(moderator, handling, "forget", code=code_of(handling)))

    assert "neither name nor address" in told
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("group", [EDITORS, REVIEWERS])
@pytest.mark.parametrize("act", ["erase", "forget"])
def test_who_does_not_work_at_the_desk_erases_nothing(moderator, group, act):
    handling = decided(moderator)

    press(make_member(group), handling, act, code=code_of(handling))

    assert SubmissionContact.objects.count() == 1


def test_buttons_are_shown_to_who_has_the_message_and_on_a_decided_one(moderator):
    handling = drafted("problem", **PERSON)
    browser = signed_in(moderator)
    address = f"/admin/moderation/{handling.submission_id}/"

    waiting = words_on(browser.get(address))
    browser.post(f"{address}claim/")
    taken = words_on(browser.get(address))
    browser.post(f"{address}decline/", {"reason": "spam"})
    done = words_on(browser.get(address))

    for button in ("Delete name and address", "Delete everything"):
        assert button not in waiting
        assert button in taken
        assert button in done


# --- by rule, by command ----------------------------------------------------------------------------------------------


def test_contact_deleted_by_the_rule_is_in_the_list():
    submission = make_submission(
        state="declined", decided_at=timezone.now() - datetime.timedelta(days=31), decision_reason="Because.",
        contact={"name": "Ada Sender"},
    )  # fmt: skip

    delete_old_contacts()

    proof = Erasure.objects.get()
    assert (proof.receipt_code, proof.what, proof.asked_by) == (submission.receipt_code, "contact", "rule")
    assert proof.by is None


def test_message_whose_contact_was_deleted_can_still_be_sent_and_erased(moderator):
    """A line about a contact must not be taken for one about the message."""
    handling = decided(moderator)
    press(moderator, handling, "forget", code=code_of(handling))

    press(moderator, handling, "erase", code=code_of(handling))

    assert [proof.what for proof in Erasure.objects.all()] == ["message", "contact"]


def test_command_does_not_erase_in_the_name_of_a_rule():
    submission = make_submission()

    with pytest.raises(CommandError, match="invalid choice"):
        call_command("erase_submission", submission.receipt_code, "--asked-by=rule")

    assert Submission.objects.exists()


@pytest.mark.parametrize("asked_by", ["rule", "sender"])
def test_neither_rule_nor_sender_is_a_member_of_staff(moderator, asked_by):
    with refused_by("submissions_erasure_rule_is_nobody"):
        Erasure.objects.create(receipt_code="7KF-2QD", kind="term", asked_by=asked_by, by=moderator)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_list_tells_when_what_which_and_by_whom_and_nothing_of_the_sender(moderator):
    one, two = decided(moderator), decided(moderator, what="The map of Ada Sender stays empty.")
    press(moderator, one, "forget", code=code_of(one), asked_by="request")
    press(moderator, two, "erase", code=code_of(two))

    page = signed_in(make_member(ADMINISTRATORS)).get(LIST)
    words = words_on(page)

    assert "Receipt code Erased What Kind On whose wish By whom of the staff" in words
    for handling in (one, two):
        assert code_of(handling) in words
    assert "name and address of the sender" in words
    assert "everything about the message" in words
    assert "the sender, by letter or e-mail" in words
    assert "a moderator" in words
    assert moderator.username in words
    assert str(timezone.localdate().year) in words
    assert "Ada" not in words
    assert "person.example" not in words


def test_list_is_filtered_and_searched(moderator):
    Erasure.objects.create(receipt_code="7KF-2QD", kind="term", asked_by="sender")
    Erasure.objects.create(receipt_code="9AB-3CD", kind="story", asked_by="rule", what="contact")
    browser = signed_in(make_member(ADMINISTRATORS))

    for query, shown in {"what=contact": "9AB-3CD", "asked_by=sender": "7KF-2QD", "q=9AB-3CD": "9AB-3CD"}.items():
        words = words_on(browser.get(f"{LIST}?{query}"))
        assert [code for code in ("7KF-2QD", "9AB-3CD") if code in words] == [shown], query


def test_nobody_writes_the_list_by_hand():
    proof = Erasure.objects.create(receipt_code="7KF-2QD", kind="term", asked_by="sender")
    browser = signed_in(make_member(ADMINISTRATORS))

    for act in ("add/", f"edit/{proof.pk}/", f"delete/{proof.pk}/"):
        browser.post(f"{LIST}{act}", {"receipt_code": "changed"})

    assert Erasure.objects.get().receipt_code == "7KF-2QD"


def test_list_is_for_administrators():
    Erasure.objects.create(receipt_code="7KF-2QD", kind="term", asked_by="sender")

    for group in (EDITORS, REVIEWERS, MODERATORS):
        browser = signed_in(make_member(group))
        assert "7KF-2QD" not in browser.get(LIST, follow=True).content.decode()
        assert LIST not in browser.get("/admin/").content.decode()
    assert LIST in signed_in(make_member(ADMINISTRATORS)).get("/admin/").content.decode()
