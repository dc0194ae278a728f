"""Trials, what registries say about them, how that was read, and what the finder looks through. A module for each."""

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
    "TrialQuerySet",
    "TrialTag",
    "UnmappedCountry",
    "check_summary_length",
]
