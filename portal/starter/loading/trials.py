"""Trials and what their registries say from ``trials/``."""

import datetime

from portal.base.enums import YesNoUnknown
from portal.starter.loading.saving import cite, linked, publish, save_checked
from portal.starter.loading.therapies import ANSWERS, KINDS
from portal.starter.reading import check_date, check_keys
from portal.starter.rich_text import rich_text
from trials.enums import Oversight, Payment, Phase, Registry, RegistryStatus, StudyType
from trials.models import RegistryRecord, RegistrySite, Trial, TrialCitation, TrialIdentifier
from trials.registries import number_problem

REQUIRED = {"plain_title", "numbers", "conditions", "therapy_kind", "registry_record", "sources"}
OPTIONAL = {"therapies", "participant_pays", "may_rule_out_later", "caution", "oversight", "oversight_reference"}
SECTIONS = {
    "plain summary": "summary",
    "you may be able to join if": "may_join",
    "you cannot join if": "cannot_join",
    "what it asks of you": "asks_of_you",
}
PAYS = {payment.value: payment.value for payment in Payment}
LOOKED = {oversight.value: oversight.value for oversight in Oversight}


def load(files, context):
    """Make the trials with their numbers and registry records; a wrong or taken number stops the whole load."""
    for file in files:
        check_keys(file, REQUIRED, OPTIONAL)
    _check_numbers(files, context)
    for file in files:
        context.step(file)
        trial = _trial(file, context)
        if trial is not None:
            publish(trial)
            _registry_record(file, trial)


def _check_numbers(files, context):
    holders = {}
    stored = TrialIdentifier.objects.filter(locale=context.locale).select_related("trial")
    taken = {(identifier.registry, identifier.number): identifier.trial for identifier in stored}
    for file in files:
        for entry in file.facts.get("numbers") or []:
            registry, number = entry.get("registry"), str(entry.get("number"))
            if registry not in Registry.values:
                file.complain(f"numbers: “{registry}” is not a registry; write one of: {', '.join(Registry.values)}.")
                continue
            problem = number_problem(registry, number)
            if problem:
                file.complain(f"numbers: {problem}")
            holder = holders.setdefault((registry, number), file)
            if holder is not file:
                file.complain(f"numbers: {number} is already used in {holder.place}: one trial, one file.")
            if (registry, number) in taken:
                trial = taken[registry, number]
                file.complain(
                    f"numbers: {number} already belongs to “{trial}” on the site: correct it, or drop the file."
                )


def _trial(file, context):
    for heading in set(file.sections) - set(SECTIONS):
        file.complain(f"the section “## {heading}” is not known; known are: {', '.join(SECTIONS)}.")
    trial = Trial(
        locale=context.locale,
        slug=file.slug,
        name=file.text("plain_title"),
        therapy_kind=file.choice("therapy_kind", KINDS),
        participant_pays=file.choice("participant_pays", PAYS, Payment.NOT_STATED),
        may_rule_out_later=file.choice("may_rule_out_later", ANSWERS, YesNoUnknown.UNKNOWN),
        caution=file.text("caution"),
        oversight=file.choice("oversight", LOOKED, Oversight.UNKNOWN),
        oversight_reference=file.text("oversight_reference"),
        **{name: rich_text(file.sections.get(heading, "")) for heading, name in SECTIONS.items()},
    )
    trial.identifiers = [
        TrialIdentifier(registry=entry["registry"], number=entry["number"], locale=context.locale, sort_order=place)
        for place, entry in enumerate(file.facts.get("numbers") or [])
        if entry.get("registry") in Registry.values
    ]
    trial.conditions = linked(file, "conditions", context.conditions, "conditions")
    trial.therapies = linked(file, "therapies", context.therapies, "therapies")
    cite(trial, TrialCitation, context.sources.of(file))
    return trial if not file.problems and save_checked(file, trial) else None


def _registry_record(file, trial):
    facts = file.facts["registry_record"]
    status, study_type = str(facts.get("status") or ""), str(facts.get("study_type") or "")
    record = RegistryRecord(
        registry=facts["registry"],
        number=facts["number"],
        trial=trial,
        official_title=facts.get("official_title") or "",
        status=status if status in RegistryStatus.values else RegistryStatus.UNKNOWN,
        raw_status=status,
        last_known_status=facts.get("last_known_status") or "",
        why_stopped=facts.get("why_stopped") or "",
        study_type=study_type if study_type in StudyType.values else StudyType.UNKNOWN,
        phases=[phase for phase in facts.get("phases") or [] if phase in Phase.values],
        sponsor=facts.get("sponsor") or "",
        conditions_as_registered=facts.get("conditions") or [],
        interventions_as_registered=facts.get("interventions") or [],
        minimum_age=facts.get("min_age") or "",
        maximum_age=facts.get("max_age") or "",
        sex=facts.get("sex") or "ALL",
        has_results=bool(facts.get("has_results")),
        first_posted_on=_day(file, "first_posted", facts),
        registry_changed_on=_day(file, "registry_changed_on", facts),
        checked_on=_day(file, "checked_on", facts),
        enrolment=(facts.get("enrolment") or {}).get("count"),
        enrolment_type=(facts.get("enrolment") or {}).get("type") or "",
        **_dates(file, facts),
    )
    if save_checked(file, record):
        RegistrySite.objects.bulk_create([_site(record, site) for site in facts.get("sites") or []])


def _dates(file, facts):
    names = {"start": "start_date", "primary_completion": "primary_completion_date", "completion": "completion_date"}
    values = {}
    for name, column in names.items():
        date = facts.get(name) or {}
        values[column] = check_date(file, f"registry_record, {name}", date.get("date"))
        values[f"{column}_type"] = date.get("type") or ""
    return values


def _day(file, name, facts):
    value = facts.get(name)
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        file.complain(f"registry_record, {name}: “{value}” is not a day; write it as 2024-03-31.")
        return None


def _site(record, facts):
    return RegistrySite(
        record=record,
        facility=facts.get("facility") or "",
        city=facts.get("city") or "",
        region=facts.get("state") or "",
        country=facts.get("iso2") or "",
        country_as_sent=facts.get("country") or "",
        latitude=facts.get("lat"),
        longitude=facts.get("lon"),
        status=facts.get("status") or "",
    )
