"""Taking in what the public sends: once, exactly, with a receipt."""

import pytest
from django.utils import timezone

from submissions.enums import Origin
from submissions.fields import FIELDS, sent_of
from submissions.models import Erasure, Submission, SubmissionContact
from submissions.receiving import AlreadyErased, digest_of, new_code, newest_version, receive, secret_of
from tests.factories.glossary import make_term
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.django_db

TERM = {"name": "Capsid", "meaning": "A shell?\n  =1+1 <b>"}


def receive_term(**more):
    return receive(**{"kind": "term", "fields": TERM, "language": "en", **more})


def test_what_was_sent_is_kept_exactly_with_every_field_of_its_kind():
    receipt = receive_term(token="t1")

    stored = Submission.objects.get()
    assert stored.sent == {
        "name": "Capsid", "also_called": "", "meaning": "A shell?\n  =1+1 <b>", "where_seen": "", "about": None,
    }  # fmt: skip
    assert receipt.submission == stored
    assert stored.origin == Origin.FORM
    assert [event.act for event in stored.events.all()] == ["received"]


def test_receipt_code_is_easy_to_read_out():
    code = new_code()

    assert len(code) == 7
    assert code[3] == "-"
    assert not set(code) & set("AEIOU015SIL")


def test_secret_opens_only_through_its_digest_and_can_be_worked_out_again(settings):
    receipt = receive_term()

    assert len(receipt.secret) >= 40
    assert receipt.submission.secret_digest == digest_of(receipt.secret)
    assert receipt.secret not in str(Submission.objects.values().get())
    assert secret_of(Submission.objects.get()) == receipt.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the site"
    assert secret_of(receipt.submission) == receipt.secret
    settings.SECRET_KEY_FALLBACKS = []
    assert secret_of(receipt.submission) == ""


def test_same_form_twice_makes_one():
    first = receive_term(token="once")
    second = receive_term(token="once")

    assert (second.submission, second.secret) == (first.submission, first.secret)
    assert (second.is_new, second.is_same) == (False, True)
    assert Submission.objects.count() == 1


def test_same_form_with_other_words_makes_one_and_says_so():
    receive_term(token="once")
    second = receive_term(token="once", fields={**TERM, "name": "Vector"})

    assert (second.is_new, second.is_same) == (False, False)
    assert Submission.objects.get().sent["name"] == "Capsid"


def test_erased_message_does_not_come_back_by_sending_its_form_again():
    Erasure.objects.create(receipt_code="7KF-2QD", kind="term", asked_by="sender", token_digest=digest_of("once"))

    with pytest.raises(AlreadyErased):
        receive_term(token="once")
    assert not Submission.objects.exists()


def test_same_text_in_another_form_is_kept_and_flagged():
    receive_term()
    again = receive_term(fields={**TERM, "name": "  CAPSID "})

    assert Submission.objects.count() == 2
    assert again.submission.flags == ["sent before"]


def test_contact_is_kept_apart():
    receipt = receive_term(name="Somebody", email="somebody@person.example")

    contact = SubmissionContact.objects.get()
    assert (contact.submission, contact.name, contact.email) == (
        receipt.submission, "Somebody", "somebody@person.example",
    )  # fmt: skip
    assert "person.example" not in str(Submission.objects.values().get())


def test_story_gets_version_and_day_of_its_consent_and_may_be_asked_about_yearly():
    fields = {"relation": "own", "title": "Mine", "story": "…", "consent": True, "yearly_question": True}
    receive(kind="story", fields=fields, language="en", email="teller@person.example")

    sent = Submission.objects.get().sent
    assert sent["consent_version"]
    assert len(sent["consented_on"]) == 10
    assert SubmissionContact.objects.get().yearly_question


def test_correction_knows_the_record_it_is_about():
    term = make_term(name="Vector", live=True)
    about = {"app": "glossary", "model": "term", "key": str(term.translation_key), "language": "en"}
    receipt = receive(kind="correction", fields={"what": "Wrong"}, about=about, language="en")

    assert receipt.submission.subject == term
    assert receipt.submission.sent["about"] == about


def test_newer_version_closes_the_open_one_and_both_lead_to_it():
    first = receive_term()
    second = receive_term(fields={**TERM, "name": "Vector"}, replaces=first.submission)
    third = receive_term(fields={**TERM, "name": "Virus"}, replaces=first.submission)

    assert [row.state for row in Submission.objects.order_by("pk")] == ["replaced", "replaced", "received"]
    assert third.submission.supersedes == second.submission
    assert newest_version(first.submission) == third.submission


def test_newer_version_of_a_decided_one_leaves_the_decision():
    declined = make_submission(state="declined", decided_at=timezone.now(), decision_reason="Because.")
    receive_term(replaces=declined)

    declined.refresh_from_db()
    assert declined.state == "declined"


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d of a sign"])
def test_text_no_database_keeps_is_refused(text):
    with pytest.raises(ValueError, match="cannot be stored"):
        receive_term(fields={**TERM, "meaning": text})
    assert not Submission.objects.exists()


@pytest.mark.parametrize("fields", [{"nonsense": "x"}, {"name": 7}, {"name": None}])
def test_fields_of_another_kind_are_refused(fields):
    with pytest.raises(ValueError, match=r"(?i)not fields|wrong type"):
        receive_term(fields=fields)


def test_backslash_u0000_typed_by_a_person_is_kept():
    receive_term(fields={**TERM, "meaning": "\\u0000"})

    assert Submission.objects.get().sent["meaning"] == "\\u0000"


@pytest.mark.parametrize("kind", list(FIELDS))
def test_every_kind_can_be_empty_and_has_names_once(kind):
    sent = sent_of(kind, {}, None)

    assert len(sent) == len(FIELDS[kind]) + 1
