"""What the commands that read registries print, and how they end."""

import sys
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from trials.duplicates import find_duplicates
from trials.importing.http import RegistryError
from trials.importing.runs import COULD_NOT_RUN
from trials.models import SyncRun

CODES = "Ends with 0 when all went well, 1 when some studies could not be used, 2 when it could not run."


class ReadingCommand(BaseCommand):
    """A command that reads a registry: a line for each difference, a line of progress, counts, and the exit code."""

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would change; store nothing")
        parser.add_argument("--limit", type=int, help="stop after this many studies")

    def read(self, options, do: Callable[[Callable, Callable], SyncRun | None]) -> None:
        """Run ``do`` with the functions that print, and end with the code of the run."""
        try:
            if options["dry_run"]:
                with transaction.atomic():
                    run = do(self._tell, self._progress)
                    transaction.set_rollback(True)
            else:
                run = do(self._tell, self._progress)
        except RegistryError as error:
            raise CommandError(f"The registry could not be read: {error}", returncode=COULD_NOT_RUN) from None
        if run is not None and run.new and not options["dry_run"]:
            self._look_for_duplicates()
        self._sum_up(run, is_dry=options["dry_run"])
        if run is not None and run.exit_code:
            sys.exit(run.exit_code)

    def _look_for_duplicates(self) -> None:
        number = find_duplicates()
        if number:
            self.stdout.write(f"{number} new pairs that may be one trial: see “Possible duplicates” in the admin.")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")

    def _progress(self, run: SyncRun) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{run.seen} studies read, {run.new} new, {run.changed} changed", ending="")

    def _sum_up(self, run: SyncRun | None, *, is_dry: bool) -> None:
        if run is None:
            self.stdout.write("The registry has published nothing since the last reading. (--full reads all the same.)")
            return
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            f"{run.seen} studies seen: {run.new} new ({run.drafts} drafts), {run.changed} changed, "
            f"{run.unchanged} unchanged, {run.older} older than ours, {run.gone} gone, {run.failed} failed."
        )
        if is_dry:
            self.stdout.write("Dry run: nothing was stored.")
