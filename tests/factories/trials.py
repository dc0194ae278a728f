"""Trials and what registries say about them, for tests."""

import datetime

from tests.factories.kernel import cited, named, number, stored
from trials.models import RegistryRecord, RegistrySite, Trial, TrialCitation, TrialIdentifier


def trial_number() -> str:
    """Return a valid ClinicalTrials.gov number that nobody else has in this run."""
    return f"NCT{number():08}"


def make_registry_record(trial=None, *, countries=(), **fields):
    """Make a registry record, checked today unless told otherwise, with one site in each country."""
    values = {
        "registry": "ctgov",
        "number": trial_number(),
        "official_title": f"Official title {number()}",
        "status": "RECRUITING",
        "checked_on": datetime.date.today(),
        "registry_changed_on": datetime.date.today() - datetime.timedelta(days=40),
    }
    record = RegistryRecord.objects.create(trial=trial, **{**values, **fields})
    for country in countries:
        RegistrySite.objects.create(record=record, facility="A hospital", city="A city", country=country)
    return record


def make_trial(
    name="", *, live=True, numbers=None, status="RECRUITING", checked_on=None, countries=("GB",), conditions=(),
    therapies=(), sources=(), registry=None, **fields,
):  # fmt: skip
    """Make a trial with one number and its registry record; ``status=""`` leaves the registry record out."""
    values = {
        "summary": "<p>What is tested, and in whom.</p>", "therapy_kind": "gene_modified_cells",
        "oversight": "stated", "oversight_reference": "Made-up authority, reference 1",
    }  # fmt: skip
    trial = Trial(**{**values, **named("Trial", name, fields)})
    pairs = [("ctgov", trial_number())] if numbers is None else numbers
    trial.identifiers = [
        TrialIdentifier(registry=registry_name, number=text, locale=trial.locale, sort_order=n)
        for n, (registry_name, text) in enumerate(pairs)
    ]
    trial.conditions = list(conditions)
    trial.therapies = list(therapies)
    trial.citations = cited(TrialCitation, sources)
    stored(trial, live=live)
    if status and pairs:
        make_registry_record(
            trial, registry=pairs[0][0], number=pairs[0][1], status=status, countries=countries,
            checked_on=checked_on or datetime.date.today(), **(registry or {}),
        )  # fmt: skip
    return trial
