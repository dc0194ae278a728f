"""A study of ClinicalTrials.gov (API v2) as facts. Pure: no database; people are left out (``people.py``).

Fields and traps: the registry's own field tree of 2026; modules may be missing, values may be new.
"""

import datetime
import html
import re
from functools import cache
from typing import Any

from portal.base.partial_dates import PartialDate
from trials.enums import Phase, Registry, RegistryStatus, Sex, StudyType
from trials.importing.ages import age_in_days
from trials.importing.country_names import country_code
from trials.importing.facts import DateFacts, RegistryFacts, SiteFacts, StudyError
from trials.importing.people import INDIVIDUAL, names_in, organisation, without_people
from trials.registries import EU_NUMBER, eu_check_digits, find_numbers, in_plain_signs, number_problem

# Control characters, and halves of characters that JSON lets through and no database takes.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST = {"title": 2000, "name": 400, "text": 40_000}
# Signs that are not seen but turn text around or part words: joiners stay, some scripts need them.
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff0-\uffff]")
MOST_SITES = 10_000


@cache
def _values(choices: Any) -> frozenset[str]:
    return frozenset(choices.values)


class Reader:
    """Reads one study and remembers what it met that nobody has seen before."""

    def __init__(self, study: Any):
        self.study = as_dict(study)
        self.protocol = as_dict(self.study.get("protocolSection"))
        self.people = names_in(self.study)
        self.unknown: list[tuple[str, str]] = []
        self.unmapped: list[str] = []

    def module(self, name: str) -> dict:
        return as_dict(self.protocol.get(name))

    def text(self, raw: Any, kind: str) -> str:
        """Return clean text without people."""
        return without_people(clean(raw, kind), self.people)

    def value(self, raw: Any, known: Any, name: str, default: str = "") -> str:
        """Return an enumerated value; one nobody has seen is kept in ``unknown`` and the default stands in."""
        text = code(raw)
        if text in _values(known):
            return text
        if text:
            self.unknown.append((name, text))
        elif raw not in (None, ""):
            self.unknown.append((name, f"not a text but {type(raw).__name__}"))
        return default

    def date(self, raw: Any, name: str) -> DateFacts:
        sent = code(raw.get("date")) if isinstance(raw, dict) else code(raw)
        if not sent:
            return DateFacts()
        try:
            date = str(PartialDate.parse(sent))
        except ValueError:
            self.unknown.append((name, f"{sent} is not a date"))
            return DateFacts()
        kind = code(raw.get("type")) if isinstance(raw, dict) else ""
        return DateFacts(date, kind if kind in ("ACTUAL", "ESTIMATED") else "")

    def day(self, raw: Any, name: str) -> datetime.date | None:
        text = code(raw.get("date")) if isinstance(raw, dict) else code(raw)
        # Only the long form, as everywhere in these data: fromisoformat() alone would take "20210305" too.
        if len(text) == len("2021-03-05"):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                pass
        if text:
            self.unknown.append((name, f"{text} is not a date"))
        return None

    def count(self, raw: Any, name: str) -> int | None:
        if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 100_000_000:
            return raw
        if raw is not None:
            self.unknown.append((name, "is not a number of people"))
        return None

    def age(self, raw: Any, name: str) -> str:
        """Return an age as sent; "N/A" is no limit, and what cannot be read is left out and noted."""
        text = code(raw)
        if not text or text.upper() == "N/A":
            return ""
        if age_in_days(text) is None:
            self.unknown.append((name, f"{text} is not an age"))
            return ""
        return text[:20]


def parse_study(study: Any) -> RegistryFacts | StudyError:
    """Return the facts of a study, or why it cannot be used. Never raises for anything a registry may send."""
    reader = Reader(study)
    identification = reader.module("identificationModule")
    number = code(identification.get("nctId")).upper()
    if not number:
        return StudyError("", "nctId", "there is none: is this a study?")
    if number_problem(Registry.CTGOV, number):
        return StudyError(number[:40], "nctId", "is not a number of ClinicalTrials.gov")
    status = reader.module("statusModule")
    design = reader.module("designModule")
    eligibility = reader.module("eligibilityModule")
    enrolment = as_dict(design.get("enrollmentInfo"))
    raw_status = code(status.get("overallStatus"))
    return RegistryFacts(
        registry=Registry.CTGOV.value,
        number=number,
        official_title=reader.text(identification.get("officialTitle") or identification.get("briefTitle"), "title"),
        brief_title=reader.text(identification.get("briefTitle") or identification.get("officialTitle"), "title"),
        status=reader.value(raw_status, RegistryStatus, "overallStatus", "UNKNOWN"),
        raw_status=raw_status[:60],
        last_known_status=reader.value(status.get("lastKnownStatus"), RegistryStatus, "lastKnownStatus"),
        why_stopped=reader.text(status.get("whyStopped"), "text"),
        study_type=reader.value(design.get("studyType"), StudyType, "studyType", "UNKNOWN"),
        phases=tuple(phase for raw in as_list(design.get("phases")) if (phase := reader.value(raw, Phase, "phases"))),
        sponsor=_sponsor(reader),
        conditions=tuple(
            name
            for raw in as_list(reader.module("conditionsModule").get("conditions"))
            if (name := reader.text(raw, "name"))
        ),
        interventions=_interventions(reader),
        enrolment=reader.count(enrolment.get("count"), "enrollment"),
        enrolment_type=code(enrolment.get("type")) if enrolment.get("type") in ("ACTUAL", "ESTIMATED") else "",
        minimum_age=reader.age(eligibility.get("minimumAge"), "minimumAge"),
        maximum_age=reader.age(eligibility.get("maximumAge"), "maximumAge"),
        sex=reader.value(eligibility.get("sex"), Sex, "sex", "ALL"),
        eligibility=reader.text(eligibility.get("eligibilityCriteria"), "text"),
        start=reader.date(status.get("startDateStruct"), "startDate"),
        primary_completion=reader.date(status.get("primaryCompletionDateStruct"), "primaryCompletionDate"),
        completion=reader.date(status.get("completionDateStruct"), "completionDate"),
        has_results=reader.study.get("hasResults") is True,
        first_posted_on=reader.day(status.get("studyFirstPostDateStruct"), "studyFirstPostDate"),
        changed_on=reader.day(status.get("lastUpdatePostDateStruct"), "lastUpdatePostDate"),
        data_of=reader.day(_data_version(reader), "versionHolder"),
        aliases=_aliases(identification, number),
        other_numbers=_other_numbers(identification),
        sites=_sites(reader),
        unmapped_countries=tuple(dict.fromkeys(reader.unmapped)),
        unknown_values=tuple((name[:60], why[:200]) for name, why in dict.fromkeys(reader.unknown)),
    )


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else []


def as_dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def clean(value: Any, kind: str) -> str:
    """Return text without control characters, broken entities and needless length; line breaks stay in long texts."""
    text = value if isinstance(value, str) else ""
    if "&" in text:
        text = html.unescape(html.unescape(text.replace("&Amp;", "&amp;")))
    text = UNSEEN.sub("", CONTROL.sub(" ", text.replace("\u00a0", " "))).strip()
    if kind != "text":
        text = " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split())
    return text[: LONGEST[kind]]


def code(value: Any) -> str:
    """Return a short value as sent, if it is text at all."""
    return UNSEEN.sub("", CONTROL.sub("", value)).strip() if isinstance(value, str) else ""


def _sponsor(reader: Reader) -> str:
    lead = as_dict(reader.module("sponsorCollaboratorsModule").get("leadSponsor"))
    if lead.get("class") == "INDIV":
        return INDIVIDUAL
    is_organisation = lead.get("class") in ("INDUSTRY", "NIH", "FED", "OTHER_GOV", "NETWORK")
    return organisation(clean(lead.get("name"), "name"), reader.people, is_organisation=is_organisation)


def _interventions(reader: Reader) -> tuple[str, ...]:
    rows = as_list(reader.module("armsInterventionsModule").get("interventions"))
    return tuple(name for row in rows if isinstance(row, dict) and (name := reader.text(row.get("name"), "name")))


def _data_version(reader: Reader) -> Any:
    derived = reader.study.get("derivedSection")
    misc = derived.get("miscInfoModule") if isinstance(derived, dict) else None
    return misc.get("versionHolder") if isinstance(misc, dict) else None


def _aliases(identification: dict, number: str) -> tuple[str, ...]:
    sent = [code(alias).upper() for alias in as_list(identification.get("nctIdAliases"))]
    return tuple(dict.fromkeys(a for a in sent if a != number and not number_problem(Registry.CTGOV, a)))


def _other_numbers(identification: dict) -> tuple[tuple[str, str], ...]:
    """Return the numbers of other registries, whatever kind of number the sponsor called them.

    A newer EU number without its last part is kept too: it names the trial, only not the submission.
    """
    texts = [code(row.get("id")) for row in as_list(identification.get("secondaryIdInfos")) if isinstance(row, dict)]
    found = [pair for text in texts for pair in find_numbers(text) if pair[0] != Registry.CTGOV]
    for text in texts:
        for year, serial, check, submission in EU_NUMBER.findall(in_plain_signs(text)):
            if serial.startswith("5") and not submission and eu_check_digits(year, serial) == check:
                found.append((Registry.EUCT.value, f"{year}-{serial}-{check}"))
    return tuple(dict.fromkeys(found))


def _sites(reader: Reader) -> tuple[SiteFacts, ...]:
    rows = as_list(reader.module("contactsLocationsModule").get("locations"))[:MOST_SITES]
    return tuple(_site(reader, row) for row in rows if isinstance(row, dict))


def _site(reader: Reader, row: dict) -> SiteFacts:
    sent = clean(row.get("country"), "name")
    code = country_code(sent) if sent else ""
    if sent and not code:
        reader.unmapped.append(sent)
    point = as_dict(row.get("geoPoint"))
    latitude, longitude = _coordinate(point.get("lat"), 90), _coordinate(point.get("lon"), 180)
    if latitude is None or longitude is None:
        if point:
            reader.unknown.append(("geoPoint", "is not a place on earth"))
        latitude = longitude = None
    return SiteFacts(
        facility=organisation(clean(row.get("facility"), "name"), reader.people)[:400],
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
