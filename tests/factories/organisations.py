"""Organisations for tests."""

from organisations.models import Organisation, OrganisationCitation
from tests.factories.kernel import cited, named, stored


def make_organisation(name="", *, live=True, conditions=(), sources=(), **fields):
    """Make an organisation, published unless ``live=False``."""
    values = {
        "kind": "patient organisation",
        "what_they_do": "<p>They help.</p>",
        "website": "https://organisation.example/",
    }
    organisation = Organisation(**{**values, **named("Organisation", name, fields)})
    organisation.conditions = list(conditions)
    organisation.citations = cited(OrganisationCitation, sources)
    return stored(organisation, live=live)
