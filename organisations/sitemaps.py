"""Public addresses of organisations."""

from organisations.models import Organisation
from portal.base.sitemaps import RecordSitemap


class OrganisationSitemap(RecordSitemap):
    """Every published organisation."""

    model = Organisation
