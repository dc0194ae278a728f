"""What search engines may read and where it is: sitemap and robots.txt."""

from django.conf import settings
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from conditions.sitemaps import ConditionSitemap
from glossary.sitemaps import TermSitemap
from organisations.sitemaps import OrganisationSitemap
from portal.base.frame import language_codes, language_of
from portal.base.sitemaps import IndexSitemap, SiteSitemap
from therapies.sitemaps import TherapySitemap
from trials.sitemaps import TrialSitemap

INDEXES = [
    "glossary:term_index",
    "conditions:condition_index",
    "therapies:therapy_index",
    "therapies:therapy_timeline",
    "trials:trial_index",
    "organisations:organisation_index",
    "support_map",
    "change_index",
    "search",
]
# Below these lies nothing for everybody: staff, and what only a reader's own words or list make of an address.
NOT_FOR_CRAWLERS = ("/admin/", "/staff/", "/documents/", "/contribute/")
NAMES_NOT_FOR_CRAWLERS = ("search", "my_list")


class PublicPageSitemap(SiteSitemap):
    """The published pages of Wagtail that nobody has locked, in every language."""

    def items(self):
        return self._public().order_by("path")

    def location(self, item):
        return item.get_url()

    def lastmod(self, item):
        return item.last_published_at

    def languages_of(self, items):
        found: dict = {}
        keys = [item.translation_key for item in items]
        for page in self._public().filter(translation_key__in=keys):
            found.setdefault(page.translation_key, []).append((language_of(page.locale_id), page.get_url()))
        return found

    @staticmethod
    def _public():
        return Page.objects.live().public().filter(depth__gt=1)


def sitemap(request, section=None):
    """Every public address, in every language; a list of several files where one would be too long."""
    maps = {
        "indexes": IndexSitemap(INDEXES),
        "pages": PublicPageSitemap(),
        "terms": TermSitemap(),
        "conditions": ConditionSitemap(),
        "therapies": TherapySitemap(),
        "trials": TrialSitemap(),
        "organisations": OrganisationSitemap(),
    }
    if section is None and any(part.paginator.num_pages > 1 for part in maps.values()):
        return sitemap_index(request, sitemaps=maps, sitemap_url_name="sitemap_section", content_type="application/xml")
    return sitemap_view(request, sitemaps=maps, section=section, content_type="application/xml")


def robots(request):
    """What crawlers may read: everything public but search results and readers' lists."""
    paths = [*NOT_FOR_CRAWLERS]
    for code in language_codes().values():
        with translation.override(code):
            paths += [reverse(name) for name in NAMES_NOT_FOR_CRAWLERS]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in dict.fromkeys(paths))]
    return HttpResponse(
        "\n".join([*lines, f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml", ""]), content_type="text/plain"
    )
