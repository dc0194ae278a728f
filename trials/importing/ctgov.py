"""A study of ClinicalTrials.gov (API v2) as facts. Pure: no database; names, e-mails and phones are not read.

Fields and traps: the registry's own field tree of 2026; modules may be missing, values may be new.
"""

import datetime
import html
import re
from typing import Any

from portal.base.partial_dates import PartialDate
from trials.enums import Phase, Registry, RegistryStatus, Sex, StudyType
from trials.importing.country_names import country_code
from trials.importing.facts import DateFacts, RegistryFacts, SiteFacts, StudyError
from trials.registries import find_numbers, number_problem

INDIVIDUAL = "an individual investigator"
TITLE_OF_PERSON = re.compile(r"\b(?:MD|M\.D\.|PhD|Ph\.D\.|Dr\.?|Prof\.?|Professor|MBBS|FRCP|FACP)(?=[\s,.]|$)")
NAME_OF_PERSON = re.compile(r"(?:[A-Z][a-z'’-]+|[A-Z]\.?) (?:[A-Z]\.? )?[A-Z][a-z'’-]+")
ORGANISATION = re.compile(
    r"univ|hosp|clin|cent(?:er|re)|instit|research|site|medic|health|care|pharma|thera|bio|onco|cancer|group|trial|college"
    r"|school|founda|service|laborator|associa|society|network|unit|office|depart|corporation|compan|sciences?|partners"
    r"|physician|specialist|investig|practice|general|memorial|saint|st\.|kettering|children|national|royal|city|region",
    re.IGNORECASE,
)
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
PHONE = re.compile(r"(?<![\w-])\+?\(?\d[\d\s().-]{7,}\d(?![\w-])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST = {"title": 2000, "name": 400, "text": 40_000}
MOST_SITES = 10_000


class Reader:
    """Reads one study and remembers what it met that nobody has seen before."""

    def __init__(self, study: Any):
        self.study = study if isinstance(study, dict) else {}
        self.unknown: list[str] = []
        self.unmapped: list[str] = []

    def module(self, name: str) -> dict:
        found = (self.study.get("protocolSection") or {}).get(name)
        return found if isinstance(found, dict) else {}

    def value(self, raw: Any, known: type, name: str, default: str = "") -> str:
        """Return an enumerated value; one nobody has seen is kept in ``unknown`` and the default stands in."""
        text = str(raw or "")
        if text in known.values:
            return text
        if text:
            self.unknown.append(f"{name}: {text}")
        return default

    def date(self, raw: Any, name: str) -> DateFacts:
        if not isinstance(raw, dict):
            return DateFacts()
        try:
            date = str(PartialDate.parse(str(raw.get("date") or "")))
        except ValueError:
            if raw.get("date"):
                self.unknown.append(f"{name}: {raw['date']}")
            return DateFacts()
        kind = str(raw.get("type") or "")
        return DateFacts(date, kind if kind in ("ACTUAL", "ESTIMATED") else "")

    def day(self, raw: Any) -> datetime.date | None:
        text = raw.get("date") if isinstance(raw, dict) else raw
        try:
            return datetime.date.fromisoformat(str(text))
        except ValueError:
            return None


def parse_study(study: Any) -> RegistryFacts | StudyError:
    """Return the facts of a study, or why it cannot be used. Never raises for anything a registry may send."""
    reader = Reader(study)
    identification = reader.module("identificationModule")
    number = str(identification.get("nctId") or "").strip().upper()
    if not number:
        return StudyError("", "has no nctId; is it a study?")
    if number_problem(Registry.CTGOV, number):
        return StudyError(number[:40], "nctId is not a number of ClinicalTrials.gov")
    status = reader.module("statusModule")
    design = reader.module("designModule")
    eligibility = reader.module("eligibilityModule")
    enrolment = design.get("enrollmentInfo") if isinstance(design.get("enrollmentInfo"), dict) else {}
    raw_status = str(status.get("overallStatus") or "")
    return RegistryFacts(
        registry=Registry.CTGOV.value,
        number=number,
        official_title=clean(identification.get("officialTitle") or identification.get("briefTitle"), "title"),
        brief_title=clean(identification.get("briefTitle"), "title"),
        status=reader.value(raw_status, RegistryStatus, "overallStatus", "UNKNOWN"),
        raw_status=raw_status[:60],
        last_known_status=str(status.get("lastKnownStatus") or "")[:30],
        why_stopped=without_people(clean(status.get("whyStopped"), "text")),
        study_type=reader.value(design.get("studyType"), StudyType, "studyType", "UNKNOWN"),
        phases=tuple(phase for raw in as_list(design.get("phases")) if (phase := reader.value(raw, Phase, "phases"))),
        sponsor=_sponsor(reader),
        conditions=tuple(clean(raw, "name") for raw in as_list(reader.module("conditionsModule").get("conditions"))),
        interventions=_interventions(reader),
        enrolment=_count(enrolment.get("count")),
        enrolment_type=str(enrolment.get("type") or "") if enrolment.get("type") in ("ACTUAL", "ESTIMATED") else "",
        minimum_age=_age(eligibility.get("minimumAge")),
        maximum_age=_age(eligibility.get("maximumAge")),
        sex=reader.value(eligibility.get("sex"), Sex, "sex", "ALL"),
        eligibility=without_people(clean(eligibility.get("eligibilityCriteria"), "text")),
        start=reader.date(status.get("startDateStruct"), "startDate"),
        primary_completion=reader.date(status.get("primaryCompletionDateStruct"), "primaryCompletionDate"),
        completion=reader.date(status.get("completionDateStruct"), "completionDate"),
        has_results=bool(reader.study.get("hasResults")),
        first_posted_on=reader.day(status.get("studyFirstPostDateStruct")),
        changed_on=reader.day(status.get("lastUpdatePostDateStruct")),
        data_of=reader.day(_data_version(reader)),
        aliases=tuple(str(alias) for alias in as_list(identification.get("nctIdAliases"))),
        other_numbers=_other_numbers(identification),
        sites=_sites(reader),
        unmapped_countries=tuple(dict.fromkeys(reader.unmapped)),
        unknown_values=tuple(dict.fromkeys(reader.unknown)),
    )


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else []


def clean(value: Any, kind: str) -> str:
    """Return text without control characters, broken entities and needless length; line breaks stay in long texts."""
    text = value if isinstance(value, str) else ""
    if "&" in text:
        text = html.unescape(html.unescape(text.replace("&Amp;", "&amp;")))
    text = CONTROL.sub(" ", text.replace("\u00a0", " ")).strip()
    if kind != "text":
        text = " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split())
    return text[: LONGEST[kind]]


def without_people(text: str) -> str:
    """Return text without e-mail addresses and telephone numbers, which free text of registries sometimes holds."""
    return PHONE.sub("…", E_MAIL.sub("…", text))


def without_names(text: str) -> str:
    """Return an organisation's or place's name; a person's name becomes a neutral phrase."""
    name = without_people(clean(text, "name"))
    is_person = TITLE_OF_PERSON.search(name) or (NAME_OF_PERSON.fullmatch(name) and not ORGANISATION.search(name))
    return INDIVIDUAL if is_person else name


def _sponsor(reader: Reader) -> str:
    lead = reader.module("sponsorCollaboratorsModule").get("leadSponsor")
    lead = lead if isinstance(lead, dict) else {}
    if lead.get("class") == "INDIV":
        return INDIVIDUAL
    is_company = lead.get("class") in ("INDUSTRY", "NIH", "FED", "OTHER_GOV", "NETWORK")
    return clean(lead.get("name"), "name") if is_company else without_names(lead.get("name") or "")


def _interventions(reader: Reader) -> tuple[str, ...]:
    rows = as_list(reader.module("armsInterventionsModule").get("interventions"))
    return tuple(name for row in rows if isinstance(row, dict) and (name := clean(row.get("name"), "name")))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000_000 else None


def _age(value: Any) -> str:
    text = str(value or "").strip()
    return "" if text.upper() == "N/A" else text[:20]


def _data_version(reader: Reader) -> Any:
    derived = reader.study.get("derivedSection")
    misc = derived.get("miscInfoModule") if isinstance(derived, dict) else None
    return misc.get("versionHolder") if isinstance(misc, dict) else None


def _other_numbers(identification: dict) -> tuple[tuple[str, str], ...]:
    texts = [
        str(row.get("id") or "") for row in as_list(identification.get("secondaryIdInfos")) if isinstance(row, dict)
    ]
    found = [pair for text in texts for pair in find_numbers(text) if pair[0] != Registry.CTGOV]
    return tuple(dict.fromkeys(found))


def _sites(reader: Reader) -> tuple[SiteFacts, ...]:
    rows = as_list(reader.module("contactsLocationsModule").get("locations"))[:MOST_SITES]
    return tuple(_site(reader, row) for row in rows if isinstance(row, dict))


def _site(reader: Reader, row: dict) -> SiteFacts:
    sent = clean(row.get("country"), "name")
    code = country_code(sent) if sent else ""
    if sent and not code:
        reader.unmapped.append(sent)
    point = row.get("geoPoint") if isinstance(row.get("geoPoint"), dict) else {}
    latitude, longitude = _coordinate(point.get("lat"), 90), _coordinate(point.get("lon"), 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return SiteFacts(
        facility=without_names(row.get("facility") or ""),
        city=clean(row.get("city"), "name")[:200],
        region=clean(row.get("state"), "name")[:200],
        country=code,
        country_as_sent=sent[:120],
        latitude=latitude,
        longitude=longitude,
        status=reader.value(row.get("status"), RegistryStatus, "site status"),
    )


def _coordinate(value: Any, most: int) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and -most <= value <= most else None
