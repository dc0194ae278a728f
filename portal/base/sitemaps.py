"""Every public address for search engines, with its languages and the day it was last published."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import translation

from portal.base.frame import language_codes, language_of

MOST_IN_FILE = 5000


class SiteSitemap(Sitemap):
    """Addresses as the site itself gives them, whatever host it was asked under."""

    limit = MOST_IN_FILE

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_ADDRESS).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_ADDRESS).scheme

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        # Most sites have one language: nothing to ask then.
        others = self.languages_of([url["item"] for url in urls]) if len(language_codes()) > 1 else {}
        for url in urls:
            found = others.get(self.group_of(url["item"]), [])
            url["alternates"] = [
                {"lang_code": code, "location": f"{protocol}://{domain}{path}"}
                for code, path in sorted(found)
                if len(found) > 1
            ]
        return urls

    def group_of(self, item):
        """Return what an item shares with its translations."""
        return item.translation_key

    def languages_of(self, items) -> dict:
        """Return language and path of each version of some items, by what they share."""
        raise NotImplementedError


class RecordSitemap(SiteSitemap):
    """The published records of one kind, in every language; only what is live."""

    model = None

    def items(self):
        return self._light(self.model.objects.live()).order_by("pk")

    def location(self, item):
        return item.get_absolute_url()

    def lastmod(self, item):
        return item.last_published_at

    def languages_of(self, items):
        found: dict = {}
        keys = [item.translation_key for item in items]
        for record in self._light(self.model.objects.live().filter(translation_key__in=keys)):
            row = (language_of(record.locale_id), record.get_absolute_url())
            found.setdefault(record.translation_key, []).append(row)
        return found

    @staticmethod
    def _light(records):
        return records.only("slug", "locale", "translation_key", "last_published_at")


class IndexSitemap(SiteSitemap):
    """The index page of each kind of record, the search page and the like, in every language that has content."""

    def __init__(self, names):
        self.names = names

    def items(self):
        return [(name, code) for name in self.names for code in language_codes().values()]

    def location(self, item):
        name, code = item
        with translation.override(code):
            return reverse(name)

    def group_of(self, item):
        return item[0]

    def languages_of(self, items):
        found: dict = {}
        for name, code in items:
            found.setdefault(name, []).append((code, self.location((name, code))))
        return found
