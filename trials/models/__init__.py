"""Trials, what registries say and how it was read, what editors decided, what the finder looks through."""

from trials.models.decisions import CountryName, TrialPair
from trials.models.finder import FinderEntry, FinderLabel, FinderPlace, FinderSpot
from trials.models.gazetteer import Place, PlaceName
from trials.models.registry import RegistryNumber, RegistryRecord, RegistrySite, RegistryVersion
from trials.models.sync import SyncedDraft, SyncFailure, SyncRun, UnmappedCountry
from trials.models.trial import (
    Trial,
    TrialCitation,
    TrialIdentifier,
    TrialQuerySet,
    TrialTag,
    check_summary_length,
)

__all__ = [
    "CountryName",
    "FinderEntry",
    "FinderLabel",
    "FinderPlace",
    "FinderSpot",
    "Place",
    "PlaceName",
    "RegistryNumber",
    "RegistryRecord",
    "RegistrySite",
    "RegistryVersion",
    "SyncFailure",
    "SyncRun",
    "SyncedDraft",
    "Trial",
    "TrialCitation",
    "TrialIdentifier",
    "TrialPair",
    "TrialQuerySet",
    "TrialTag",
    "UnmappedCountry",
    "check_summary_length",
]
