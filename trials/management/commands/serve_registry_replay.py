"""Stands in for ClinicalTrials.gov on a developer's machine; its faults can be switched on."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from trials.replaying import ReplayServer


class Command(BaseCommand):
    """Answers with the studies of a folder; ``faults.json`` in it says what goes wrong (docs/registries.md)."""

    help = "Serve the studies of a folder as ClinicalTrials.gov would. Development and tests only."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--port", type=int, default=8765)

    def handle(self, *args, **options):
        if not getattr(settings, "DEVELOPMENT", False):
            raise CommandError("The replay server is for development only.")
        if not options["folder"].is_dir():
            raise CommandError(f"{options['folder']} is not a folder.")
        server = ReplayServer(options["folder"], port=options["port"])
        self.stdout.write(f"CTGOV_BASE_URL={server.address}   ({len(server.studies)} studies; stop with Ctrl-C)")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
