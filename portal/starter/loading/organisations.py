"""Organisations from ``organisations/``."""

from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGE_CODES
from organisations.models import Organisation, OrganisationCitation
from portal.starter.loading.saving import check_forms_are_free, cite, linked, publish, save_checked
from portal.starter.reading import check_keys
from portal.starter.rich_text import rich_text

REQUIRED = {"name", "kind", "website", "sources"}
OPTIONAL = {
    "short_name", "countries_served", "city", "country", "conditions", "languages", "services", "funding", "verified",
    "editor_note",
}  # fmt: skip


def load(files, context):
    """Make and publish the organisations."""
    check_forms_are_free(files)
    for file in files:
        context.step(file)
        check_keys(file, REQUIRED, OPTIONAL)
        organisation = _organisation(file, context)
        if organisation is not None:
            publish(organisation)


def _organisation(file, context):
    unknown = [code for code in file.facts.get("languages") or [] if code not in LANGUAGE_CODES]
    if unknown:
        file.complain(f"languages: {', '.join(unknown)} is not known; write two-letter codes such as fr.")
    funding = file.text("funding")
    organisation = Organisation(
        locale=context.locale,
        slug=file.slug,
        name=file.text("name"),
        short_name=file.text("short_name"),
        kind=file.choice("kind", {kind.value: kind.value for kind in OrganisationKind}),
        what_they_do=rich_text(file.sections.get("what they do", "")),
        countries_served=file.facts.get("countries_served") or [],
        city=file.text("city"),
        country=file.text("country"),
        languages=file.facts.get("languages") or [],
        services=[service for service in file.facts.get("services") or [] if service in Service.values],
        website=file.text("website"),
        funding="" if funding == "not stated" else funding,
        editor_note=file.text("editor_note"),
    )
    organisation.conditions = linked(file, "conditions", context.conditions, "conditions")
    cite(organisation, OrganisationCitation, context.sources.of(file))
    return organisation if not file.problems and save_checked(file, organisation) else None
