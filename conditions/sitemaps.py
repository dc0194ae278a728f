"""Public addresses of conditions."""

from conditions.models import Condition
from portal.base.sitemaps import RecordSitemap


class ConditionSitemap(RecordSitemap):
    """Every published condition."""

    model = Condition
