"""Which trials may be listed like the others, and why not. Decision: docs/decisions/0015.

Being in a registry is no permission: registries list what they are told, also by those who sell treatments.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trials.enums import Oversight, Payment, Registry, RegistryStatus, StudyType

# An EU number is given by the regulators' own system, where authorities and ethics committees decide on the trial.
NUMBERS_OF_REGULATORS = (Registry.EUCT, Registry.EUDRACT)
NOBODY_CAN_JOIN = {
    RegistryStatus.ACTIVE_NOT_RECRUITING, RegistryStatus.COMPLETED, RegistryStatus.TERMINATED, RegistryStatus.WITHDRAWN,
    RegistryStatus.NO_LONGER_AVAILABLE, RegistryStatus.APPROVED_FOR_MARKETING,
}  # fmt: skip


@dataclass(frozen=True)
class OversightNote:
    """What a reader is told about regulator and ethics committee; ``is_known`` only where a reference can be named."""

    words: str
    is_known: bool = False


def regulators_number(identifiers: Iterable[Any]) -> str:
    """Return the first number that a regulator's own system has given; empty for none."""
    return next((row.number for row in identifiers if row.registry in NUMBERS_OF_REGULATORS), "")


def oversight_note(trial: Any, identifiers: Iterable[Any]) -> OversightNote:
    """Return what is known of who agreed to a trial; unknown is said to be unknown."""
    number = regulators_number(identifiers)
    if trial.oversight == Oversight.STATED and trial.oversight_reference:
        return OversightNote(trial.oversight_reference, is_known=True)
    if number:
        words = _("EU trial number %(number)s. Under it, authorities and ethics committees of EU countries decide.")
        return OversightNote(words % {"number": number}, is_known=True)
    if trial.oversight == Oversight.NOT_DUE:
        return OversightNote(_("We did not look: it only watches, or nobody can join it any more."))
    if trial.oversight == Oversight.NOT_FOUND:
        return OversightNote(_("We looked and found no public reference. Ask the trial team to show it to you."))
    return OversightNote(
        _("Not known. Ask the trial team which authority and which ethics committee agreed, and when.")
    )


def is_due(records: Iterable[Any]) -> bool:
    """Whether a reference of a regulator or ethics committee must be named: somebody may still join, or may think so.

    Not due where every registry says that the trial only watches, or that nobody can join any more.
    """
    records = list(records)
    if not records:
        return True
    return any(
        record.study_type != StudyType.OBSERVATIONAL and record.status not in NOBODY_CAN_JOIN for record in records
    )


def reasons_against_listing(trial: Any, identifiers: Iterable[Any], records: Iterable[Any]) -> list[str]:
    """Return why a trial cannot be published as things are; empty when it can. Each reason says what to do."""
    reasons = []
    if trial.participant_pays == Payment.YES:
        reasons.append(
            _("People must pay to join: such a trial is not listed. Keep it as a draft, or correct “must pay”.")
        )
    is_named = bool(regulators_number(identifiers)) or (
        trial.oversight == Oversight.STATED and trial.oversight_reference
    )
    if not is_named and is_due(records):
        reasons.append(
            _("Nobody has named the regulator or ethics committee that agreed. Find it in a public source and write it")
            + " "
            + _("under Facts, or leave this a draft. “Not due” holds only for trials that nobody can join any more.")
        )
    return reasons
