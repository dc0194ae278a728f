"""Deletes contact data whose day has come."""

from django.core.management.base import BaseCommand

from submissions.keeping import delete_old_contacts


class Command(BaseCommand):
    """To be run every day; running it again changes nothing."""

    help = "Delete contact data of senders 30 days after the decision, and say of which messages."

    def handle(self, *args, **options):
        codes = delete_old_contacts()
        for code in codes:
            self.stdout.write(code)
        self.stdout.write(f"{len(codes)} contacts deleted.")
