"""Asks organisations whether their entries are still right."""

import sys

from django.core.management.base import BaseCommand

from organisations.asking import NotAsked, ask, waiting_to_be_asked


class Command(BaseCommand):
    """To be run every day or week; each organisation is asked once a year at most, and a stopped run goes on."""

    help = "Ask organisations, by mail, whether their entries are still right. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("--commit", action="store_true", help="send the mails")
        parser.add_argument("--limit", type=int, help="ask at most this many organisations")

    def handle(self, *args, **options):
        waiting = waiting_to_be_asked()[: options["limit"]]
        if not options["commit"]:
            for contact in waiting:
                self.stdout.write(f"  {contact.organisation.name}")
            self.stdout.write(f"{len(waiting)} organisations would be asked. Dry run: add --commit to send the mails.")
            return
        asked = 0
        for number, contact in enumerate(waiting, start=1):
            try:
                ask(contact)
            except NotAsked as refusal:
                self.stderr.write(f"  Not asked: {contact.organisation.name}. {refusal}")
            else:
                asked += 1
            if sys.stderr.isatty():
                self.stderr.write(f"\r{number} of {len(waiting)}", ending="")
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"{asked} organisations asked.")
