"""Every public address of records, for search engines."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import translation


class RecordSitemap(Sitemap):
    """The published records of one kind, in every language; only what is live."""

    model = None

    def items(self):
        return self.model.objects.live().order_by("pk")

    def location(self, item):
        return item.get_absolute_url()

    def lastmod(self, item):
        return item.last_published_at


class IndexSitemap(Sitemap):
    """The index page of each kind of record and the search page, in the site's own language."""

    def __init__(self, names):
        self.names = names

    def items(self):
        return self.names

    def location(self, item):
        with translation.override(settings.LANGUAGE_CODE):
            return reverse(item)
