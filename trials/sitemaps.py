"""Public addresses of trials."""

from trials.models import Trial
from portal.base.sitemaps import RecordSitemap


class TrialSitemap(RecordSitemap):
    """Every published trial."""

    model = Trial
