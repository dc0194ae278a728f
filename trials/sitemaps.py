"""Public addresses of trials."""

from portal.base.sitemaps import RecordSitemap
from trials.models import Trial


class TrialSitemap(RecordSitemap):
    """Every published trial."""

    model = Trial
