"""“Still right?”: who is asked, once a year, and which links count."""

import datetime
import re

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from organisations.asking import PURPOSE, NotAsked, answered_otherwise, ask, confirm, question_of, token_of
from organisations.asking import waiting_to_be_asked as waiting
from organisations.models import OrganisationContact
from portal.base.models import OutgoingMail
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db

ADDRESS = "office@organisation.example"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mail goes through the outbox, as on the site."""
    settings.EMAIL_BACKEND = "portal.base.mail.OutboxBackend"


def make_contact(name="", *, email=ADDRESS, live=True, **fields):
    return OrganisationContact.objects.create(organisation=make_organisation(name, live=live), email=email, **fields)


def asked(contact):
    ask(contact)
    contact.refresh_from_db()
    return token_of(contact)


def days_ago(days):
    return datetime.date.today() - datetime.timedelta(days=days)


def test_mail_goes_to_the_organisation_alone_with_a_link_and_what_readers_see():
    contact = make_contact("Somebody & Sons")

    ask(contact)

    message = OutgoingMail.objects.get()
    token = re.search(r"/contribute/still-right/(\S+)/", message.body)[1]
    assert message.recipients == [ADDRESS]
    assert message.subject == "Is your entry still right? Somebody & Sons"
    assert question_of(token).organisation == contact.organisation
    assert contact.organisation.get_absolute_url() in message.body
    assert "&amp;" not in message.body
    assert "not to ask again" in message.body


def test_mail_leaves_once_what_it_reports_is_stored(django_capture_on_commit_callbacks):
    contact = make_contact()

    with django_capture_on_commit_callbacks(execute=True):
        ask(contact)
        assert mail.outbox == []

    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_history_says_that_it_was_asked_and_never_names_the_address():
    contact = make_contact()

    ask(contact)

    entries = ModelLogEntry.objects.filter(action="portal.asked", object_id=contact.organisation.pk)
    assert entries.count() == 1
    assert ADDRESS not in str(entries.get().data)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"email": ""}, "no e-mail address"), ({"may_ask": False}, "does not want"), ({"live": False}, "not published")],
)
def test_who_cannot_be_asked_is_not_asked(fields, reason):
    contact = make_contact(**fields)

    with pytest.raises(NotAsked, match=reason):
        ask(contact)

    assert not OutgoingMail.objects.exists()
    assert waiting() == []


def test_those_never_confirmed_are_asked_first_and_nobody_twice_a_year():
    long_ago = make_contact("A", confirmed_on=days_ago(500))
    never = make_contact("B")
    make_contact("C", confirmed_on=days_ago(300))
    make_contact("D", asked_at=timezone.now() - datetime.timedelta(days=300))
    again = make_contact("E", asked_at=timezone.now() - datetime.timedelta(days=400), confirmed_on=days_ago(399))

    assert waiting() == [never, long_ago, again]


# --- links -----------------------------------------------------------------------------------------------------------


def test_link_leads_to_its_question():
    contact = make_contact()

    question = question_of(asked(contact))

    assert (question.organisation, question.is_answered) == (contact.organisation, False)


def test_only_the_latest_link_counts():
    contact = make_contact()
    first = asked(contact)
    second = asked(contact)

    assert question_of(first) is None
    assert question_of(second) is not None


def test_link_runs_out_after_ninety_days(monkeypatch):
    token = asked(make_contact())
    now = signing.time.time()

    monkeypatch.setattr(signing.time, "time", lambda: now + 89 * 86_400)
    assert question_of(token) is not None
    monkeypatch.setattr(signing.time, "time", lambda: now + 91 * 86_400)
    assert question_of(token) is None


def test_link_signed_for_another_purpose_or_changed_or_made_up_leads_nowhere():
    contact = make_contact()
    token = asked(contact)
    other = signing.dumps([contact.pk, contact.ask_serial], salt="another.purpose")
    odd = signing.dumps({"not": "a pair"}, salt=PURPOSE)

    for wrong in (other, odd, token[:-1] + ("A" if token[-1] != "A" else "B"), "", "x" * 5_000, "a:b:c"):
        assert question_of(wrong) is None


def test_link_of_an_entry_that_was_taken_away_leads_nowhere():
    contact = make_contact()
    token = asked(contact)
    contact.organisation.unpublish()

    assert question_of(token) is None


def test_confirmation_is_kept_beside_the_entry_and_answers_the_question():
    contact = make_contact()
    token = asked(contact)

    confirm(question_of(token))
    contact.refresh_from_db()

    assert (contact.confirmed_on, contact.answered_on) == (timezone.localdate(), timezone.localdate())
    assert question_of(token).is_answered
    assert not contact.organisation.has_unpublished_changes
    assert waiting() == []


def test_correction_and_stop_answer_without_confirming():
    first, second = make_contact(confirmed_on=days_ago(400)), make_contact()

    answered_otherwise(question_of(asked(first)), how="correction")
    answered_otherwise(question_of(asked(second)), how="stop")
    first.refresh_from_db()
    second.refresh_from_db()

    assert (first.confirmed_on, first.may_ask) == (days_ago(400), True)
    assert (second.confirmed_on, second.may_ask) == (None, False)


# --- the command -----------------------------------------------------------------------------------------------------


def test_command_is_a_dry_run_unless_told_otherwise(capsys):
    make_contact("Somebody")

    call_command("ask_organisations")

    assert "Somebody" in capsys.readouterr().out
    assert not OutgoingMail.objects.exists()


def test_command_asks_each_once_and_a_stopped_run_goes_on(capsys):
    for name in ("A", "B", "C"):
        make_contact(name)

    call_command("ask_organisations", "--commit", "--limit", "2")
    call_command("ask_organisations", "--commit")
    call_command("ask_organisations", "--commit")

    assert OutgoingMail.objects.count() == 3
    assert "0 organisations asked." in capsys.readouterr().out


def test_command_says_whom_it_could_not_ask(monkeypatch, capsys):
    contact = make_contact("Somebody")
    monkeypatch.setattr("organisations.management.commands.ask_organisations.waiting_to_be_asked", lambda: [contact])
    OrganisationContact.objects.update(may_ask=False)

    call_command("ask_organisations", "--commit")

    said = capsys.readouterr()
    assert "Not asked: Somebody." in said.err
    assert "0 organisations asked." in said.out
