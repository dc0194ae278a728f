"""Asks the tellers of stories once a year whether the story may stay; for a timer, once a day."""

from django.core.management.base import BaseCommand

from submissions.tending import ask_whether_story_may_stay, stories_to_ask_about


class Command(BaseCommand):
    """Writes to every teller who allowed it and was not asked for a year."""

    help = "Ask the tellers of stories, once a year, whether the story may stay on the site."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args, dry_run=False, **options):
        due = list(stories_to_ask_about())
        asked = 0 if dry_run else sum(ask_whether_story_may_stay(submission) for submission in due)
        self.stdout.write(f"Stories due: {len(due)}. Asked: {asked}.")
