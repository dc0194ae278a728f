"""Facts as rows of the database, and back. Saves nothing."""

from collections.abc import Iterable
from typing import Any

from trials.importing.compare import Known
from trials.importing.facts import RegistryFacts, SiteFacts
from trials.importing.linking import key_of
from trials.models import RegistryNumber, RegistryRecord, RegistrySite

SITE_FIELDS = tuple(SiteFacts.__dataclass_fields__)
OURS = ("id", "registry", "trial", "read_in", "checked_on", "gone_since", "record_version", "digest", "number")
SAID_FIELDS = [f.name for f in RegistryRecord._meta.concrete_fields if f.name not in OURS]
RECORD_FIELDS = [f.name for f in RegistryRecord._meta.concrete_fields if f.name not in ("id", "registry", "trial")]


def fill(record: RegistryRecord, facts: RegistryFacts) -> None:
    """Put what a registry says onto its record; the record is not saved."""
    record.number = facts.number
    record.official_title = facts.official_title
    record.status, record.raw_status = facts.status, facts.raw_status
    record.last_known_status, record.why_stopped = facts.last_known_status, facts.why_stopped
    record.study_type, record.sponsor = facts.study_type, facts.sponsor
    setattr(record, "phases", list(facts.phases))  # noqa: B010 - the field's own type is text, by its base class
    record.conditions_as_registered = list(facts.conditions)
    record.interventions_as_registered = list(facts.interventions)
    record.enrolment, record.enrolment_type = facts.enrolment, facts.enrolment_type
    record.minimum_age, record.maximum_age, record.sex = facts.minimum_age, facts.maximum_age, facts.sex
    record.eligibility_text = facts.eligibility
    record.start_date, record.start_date_type = facts.start.date, facts.start.kind
    record.primary_completion_date = facts.primary_completion.date
    record.primary_completion_date_type = facts.primary_completion.kind
    record.completion_date, record.completion_date_type = facts.completion.date, facts.completion.kind
    record.has_results, record.first_posted_on = facts.has_results, facts.first_posted_on
    record.registry_changed_on = facts.changed_on
    record.digest = facts.digest()
    record.gone_since = None


def fullness(record: RegistryRecord, sites: int) -> tuple[int, int]:
    """Return how much a record says: fields that are filled, and sites. Of two equally old ones the fuller counts."""
    empty: tuple[Any, ...] = (None, "", [], "UNKNOWN", False)
    return sum(getattr(record, name) not in empty for name in SAID_FIELDS), sites


def says_less(facts: RegistryFacts, record: RegistryRecord) -> bool:
    """Whether facts are of the same version as a stored record, and only a part of it: the row of a search, say."""
    is_same = facts.data_of is None or str(facts.data_of) == record.record_version
    if not is_same or facts.changed_on != record.registry_changed_on:
        return False
    sent = RegistryRecord()
    fill(sent, facts)
    return fullness(sent, len(facts.sites)) < fullness(record, record.sites.count())


def number_rows(record: RegistryRecord, facts: RegistryFacts) -> list[RegistryNumber]:
    """Return the former numbers of a study and its numbers in other registries."""
    numbers = [
        *((facts.registry, alias, True) for alias in facts.aliases),
        *((registry, number, False) for registry, number in facts.other_numbers),
    ]
    return [
        RegistryNumber(record=record, registry=registry, number=number, key=key_of(registry, number), is_alias=is_alias)
        for registry, number, is_alias in numbers
    ]


def site_rows(record: RegistryRecord, sites: Iterable[SiteFacts]) -> list[RegistrySite]:
    """Return the sites of a record as rows."""
    return [RegistrySite(record=record, **{name: getattr(site, name) for name in SITE_FIELDS}) for site in sites]


def known(record: RegistryRecord, sites: list[SiteFacts]) -> Known:
    """Return what of a stored record is followed from version to version."""
    return Known(
        status=record.status,
        start_date=record.start_date,
        primary_completion_date=record.primary_completion_date,
        completion_date=record.completion_date,
        enrolment=record.enrolment,
        sites=len(sites),
        countries=tuple(sorted({site.country or site.country_as_sent for site in sites} - {""})),
    )
