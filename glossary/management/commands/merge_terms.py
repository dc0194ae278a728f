"""Merges one glossary term into another."""

from django.core.management.base import BaseCommand, CommandError

from glossary.management.people import find_user
from glossary.merging import MergeRefused, merge, plan_merge
from glossary.models import Term


class Command(BaseCommand):
    """The first term is taken away; its names, relations and address lead to the second for ever."""

    help = "Merge the term SLUG into the term INTO. A dry run unless --commit is given."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("into")
        parser.add_argument("--language", default="en")
        parser.add_argument("--commit", action="store_true", help="merge them, for readers to see at once")
        parser.add_argument("--by", default="", help="user name of whoever answers for it")

    def handle(self, *args, **options):
        by = find_user(options["by"])
        term, into = (_find(options[name], options["language"]) for name in ("slug", "into"))
        try:
            plan = merge(term, into, by=by) if options["commit"] else plan_merge(term, into)
        except MergeRefused as refusal:
            raise CommandError("\n".join(refusal.problems)) from None
        if plan.problems:
            raise CommandError("\n".join(plan.problems))
        self.stdout.write(f"  Names that lead to “{into.name}” from now on: {', '.join(plan.form_names) or 'none'}")
        self.stdout.write(f"  Related terms: {', '.join(plan.relations) or 'none'}")
        self.stdout.write(f"  {' leads for ever to '.join(plan.addresses)}")
        self.stdout.write("Merged." if options["commit"] else "Dry run: nothing was written. Add --commit to merge.")


def _find(slug, language):
    term = Term.objects.in_language(language).filter(slug=slug).first()
    if term is None:
        raise CommandError(f"There is no term “{slug}” in the language “{language}”.")
    return term
