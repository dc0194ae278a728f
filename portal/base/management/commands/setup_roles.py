"""Makes groups, permissions and workflows."""

from django.core.management.base import BaseCommand

from portal.base.roles import ROLES, setup_roles


class Command(BaseCommand):
    """Sets up who may do what; running it again changes nothing."""

    help = "Make the groups, their permissions and the two workflows. Safe to run again."

    def handle(self, *args, **options):
        setup_roles()
        self.stdout.write(f"Groups and workflows are set up: {', '.join(ROLES)}.")
