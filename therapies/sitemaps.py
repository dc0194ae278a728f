"""Public addresses of therapies."""

from portal.base.sitemaps import RecordSitemap
from therapies.models import Therapy


class TherapySitemap(RecordSitemap):
    """Every published therapy."""

    model = Therapy
