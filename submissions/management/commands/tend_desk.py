"""Does what is due at the moderation desk; for a timer, every five minutes."""

from django.core.management.base import BaseCommand

from submissions.tending import tend


class Command(BaseCommand):
    """Makes drafts that failed, gives back overdue claims, makes decisions final after ten minutes."""

    help = "Make drafts that failed, give back overdue claims, and tell senders of decisions older than ten minutes."

    def handle(self, *args, **options):
        done = tend()
        self.stdout.write(
            f"Drafts made: {done['drafts']}. Claims given back: {done['claims']}. Decisions final: {done['decisions']}."
        )
