"""An organisation in the words of schema.org. Pure; shapes what the page has fetched."""

from typing import Any

from organisations.models import Organisation
from portal.base.json_ld import Node, entity, filled


def organisation_schema(page: Any) -> Node:
    """Return the organisation: where it sits, whom it serves, in which languages, and what it knows about."""
    record = page.record
    place = {
        "@type": "PostalAddress",
        "addressLocality": record.city,
        "addressCountry": str(record.country.code) if record.country else "",
    }
    served = Organisation._meta.get_field("countries_served").labels(record.countries_served)
    return {
        "@type": "NGO",
        "@id": entity(page.canonical),
        "name": page.title,
        "alternateName": page.also_called,
        "description": page.summary,
        "url": record.website,
        "sameAs": [row.url for row in page.social_addresses],
        "address": filled(place) if record.city or record.country else {},
        "areaServed": [{"@type": "Country", "name": str(name)} for name in served],
        "knowsLanguage": list(record.languages),
        "knowsAbout": [condition.name for condition in page.conditions],
    }
