"""A condition in the words of schema.org. Pure; shapes what the page has fetched."""

from typing import Any

from django.conf import settings

from portal.base.json_ld import Node, entity, link_to

MOST_LINKED = 10


def condition_schema(page: Any) -> Node:
    """Return the condition: its names and codes, therapies approved somewhere today, and trials."""
    condition = page.record
    codes = [
        ("ORPHAcode", condition.orphacode),
        ("MONDO", condition.mondo_id),
        ("MeSH", condition.mesh_id),
        *(("ICD-11", code.strip()) for code in condition.icd11_codes.split(",")),
    ]
    return {
        "@type": "MedicalCondition",
        "@id": entity(page.canonical),
        "name": page.title,
        "alternateName": page.also_called,
        "description": page.summary,
        "code": [
            {"@type": "MedicalCode", "codingSystem": system, "codeValue": value} for system, value in codes if value
        ],
        # A therapy without an authorisation in force is no treatment that one may be told to expect.
        "possibleTreatment": [_linked("MedicalTherapy", card.therapy) for card in page.approved[:MOST_LINKED]],
        "study": [_linked("MedicalTrial", card.trial) for card in page.trials[:MOST_LINKED]],
    }


def _linked(kind: str, record: Any) -> Node:
    return link_to(kind, record.name, settings.SITE_ADDRESS + record.get_absolute_url())
