"""How statuses, stages, ages and days are said to a reader. No query."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _t

from trials.enums import STANDING_OF, Phase, RegistryStatus, Standing

OUTDATED_AFTER = datetime.timedelta(days=183)


@dataclass(frozen=True)
class StandingTag:
    """A trial's standing in words; ``look`` names shape and colour, never green for "go"."""

    words: str
    look: str
    note: str


def standing_tag(standing: Standing, status: str, checked_on) -> StandingTag:
    """Return what to tell a reader about recruitment; a stale "recruiting" is said to be unsure."""
    label = str(RegistryStatus(status).label) if status in RegistryStatus.values else str(standing.label)
    if standing != Standing.UNSURE:
        return StandingTag(label, standing.value, "")
    if STANDING_OF.get(status) in (Standing.OPEN, Standing.SOON):
        note = _t("The registry said “%(status)s” when we last looked. Ask the trial team.") % {"status": label}
        return StandingTag(_t("Status not sure"), "unsure", note)
    return StandingTag(str(Standing.UNSURE.label), "unsure", "")


def standing_of(status, checked_on, today=None, gone_since=None) -> Standing:
    """Return a trial's standing from its registry status and the day of the last look at the registry.

    An entry that its registry no longer shows is not sure either.
    """
    today = today or datetime.date.today()
    found = STANDING_OF.get(status, Standing.UNSURE)
    oldest = today - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)
    if found in (Standing.OPEN, Standing.SOON) and (gone_since or checked_on is None or checked_on < oldest):
        return Standing.UNSURE
    return found


def day(date) -> str:
    """Return a day in the reader's words; empty for none."""
    return formats.date_format(date, "DATE_FORMAT") if date else ""


def phase_words(phases) -> str:
    """Return phases as a reader would say them; "phase 1 and 2" for a trial that combines two."""
    labels = [str(Phase(phase).label) for phase in phases if phase in Phase.values]
    return "; ".join(labels) if labels else _t("not stated")


def age_words(record) -> str:
    """Return the ages a registry gives, in words; an absent limit is said."""
    low, high = record.minimum_age, record.maximum_age
    if low and high:
        return _t("%(low)s to %(high)s") % {"low": low.lower(), "high": high.lower()}
    if low:
        return _t("%(low)s and older") % {"low": low.lower()}
    if high:
        return _t("up to %(high)s") % {"high": high.lower()}
    return _t("no age limit stated")
