"""Looks whether the websites of organisations and the addresses of sources still answer."""

import sys

from django.core.management.base import BaseCommand, CommandError

from organisations.link_checking import NothingAnswers, check_links
from portal.base.links import connect_asker


class Command(BaseCommand):
    """To be run every night. May be stopped at any time: the next run goes on where this one ended."""

    help = "Ask the websites of organisations and the addresses of sources whether they still answer."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="ask every address, not only those that are due")
        parser.add_argument("--limit", type=int, help="stop after this many addresses")

    def handle(self, *args, **options):
        try:
            run = check_links(
                connect_asker(), everything=options["all"], limit=options["limit"], progress=self._progress
            )
        except NothingAnswers:
            raise CommandError(
                "Nothing answers, not even what worked before: look at this machine's network. No failure was noted."
            ) from None
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            f"{run.asked} addresses asked: {run.works} work, {run.moved} lead elsewhere, {run.unsure} do not answer "
            f"programs, {run.failed} failed; {run.broken} of these failed before and count as broken."
        )

    def _progress(self, run):
        if sys.stderr.isatty():
            self.stderr.write(f"\r{run.asked} of {run.due} addresses asked, {run.failed} failed", ending="")
