"""Sends the mail that is still in the outbox."""

from django.core.management.base import BaseCommand, CommandError

from portal.base.mail import send_waiting


class Command(BaseCommand):
    """To be run every few minutes; what cannot be sent stays and is tried again."""

    help = "Send the mail that is waiting in the outbox, and try again what could not be sent."

    def handle(self, *args, **options):
        sent, failed = send_waiting()
        self.stdout.write(f"{sent} mails sent, {failed} still waiting.")
        if failed:
            raise CommandError("Some mail could not be sent: look at the mail server and run this again.")
