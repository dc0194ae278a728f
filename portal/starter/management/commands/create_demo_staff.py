"""Makes one example account for each role, and one made-up story marked as such; for development only."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.home.models import HomePage
from portal.starter.example_story import make_example_story
from portal.starter.staff import make_demo_staff


class Command(BaseCommand):
    """Makes an editor, a reviewer and a moderator with generated passwords."""

    help = "Make one example account for each role, with new passwords. Refused in production."

    def handle(self, *args, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("Example accounts are for development only: make real ones in the admin under Users.")
        for username, password in make_demo_staff().items():
            self.stdout.write(f"{username}: {password}")
        if HomePage.objects.exists():
            make_example_story()
