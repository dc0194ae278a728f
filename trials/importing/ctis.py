"""A trial of the EU's register (CTIS) as facts. Pure; no database; people are left out.

The register's interface is not documented: every field may be missing, of another type or in one of three older forms
(the dossier, the row of a search, and a dossier with the fields of the row beside it). What is not understood is left
out and noted. The status always comes from the register's number for it, also for each country: its words say
"Authorised" for trials that recruit and for those that do not.
"""

import datetime
import re
from typing import Any

from trials.enums import Phase, Registry, RegistryStatus, Sex, StudyType
from trials.importing.ctgov import MOST_SITES, as_list, clean, code
from trials.importing.ctis_dossier import WORDS, Dossier, dig
from trials.importing.facts import DateFacts, RegistryFacts, SiteFacts, StudyError
from trials.importing.people import organisation, without_people
from trials.registries import find_numbers, number_problem

PHASES = {
    **dict.fromkeys(("1", "2", "3"), (Phase.PHASE1,)),
    "4": (Phase.PHASE2,),
    "5": (Phase.PHASE3,),
    "6": (Phase.PHASE4,),
    **dict.fromkeys(("7", "8", "9"), (Phase.PHASE1, Phase.PHASE2)),
    "10": (Phase.PHASE2, Phase.PHASE3),
    "11": (Phase.PHASE3, Phase.PHASE4),
}
ROMAN = {"I": Phase.PHASE1, "II": Phase.PHASE2, "III": Phase.PHASE3, "IV": Phase.PHASE4}
NOTHING = {"", "n/a", "na", "not applicable", "none", "-"}


def parse_trial(raw: Any) -> RegistryFacts | StudyError:
    """Return the facts of a trial, or why it cannot be used. Never raises for anything the register may send."""
    dossier = Dossier(raw)
    number = code(dossier.raw.get("ctNumber")).upper()
    if not number:
        # The register answers with {} for a number that it does not have.
        return StudyError("", "ctNumber", "there is none: is this a trial of the EU's register?")
    if number_problem(Registry.EUCT, number):
        return StudyError(number[:40], "ctNumber", "is not a number of the EU's register")
    identifiers = dig(dossier.part_one, "trialDetails", "clinicalTrialIdentifiers")
    information = dig(dossier.part_one, "trialDetails", "trialInformation")
    raw_status = _overall_code(dossier)
    title = _text(dig(identifiers, "fullTitle")) or _text(dossier.raw.get("ctTitle")) or _text(dossier.raw.get("title"))
    public = _text(dig(identifiers, "publicTitle")) or title or _text(dossier.raw.get("shortTitle"))
    return RegistryFacts(
        registry=Registry.EUCT.value,
        number=number,
        official_title=title or public,
        brief_title=public,
        status=_overall_status(dossier, raw_status),
        raw_status=WORDS.get(raw_status if isinstance(raw_status, int) else -1, code(dossier.raw.get("ctStatus")))[:60],
        study_type=StudyType.INTERVENTIONAL.value,
        phases=_phases(dossier, information),
        sponsor=_sponsor(dossier),
        conditions=_conditions(dossier),
        interventions=_products(dossier),
        enrolment=_enrolment(dossier),
        enrolment_type="ESTIMATED" if _enrolment(dossier) is not None else "",
        sex=_sex(dossier, information),
        eligibility=_eligibility(information),
        start=dossier.date(dossier.raw.get("startDateEU"), "ACTUAL", "startDateEU"),
        completion=_end(dossier, information),
        has_results=dossier.raw.get("resultsFirstReceived") in ("Yes", True) or bool(dossier.raw.get("results")),
        first_posted_on=dossier.day(dossier.raw.get("decisionDateOverall"), "decisionDateOverall"),
        changed_on=_changed_on(dossier),
        data_of=_changed_on(dossier),
        other_numbers=_other_numbers(dossier, identifiers),
        sites=_sites(dossier),
        unmapped_countries=tuple(dict.fromkeys(dossier.unmapped)),
        unknown_values=tuple((name[:60], why[:200]) for name, why in dict.fromkeys(dossier.unknown)),
    )


def _text(raw: Any, kind: str = "title") -> str:
    text = without_people(clean(raw, kind))
    return "" if text.lower() in NOTHING else text


def _overall_code(dossier: Dossier) -> Any:
    public = dossier.raw.get("ctPublicStatusCode")
    if public is not None:
        return int(public) if isinstance(public, str) and public.isdigit() else public
    status = dossier.raw.get("ctStatus")
    # In the row of a search this is the number; in a dossier it is a word, which does not say enough.
    return status if isinstance(status, int) and not isinstance(status, bool) else None


def _overall_status(dossier: Dossier, raw: Any) -> str:
    status = dossier.status(raw, "ctPublicStatusCode")
    if status == RegistryStatus.COMPLETED and _ended_early(dossier):
        return RegistryStatus.TERMINATED.value
    return status or RegistryStatus.UNKNOWN.value


def _ended_early(dossier: Dossier) -> bool:
    rows = as_list(dig(dossier.raw, "events", "trialEvents"))
    events = [event for row in rows for event in as_list(dig(row, "events"))]
    return any(dig(event, "notificationType") == "EARLY_TERMINATION" for event in events)


def _phases(dossier: Dossier, information: Any) -> tuple[str, ...]:
    raw = dig(information, "trialCategory", "trialPhase")
    found = PHASES.get(str(raw)) if isinstance(raw, int | str) else None
    if found:
        return tuple(phase.value for phase in found)
    words = code(dossier.raw.get("trialPhase"))
    roman = re.findall(r"\bPhase (IV|I{1,3})\b", words) + re.findall(r"\band Phase (IV|I{1,3})\b", words)
    if (raw or words) and not roman:
        dossier.unknown.append(("trialPhase", f"{str(raw or words)[:40]} is no phase that we know"))
    return tuple(dict.fromkeys(ROMAN[numeral].value for numeral in roman))


def _sponsor(dossier: Dossier) -> str:
    rows = [row for row in as_list(dossier.part_one.get("sponsors")) if isinstance(row, dict)]
    rows.sort(key=lambda row: row.get("primary") is not True)
    for row in rows:
        name = clean(dig(row, "organisation", "name"), "name")
        if name:
            return organisation(name, is_organisation=row.get("isCommercial") is True)
    sent = dossier.raw.get("sponsor") or dig(dossier.raw, "primarySponsor", "organisation", "name")
    return organisation(clean(sent, "name"))


def _conditions(dossier: Dossier) -> tuple[str, ...]:
    rows = as_list(dossier.part_one.get("medicalConditions"))
    names = [_text(dig(row, "medicalCondition"), "name") for row in rows] or [
        _text(dossier.raw.get("conditions"), "name")
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def _products(dossier: Dossier) -> tuple[str, ...]:
    names = []
    for row in as_list(dossier.part_one.get("products")):
        info = dig(row, "productDictionaryInfo")
        options = (dig(row, "productName"), dig(info, "prodName"), dig(row, "jsonActiveSubstanceNames"))
        names.append(
            next((name for raw in (*options, dig(info, "activeSubstanceName")) if (name := _text(raw, "name"))), "")
        )
    names = names or [_text(dossier.raw.get("product"), "name")]
    return tuple(dict.fromkeys(name for name in names if name))


def _enrolment(dossier: Dossier) -> int | None:
    raw = dossier.raw.get("totalNumberEnrolled")
    if raw is None:
        counts = [dig(row, "recruitmentSubjectCount") for row in as_list(dossier.application.get("authorizedPartsII"))]
        known = [count for count in counts if isinstance(count, int) and not isinstance(count, bool) and count >= 0]
        raw = sum(known) if known else None
    text = str(raw) if isinstance(raw, int | str) else ""
    return int(text) if re.fullmatch(r"\d{1,8}", text, re.ASCII) else None


def _sex(dossier: Dossier, information: Any) -> str:
    people = dig(information, "populationOfTrialSubjects")
    female, male = dig(people, "isFemaleSubjects"), dig(people, "isMaleSubjects")
    words = code(dossier.raw.get("gender"))
    if not isinstance(people, dict) and words:
        female, male = "Female" in words, bool(re.search(r"\bMale", words))
    if female is True and male is False:
        return Sex.FEMALE.value
    return Sex.MALE.value if male is True and female is False else Sex.ALL.value


def _eligibility(information: Any) -> str:
    parts = []
    for heading, key in (("Inclusion", "principalInclusionCriteria"), ("Exclusion", "principalExclusionCriteria")):
        rows = as_list(dig(information, "eligibilityCriteria", key))
        lines = [f"* {' '.join(text.split())}" for row in rows if (text := _text(dig(row, key), "text"))]
        if lines:
            parts.append(f"{heading} Criteria:\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _end(dossier: Dossier, information: Any) -> DateFacts:
    if code(dossier.raw.get("endDateEU")):
        return dossier.date(dossier.raw.get("endDateEU"), "ACTUAL", "endDateEU")
    duration = dig(information, "trialDuration")
    return dossier.date(
        dig(duration, "estimatedGlobalEndDate") or dig(duration, "estimatedEndDate"), "ESTIMATED", "estimatedEndDate"
    )


def _changed_on(dossier: Dossier) -> datetime.date | None:
    names = ("lastUpdated", "publishDate", "lastPublicationUpdate")
    days = [dossier.day(dossier.raw.get(name), name) for name in names if dossier.raw.get(name)]
    return max((day for day in days if day), default=None)


def _other_numbers(dossier: Dossier, identifiers: Any) -> tuple[tuple[str, str], ...]:
    numbers = dig(identifiers, "secondaryIdentifyingNumbers")
    texts = [code(dig(numbers, key, "number")) for key in ("nctNumber", "whoUniversalTrialNumber", "isrctnNumber")]
    texts += [code(dig(row, "number")) for row in as_list(dig(numbers, "additionalRegistries"))]
    texts += [code(dig(dossier.application, "eudraCt", "eudraCtCode"))]
    found = [pair for text in texts for pair in find_numbers(text) if pair[0] != Registry.EUCT]
    return tuple(dict.fromkeys(found))


def _statuses_of_countries(dossier: Dossier) -> dict[str, str]:
    """Return the status in each country, by the country's name: from the dossier, else from the row of a search."""
    found = {}
    for row in as_list(dossier.application.get("memberStatesConcerned")):
        name = clean(dig(row, "mscName"), "name")
        if name:
            found[name] = dossier.status(dig(row, "mscPublicStatusCode"), "mscPublicStatusCode")
    for text in as_list(dossier.raw.get("trialCountries")):
        name, _colon, number = code(text).rpartition(":")
        if name and not found.get(name):
            found[name] = dossier.status(number, "trialCountries")
    return found


def _sites(dossier: Dossier) -> tuple[SiteFacts, ...]:
    """Return the sites; for a country whose sites are not told, one without a place, so that the country is known."""
    statuses = _statuses_of_countries(dossier)
    sites: list[SiteFacts] = []
    named: set[str] = set()
    for part in as_list(dossier.application.get("authorizedPartsII")):
        country_name = clean(dig(part, "mscInfo", "mscName") or dig(part, "mscInfo", "countryName"), "name")
        for row in as_list(dig(part, "trialSites")):
            sites.append(_site(dossier, row, country_name, statuses.get(country_name, "")))
            named.add(country_name)
    for name, status in statuses.items():
        if name not in named:
            found, sent = dossier.country(name)
            sites.append(SiteFacts(country=found, country_as_sent=sent, status=status))
    return tuple(sites[:MOST_SITES])


def _site(dossier: Dossier, row: Any, country_name: str, status: str) -> SiteFacts:
    info = dig(row, "organisationAddressInfo")
    found, sent = dossier.country(country_name or dig(info, "address", "countryName"))
    place = organisation(clean(dig(info, "organisation", "name"), "name"))
    department = organisation(clean(dig(row, "departmentName"), "name"))
    facility = ", ".join(part for part in (place, department) if part and part.lower() not in NOTHING)
    return SiteFacts(
        facility=facility[:400],
        city=clean(dig(info, "address", "city"), "name")[:200],
        country=found,
        country_as_sent=sent,
        status=status,
    )
