"""The outbox: what a mail reports is stored whatever the mail server does, and the mail leaves in the end."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from portal.base.mail import OutboxBackend, send_waiting
from portal.base.models import OutgoingMail

pytestmark = pytest.mark.django_db

BROKEN = "tests.base.test_mail.BrokenServer"
WORKING = "django.core.mail.backends.locmem.EmailBackend"


class BrokenServer:
    """A mail server that cannot be reached."""

    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise OSError("no route to the mail server")


def hand_over():
    """Give one message to the outbox, as Wagtail does when a text is sent in."""
    message = mail.EmailMessage("To review", "A term waits for you.", "portal@example.org", ["a@example.org"])
    return OutboxBackend().send_messages([message])


def test_message_is_stored_when_the_server_fails_and_sent_when_it_works_again(settings):
    settings.MAIL_DELIVERY_BACKEND = BROKEN

    assert hand_over() == 1
    assert send_waiting() == (0, 1)
    waiting = OutgoingMail.objects.get()
    assert (waiting.tries, waiting.subject) == (1, "To review")
    assert "no route" in waiting.last_problem

    settings.MAIL_DELIVERY_BACKEND = WORKING
    assert send_waiting() == (1, 0)
    assert [message.subject for message in mail.outbox] == ["To review"]
    assert not OutgoingMail.objects.exists()


def test_message_leaves_when_the_transaction_is_committed(settings, django_capture_on_commit_callbacks):
    settings.MAIL_DELIVERY_BACKEND = WORKING

    with django_capture_on_commit_callbacks(execute=True):
        hand_over()
        assert mail.outbox == []

    assert [message.to for message in mail.outbox] == [["a@example.org"]]
    assert not OutgoingMail.objects.exists()


def test_command_sends_what_waits_and_says_when_something_cannot_be_sent(settings, capsys):
    settings.MAIL_DELIVERY_BACKEND = BROKEN
    hand_over()

    with pytest.raises(CommandError, match="could not be sent"):
        call_command("send_waiting_mail")
    settings.MAIL_DELIVERY_BACKEND = WORKING
    call_command("send_waiting_mail")

    assert "1 mails sent, 0 still waiting." in capsys.readouterr().out
