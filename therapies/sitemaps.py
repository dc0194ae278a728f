"""Public addresses of therapies."""

from therapies.models import Therapy
from portal.base.sitemaps import RecordSitemap


class TherapySitemap(RecordSitemap):
    """Every published therapy."""

    model = Therapy
