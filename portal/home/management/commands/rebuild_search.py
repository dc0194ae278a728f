"""Builds the documents of the public search, or says where they differ from what is published."""

from django.core.management.base import BaseCommand, CommandError

from portal.home.search_index import building

MOST_TOLD = 50


class Command(BaseCommand):
    """Runs in batches; stop it when you like, the next run goes on there. Readers can search meanwhile."""

    help = "Build the documents of the public search; --check only compares them with what is published."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something differs")
        parser.add_argument("--if-needed", action="store_true", help="do nothing if this version built them already")
        parser.add_argument("--from-nothing", action="store_true", help="empty the tables before")

    def handle(self, *args, **options):
        if options["check"]:
            self._check()
        elif not options["if_needed"] or building.is_needed():
            done = building.build(self.stdout.write, from_nothing=options["from_nothing"])
            self.stdout.write(f"The search knows {done} published records and pages.")

    def _check(self):
        found = list(building.differences())
        for difference in found[:MOST_TOLD]:
            self.stdout.write(f"{difference.kind} {difference.object_id}: {difference.why}")
        if found:
            raise CommandError(f"{len(found)} differences: run rebuild_search.", returncode=1)
        self.stdout.write("The search says what is published.")
