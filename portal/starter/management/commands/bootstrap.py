"""Brings a site from nothing, or from the last version, to ready."""

import os
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.base.roles import setup_roles
from portal.starter.staff import make_administrator
from portal.starter.static_files import collect_static_files


class Command(BaseCommand):
    """Migrates, sets up roles, loads the starter content, makes the administrator, collects static files.

    One process for all steps; each is skipped quickly when there is nothing to do.
    """

    help = "Migrate, set up roles, load new starter content, make the administrator and collect static files."

    def handle(self, *args, **options):
        began = time.monotonic()
        self._prepare_folders()
        if self._waiting_migrations():
            self.stdout.write("Setting up the database (about ten seconds) ...")
            call_command("migrate", verbosity=0)
        setup_roles()
        self.stdout.write("Looking for new starter content ...")
        call_command("load_starter", stdout=self.stdout)
        call_command("load_places", stdout=self.stdout)
        call_command("refresh_finder", stdout=self.stdout)
        if collect_static_files():
            self.stdout.write("Static files are hashed and compressed.")
        self._administrator()
        self.stdout.write(f"Ready after {time.monotonic() - began:.0f} s.")

    def _prepare_folders(self):
        for folder in (settings.BASE_DIR / "var", settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)

    def _waiting_migrations(self):
        executor = MigrationExecutor(connection)
        return executor.migration_plan(executor.loader.graph.leaf_nodes())

    def _administrator(self):
        username = os.environ.get("PORTAL_ADMIN_USERNAME", "admin")
        chosen = os.environ.get("PORTAL_ADMIN_PASSWORD", "")
        password = make_administrator(username, chosen)
        if password and password != chosen:
            self.stdout.write(f"\n  Sign in at /admin/ as “{username}” with the password “{password}”.")
            self.stdout.write("  It is shown this once. Change it after signing in.\n")
        elif password:
            self.stdout.write(f"\n  Sign in at /admin/ as “{username}” with the password you chose.\n")
