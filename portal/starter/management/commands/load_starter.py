"""Loads the starter content that was never loaded before."""

from django.core.management.base import BaseCommand, CommandError

from portal.starter.loading.everything import load_starter
from portal.starter.reading import StarterError


class Command(BaseCommand):
    """Loads new files of portal/starter/; what was loaded once is never touched again."""

    help = "Load starter content that was never loaded before; nothing an editor changed is touched."

    def handle(self, *args, **options):
        try:
            number = load_starter(self.stdout.write)
        except StarterError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"Nothing was loaded. Put these right and run the command again:\n{listed}") from None
        self.stdout.write(f"{number} starter files loaded." if number else "Starter content: nothing new.")
