"""Loads all starter files that were never loaded before: in one transaction, all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale, Page, Site

from articles.models import Resource, SectionPage
from conditions.models import Condition
from glossary.marking import STAMP
from glossary.models import Term
from glossary.uses import refresh_all_uses
from portal.base.models import SiteIdentity, SiteWords
from portal.base.stamps import renew
from portal.home.models import HomePage
from portal.starter.loading import articles, conditions, organisations, resources, terms, therapies, trials
from portal.starter.loading.saving import Sources, problems_of
from portal.starter.models import LoadedEntry
from portal.starter.reading import FOLDER, KINDS, StarterError, read_file
from therapies.models import Therapy

LOADERS = {
    "resources": resources.load,
    "terms": terms.load,
    "conditions": conditions.load,
    "organisations": organisations.load,
    "therapies": therapies.load,
    "trials": trials.load,
    "articles": articles.load,
}


@dataclass
class Context:
    """What the loaders share: the language, the sources, and what has been made or already exists, by slug."""

    locale: Locale
    home: HomePage
    report: Callable[[str], None]
    sources: Sources = field(default_factory=Sources)
    resources: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    conditions: dict = field(default_factory=dict)
    therapies: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    done: int = 0
    total: int = 0

    def step(self, file) -> None:
        """Count a file as being loaded and say so now and then."""
        self.done += 1
        if self.done % 50 == 0 or self.done == self.total:
            self.report(f"  {self.done} of {self.total} files ({file.kind})")


def new_files(folder: Path = FOLDER) -> list[tuple[str, Path]]:
    """Return kind and path of the files that were never loaded; reads names only, so that a second start is quick."""
    loaded = set(LoadedEntry.objects.values_list("kind", "slug"))
    paths = [(kind, path) for kind in KINDS for path in sorted((folder / kind).glob("*.md"))]
    return [(kind, path) for kind, path in paths if (kind, path.stem) not in loaded]


def load_starter(report: Callable[[str], None], folder: Path = FOLDER) -> int:
    """Load every new starter file and return how many there were.

    Raises StarterError, with every problem of every file, when anything is wrong; then nothing has been written.
    """
    paths = new_files(folder)
    if not paths:
        return 0
    files = [read_file(kind, path) for kind, path in paths]
    stop_at(files)
    with transaction.atomic():
        context = Context(locale=Locale.get_default(), home=home_page(), report=report, total=len(files))
        remember_existing(context)
        for kind in KINDS:
            LOADERS[kind]([file for file in files if file.kind == kind], context)
            stop_at(files)
        LoadedEntry.objects.bulk_create([LoadedEntry(kind=file.kind, slug=file.slug) for file in files])
        renew(STAMP)
    refresh_all_uses()
    return len(files)


def stop_at(files) -> None:
    """Raise StarterError when any file complained."""
    problems = problems_of(files)
    if problems:
        raise StarterError(problems)


def remember_existing(context: Context) -> None:
    """Let new files point at what is already in the database."""
    for name, model in (("terms", Term), ("conditions", Condition), ("therapies", Therapy)):
        getattr(context, name).update({row.slug: row for row in model.objects.filter(locale=context.locale)})
    context.resources.update(Resource.objects.filter(locale=context.locale).values_list("slug", "pk"))
    context.pages.update({page.slug: page for page in SectionPage.objects.filter(locale=context.locale)})


def home_page() -> HomePage:
    """Return the home page; on a new site make it, and make the site point to it."""
    existing = HomePage.objects.filter(locale=Locale.get_default()).first()
    if existing:
        return existing
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome is not None:
        welcome.delete()
    root = Page.get_first_root_node()
    home = HomePage(
        title="Clear answers about gene and cell therapy",
        slug="home",
        locale=Locale.get_default(),
        lede="For patients and families. In plain language, with a source and a date for every fact.",
        search_description="Plain information about gene and cell therapy for patients and families.",
    )
    root.add_child(instance=home)
    home.save_revision(changed=False).publish()
    site, _made = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Cell & Gene Compass"}
    )
    identity, _made = SiteIdentity.objects.get_or_create(site=site)
    SiteWords.objects.get_or_create(
        identity=identity,
        language=Locale.get_default().language_code,
        defaults={
            "description": "Plain information about gene and cell therapy for patients and families.",
            "emergency_line": "Call your treatment team. In an emergency, call {number}.",
        },
    )
    return home
