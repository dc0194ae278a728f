"""Trials, what registries say about them, and how that was read. One module for each of the three."""

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
