"""A therapy in the words of schema.org. Pure; shapes what the page has fetched."""

from typing import Any

from portal.base.json_ld import Node, entity


def therapy_schema(page: Any) -> Node:
    """Return the therapy; it is a medicine with a legal status only where an authorisation is in force today."""
    record = page.record
    in_force = [(row, tag) for row, tag in page.authorisations if row.is_approved]
    brands = dict.fromkeys(row.brand_name for row, tag in page.authorisations if row.brand_name)
    facts: Node = {
        "@type": ["Drug", "MedicalTherapy"] if in_force else "MedicalTherapy",
        "@id": entity(page.canonical),
        "name": page.title,
        "alternateName": [name for name in dict.fromkeys([*brands, *page.also_called]) if name != page.title],
        "description": page.summary,
    }
    if in_force:
        facts |= {
            "nonProprietaryName": record.inn,
            "proprietaryName": list(dict.fromkeys(row.brand_name for row, tag in in_force)),
            "activeIngredient": record.inn,
            "legalStatus": [
                {
                    "@type": "DrugLegalStatus",
                    "name": f"{tag.words} ({tag.since})" if tag.since else tag.words,
                    "applicableLocation": {"@type": "AdministrativeArea", "name": tag.place},
                }
                for row, tag in in_force
            ],
        }
    return facts
