"""Public addresses of the glossary."""

from glossary.models import Term
from portal.base.sitemaps import RecordSitemap


class TermSitemap(RecordSitemap):
    """Every published term."""

    model = Term
