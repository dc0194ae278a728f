"""Loads the gazetteer: the places a reader of the trial finder may name."""

from django.core.management.base import BaseCommand

from trials.finder.gazetteer import load_places

EVERY = 5_000


class Command(BaseCommand):
    """Adds the places that are missing; can be stopped and run again at any time."""

    help = "Load the cities and towns of the world that the trial finder knows; only missing ones are added."

    def handle(self, *args, **options):
        if options["verbosity"]:
            self.stdout.write("Looking for new places ...")
        added = load_places(self._tell if options["verbosity"] else lambda _done, _total: None)
        if options["verbosity"]:
            self.stdout.write(f"{added} places loaded." if added else "Places: nothing new.")

    def _tell(self, done, total):
        if done % EVERY == 0 and done < total:
            self.stdout.write(f"  {done} of {total} places")
