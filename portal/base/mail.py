"""Mail goes through an outbox: stored first, sent after the transaction, tried again when the server fails."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from portal.base.models import OutgoingMail

logger = logging.getLogger(__name__)
MOST_TRIES = 20


class OutboxBackend(BaseEmailBackend):
    """Stores messages instead of sending them; they leave when the running transaction is committed.

    Never raises for a fault of the mail server: what the message reports must be kept whatever happens to the message.
    """

    def send_messages(self, email_messages):
        stored = [self._store(message) for message in email_messages if message.recipients()]
        transaction.on_commit(lambda: send_waiting([mail.pk for mail in stored]))
        return len(stored)

    @staticmethod
    def _store(message):
        html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
        return OutgoingMail.objects.create(
            recipients=message.recipients(),
            sender=message.from_email,
            subject=str(message.subject),
            body=str(message.body),
            html=html,
            headers=dict(message.extra_headers),
        )


def send_waiting(only=None) -> tuple[int, int]:
    """Send what waits in the outbox (``only`` these keys when given) and return how many were sent and how many failed.

    A message that was tried 20 times stays for a person to look at. Safe to interrupt: a sent message is deleted at
    once, so at worst one is sent twice.
    """
    waiting = OutgoingMail.objects.filter(tries__lt=MOST_TRIES)
    waiting = waiting.filter(pk__in=only) if only is not None else waiting
    sent = failed = 0
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    for mail in waiting:
        message = EmailMultiAlternatives(
            mail.subject, mail.body, mail.sender, [], headers=mail.headers, bcc=mail.recipients
        )
        if len(mail.recipients) == 1:
            message.to, message.bcc = mail.recipients, []
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        message.connection = connection
        try:
            message.send()
        except Exception as problem:  # noqa: BLE001 - whatever the server does, the mail must stay in the outbox
            failed += 1
            OutgoingMail.objects.filter(pk=mail.pk).update(tries=mail.tries + 1, last_problem=repr(problem)[:500])
            logger.warning("A mail could not be sent and stays in the outbox: %s", type(problem).__name__)
        else:
            sent += 1
            mail.delete()
    return sent, failed
