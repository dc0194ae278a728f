"""Brings the trial finder up to date with trials and registries."""

from django.core.management.base import BaseCommand

from trials.finder.filling import catch_up

EVERY = 10_000


class Command(BaseCommand):
    """Fills entries that are missing or out of date; can be stopped and run again at any time. Run it once a day."""

    help = "Bring the trial finder up to date: missing and changed entries, and standings that the calendar changed."

    def handle(self, *args, **options):
        filled = catch_up(self._tell if options["verbosity"] else lambda _done, _filled: None)
        if options["verbosity"]:
            self.stdout.write(f"{filled} entries of the finder filled." if filled else "Trial finder: up to date.")

    def _tell(self, done, filled):
        if done % EVERY == 0:
            self.stdout.write(f"  {done} trials looked at, {filled} filled")
