"""A trial in the words of schema.org. Pure; shapes what the page has fetched."""

from typing import Any

from django.conf import settings

from portal.base.json_ld import Node, entity, link_to
from trials.enums import RegistryStatus, Standing

# Statuses without a counterpart (unknown, withheld, access outside a trial) are not said at all.
STATUS: dict[str, str] = {
    RegistryStatus.RECRUITING: "Recruiting",
    RegistryStatus.NOT_YET_RECRUITING: "NotYetRecruiting",
    RegistryStatus.ACTIVE_NOT_RECRUITING: "ActiveNotRecruiting",
    RegistryStatus.ENROLLING_BY_INVITATION: "EnrollingByInvitation",
    RegistryStatus.COMPLETED: "Completed",
    RegistryStatus.SUSPENDED: "Suspended",
    RegistryStatus.TERMINATED: "Terminated",
    RegistryStatus.WITHDRAWN: "Withdrawn",
}


def trial_schema(page: Any) -> Node:
    """Return the trial; a status only as far as it is sure and the registry still has the entry."""
    record = page.registry
    return {
        "@type": "MedicalTrial",
        "@id": entity(page.canonical),
        "name": page.title,
        "alternateName": record.official_title if record else "",
        "description": page.summary,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": str(row.get_registry_display()), "value": row.number}
            for row in page.numbers
        ],
        "status": status_of(record),
        "sponsor": {"@type": "Organization", "name": record.sponsor} if record and record.sponsor else {},
        "healthCondition": [
            link_to("MedicalCondition", condition.name, settings.SITE_ADDRESS + condition.get_absolute_url())
            for condition in page.conditions
        ],
        "studyLocation": [
            {"@type": "AdministrativeArea", "name": group.country} for group in page.sites_by_country if group.country
        ],
    }


def status_of(record: Any) -> str:
    """Return schema.org's name of a registry status; empty for one that is old, gone, or has no counterpart."""
    if record is None or record.gone_since or record.standing() == Standing.UNSURE or record.status not in STATUS:
        return ""
    return f"https://schema.org/{STATUS[record.status]}"
