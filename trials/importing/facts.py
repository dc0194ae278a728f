"""What a registry says about one trial, as plain data. Pure: no database, no models, no people."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SiteFacts:
    """One place of a trial. Never a person: contacts, officials and phone numbers are not even read."""

    facility: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_as_sent: str = ""
    latitude: float | None = None
    longitude: float | None = None
    status: str = ""


@dataclass(frozen=True)
class DateFacts:
    """A partial date and whether it happened or is planned."""

    date: str = ""
    kind: str = ""


@dataclass(frozen=True)
class RegistryFacts:
    """One registry's entry on one trial, in our words for its fields."""

    registry: str
    number: str
    official_title: str = ""
    brief_title: str = ""
    status: str = "UNKNOWN"
    raw_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    study_type: str = "UNKNOWN"
    phases: tuple[str, ...] = ()
    sponsor: str = ""
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    enrolment: int | None = None
    enrolment_type: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    sex: str = "ALL"
    eligibility: str = ""
    start: DateFacts = DateFacts()
    primary_completion: DateFacts = DateFacts()
    completion: DateFacts = DateFacts()
    has_results: bool = False
    first_posted_on: datetime.date | None = None
    changed_on: datetime.date | None = None
    data_of: datetime.date | None = None
    aliases: tuple[str, ...] = ()
    other_numbers: tuple[tuple[str, str], ...] = ()
    sites: tuple[SiteFacts, ...] = ()
    unmapped_countries: tuple[str, ...] = ()
    unknown_values: tuple[tuple[str, str], ...] = ()

    def digest(self) -> str:
        """A fingerprint of what was said; the day of the data itself does not count as a change."""
        said = {name: value for name, value in vars(self).items() if name != "data_of"}
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return vars(value) if isinstance(value, SiteFacts | DateFacts) else str(value)


@dataclass(frozen=True)
class StudyError:
    """A study that could not be used: its number where known, the field, and what is wrong. Never its content."""

    number: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.number or 'a study without a number'}: {self.field} {self.why}"
