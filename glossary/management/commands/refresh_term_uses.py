"""Rebuilds the list of where each term is used."""

from django.core.management.base import BaseCommand

from glossary.uses import refresh_all_uses


class Command(BaseCommand):
    """For after a restore or a change outside the admin; publishing keeps the list up to date by itself."""

    help = "Rebuild the list of pages and records in which each glossary term is used."

    def handle(self, *args, **options):
        self.stdout.write(f"{refresh_all_uses()} uses of terms found.")
