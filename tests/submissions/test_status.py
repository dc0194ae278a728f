"""The sender's own page: only by its secret, everything on it, and gone when its time is over."""

import datetime

import pytest
from django.utils import timezone

from submissions.enums import SubmissionState
from submissions.models import Erasure, Submission, SubmissionContact, SubmissionEvent, SubmissionMessage
from submissions.receiving import receive
from tests.factories.glossary import make_term
from tests.factories.senders import FORM, Sender
from tests.factories.staff import make_superuser
from tests.markup import parsing_problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """A message with a contact, as its receipt."""
    fields = {"name": "Capsid", "meaning": "A shell <b>?"}
    return receive(kind="term", fields=fields, language="en", name="Somebody", email="somebody@person.example")


@pytest.fixture
def page(client, sent):
    """Return a function that looks at the page, or presses a button on it."""
    address = f"/contribute/status/{sent.secret}/"

    def look(**pressed):
        if not pressed:
            return client.get(address)
        return client.post(address, "&".join(f"{name}={value}" for name, value in pressed.items()), content_type=FORM)

    return look


def text(response):
    return response.content.decode()


def ask(submission, question="Which one?"):
    submission.state = SubmissionState.QUESTION
    submission.save()
    SubmissionMessage.objects.create(submission=submission, from_sender=False, text=question)


def decide(submission, state="declined", **fields):
    Submission.objects.filter(pk=submission.pk).update(
        state=state, decided_at=timezone.now(), **{"decision_reason": "It is there already.", **fields}
    )


def test_page_tells_how_things_stand_and_leaves_no_trace(page, sent):
    response = page()

    assert response.status_code == 200
    assert f"Your message {sent.submission.receipt_code}" in text(response)
    assert "within 10 working days" in text(response)
    assert "A shell &lt;b&gt;?" in text(response)
    assert "somebody@person.example" not in text(response)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "strict-origin"
    assert parsing_problems(text(response)) == []
    assert not response.cookies


@pytest.mark.parametrize("secret", ["a", "a" * 43, "0" * 64, "A" * 5_000, "%00", "%ed%a0%bd", "..%2f", "\u0639"])
def test_guessed_links_all_lead_to_the_same_nothing(client, sent, secret):
    response = client.get(f"/contribute/status/{secret}/")

    assert response.status_code == 404
    if response.get("Referrer-Policy") == "strict-origin":
        assert "There is nothing at this address." in text(response)


def test_part_of_a_secret_or_its_digest_opens_nothing(client, sent):
    for guess in (sent.secret[:-1], sent.secret + "0", sent.submission.secret_digest, sent.submission.receipt_code):
        assert client.get(f"/contribute/status/{guess}/").status_code == 404


def test_decision_is_told_with_its_reason_and_not_who_made_it(page, sent):
    moderator = make_superuser()
    decide(sent.submission)
    SubmissionEvent.objects.create(submission=sent.submission, act="declined", by=moderator)

    html = text(page())

    assert "Not accepted" in html
    assert "It is there already." in html
    assert moderator.username not in html


def test_what_became_public_is_linked_and_a_draft_is_not(page, sent):
    term, draft = make_term("Capsid"), make_term("Draft", live=False)
    for record, shown in ((draft, False), (term, True)):
        sent.submission.subject = record
        sent.submission.save()
        decide(sent.submission, "approved", decision_reason="")

        assert (record.get_absolute_url() in text(page())) is shown


def test_question_is_answered_once(page, sent):
    ask(sent.submission)
    assert "Which one?" in text(page())

    response = page(go="answer", answer="This+one%0D%0Ahere.")
    again = page(go="answer", answer="And+this")

    assert (response.status_code, again.status_code) == (302, 422)
    assert [(row.from_sender, row.text) for row in SubmissionMessage.objects.all()] == [
        (False, "Which one?"), (True, "This one\nhere."),
    ]  # fmt: skip
    assert Submission.objects.get().state == "received"
    assert "answered" in [event.act for event in SubmissionEvent.objects.all()]


def test_answer_goes_to_the_moderator_who_has_it(page, sent):
    sent.submission.claimed_by = make_superuser()
    sent.submission.claimed_until = timezone.now()
    ask(sent.submission)

    page(go="answer", answer="This")

    assert Submission.objects.get().state == "in review"


@pytest.mark.parametrize("answer", ["", "++", "a" * 3_001])
def test_answer_that_cannot_be_taken_is_kept_on_the_page(page, sent, answer):
    ask(sent.submission)

    response = page(go="answer", answer=answer)

    assert response.status_code == 422
    assert answer.replace("+", " ") in text(response)
    assert "<title>Error:" in text(response)


def test_message_is_taken_back(page, sent):
    assert page(go="withdraw").status_code == 302

    assert Submission.objects.get().state == "taken back"
    assert "You took it back" in text(page())
    assert page(go="withdraw").status_code == 409


def test_decided_message_cannot_be_taken_back_but_a_shown_story_can(page, sent):
    decide(sent.submission, "approved", decision_reason="")
    assert page(go="withdraw").status_code == 409

    Submission.objects.update(kind="story")
    assert page(go="withdraw").status_code == 302
    assert Submission.objects.get().state == "taken back"


def test_message_is_changed_and_sent_again(client, page, sent, clock):
    somebody = Sender(client, "term", clock)
    somebody.response = page(go="change")
    assert 'value="Capsid"' in somebody.html

    somebody.post(go="next", name="Vector")
    somebody.post(go="next", your_email="somebody@person.example")
    somebody.send()

    old, new = Submission.objects.order_by("pk")
    assert (old.state, new.state, new.supersedes) == ("replaced", "received", old)
    assert SubmissionContact.objects.count() == 2
    assert new.receipt_code in text(page())


def test_everything_is_deleted(page, sent):
    ask(sent.submission)

    response = page(go="delete")

    assert "Your message is deleted" in text(response)
    for model in (Submission, SubmissionContact, SubmissionMessage, SubmissionEvent):
        assert not model.objects.exists()
    assert Erasure.objects.get().receipt_code == sent.submission.receipt_code
    assert page().status_code == 404


def test_form_sent_again_after_deleting_brings_nothing_back(client, clock):
    somebody = Sender(client, "term", clock)
    somebody.to_check()
    last = somebody.hidden
    somebody.send()
    client.post(somebody.status_path, "go=delete", content_type=FORM)

    response = somebody.post(**last, go="send")

    assert response.status_code == 410
    assert not Submission.objects.exists()


@pytest.mark.parametrize("go", ["answer", "change", "withdraw", "delete"])
def test_page_of_somebody_else_presses_no_button(client, sent, go):
    ask(sent.submission)

    response = client.post(
        f"/contribute/status/{sent.secret}/", f"go={go}&answer=x", content_type=FORM, headers={"Origin": "null"}
    )

    assert response.status_code == 403
    assert Submission.objects.get().state == "question"
    assert SubmissionMessage.objects.count() == 1


def test_nothing_happens_by_looking(client, sent):
    client.get(f"/contribute/status/{sent.secret}/?go=delete")

    assert Submission.objects.get().state == "received"


def test_link_ends_half_a_year_after_the_decision(page, sent):
    decide(sent.submission)
    assert "It works until" in text(page())
    Submission.objects.update(decided_at=timezone.now() - datetime.timedelta(days=181))

    assert page().status_code == 404


def test_link_of_a_shown_story_works_as_long_as_it_is_shown(page, sent):
    decide(sent.submission, "approved", kind="story", decision_reason="")
    Submission.objects.update(decided_at=timezone.now() - datetime.timedelta(days=2_000))

    assert page().status_code == 200


def test_secret_is_in_no_log(client, sent, caplog, monkeypatch):
    from portal.base.logs import without_query

    line = f'"GET /contribute/status/{sent.secret}/?x=1 HTTP/1.1" 200'

    assert without_query(line) == '"GET /contribute/status/…/ HTTP/1.1" 200'
