"""Availability by country as CSV, in the form in which it can be imported again."""

from wagtail.models import Locale

from portal.base.exporting import as_csv
from therapies.importing.availability import COLUMNS
from therapies.models import Therapy


def availability_csv() -> str:
    """Return every published row of availability, by therapy and country."""
    therapies = Therapy.objects.live().filter(locale=Locale.get_default()).order_by("slug")
    therapies = therapies.prefetch_related("availability__source")
    rows = [
        (
            therapy.slug, str(row.country), row.state, row.source.title, row.source.publisher, row.source.address,
            row.checked_on.isoformat(),
        )
        for therapy in therapies
        for row in sorted(therapy.availability.all(), key=lambda row: str(row.country))
    ]  # fmt: skip
    return as_csv(COLUMNS, rows)
