"""What a trial's page and the list of trials show."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.base.joins import pointed_at
from portal.base.partial_dates import in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text
from trials.enums import STANDING_OF, Payment, Phase, RegistryStatus, Sex, Standing
from trials.models import RegistryRecord

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


def standing_of(status, checked_on, today=None) -> Standing:
    """Return a trial's standing from its registry status and the day of the last look at the registry."""
    today = today or datetime.date.today()
    found = STANDING_OF.get(status, Standing.UNSURE)
    oldest = today - datetime.timedelta(days=settings.TRIAL_STATUS_VALID_DAYS)
    if found in (Standing.OPEN, Standing.SOON) and (checked_on is None or checked_on < oldest):
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


@dataclass
class TrialCard:
    """One trial in a list; needs ``with_registry()``, ``countries`` are names."""

    trial: object
    countries: list = field(default_factory=list)

    @property
    def tag(self) -> StandingTag:
        standing = standing_of(self.trial.registry_status, self.trial.registry_checked_on)
        return standing_tag(standing, self.trial.registry_status, self.trial.registry_checked_on)

    @property
    def condition_names(self) -> str:
        return ", ".join(condition.name for condition in self.trial.conditions.all() if condition.live)

    @property
    def extract(self) -> str:
        sentences = plain_text(self.trial.summary).split(". ")
        return ". ".join(sentences[:2]).rstrip(".") + "." if sentences[0] else ""

    @property
    def changed(self) -> str:
        return day(self.trial.registry_changed_on)

    @property
    def checked(self) -> str:
        return day(self.trial.registry_checked_on)


@dataclass(frozen=True)
class CountrySites:
    """The sites of one country."""

    country: str
    sites: tuple


@dataclass
class TrialPage(RecordPage):
    """One trial."""

    records: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    therapies: list = field(default_factory=list)

    section_label = _("Trials")
    section_address = reverse_lazy("trials:trial_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        more.setdefault("therapies", list(pointed_at(record, "therapies")))
        found = RegistryRecord.objects.filter(trial__translation_key=record.translation_key).prefetch_related("sites")
        more.setdefault("records", sorted(found, key=lambda row: row.checked_on or datetime.date.min, reverse=True))
        return super().of(record, **more)

    @property
    def summary(self) -> str:
        return plain_text(self.record.summary)[:200]

    @cached_property
    def also_called(self) -> list[str]:
        return []

    @property
    def registry(self):
        """The registry record that was read last; None before any was."""
        return self.records[0] if self.records else None

    @property
    def tag(self) -> StandingTag:
        if self.registry is None:
            return standing_tag(Standing.UNSURE, "", None)
        return standing_tag(self.registry.standing(), self.registry.status, self.registry.checked_on)

    @property
    def is_outdated(self) -> bool:
        """Whether the registry entry itself has not been touched for half a year."""
        changed = self.registry.registry_changed_on if self.registry else None
        return changed is not None and datetime.date.today() - changed > OUTDATED_AFTER

    @property
    def changed(self) -> str:
        return day(self.registry.registry_changed_on) if self.registry else ""

    @property
    def checked(self) -> str:
        return day(self.registry.checked_on) if self.registry else ""

    @property
    def sites_by_country(self) -> list[CountrySites]:
        if self.registry is None:
            return []
        def country(site):
            return str(site.country.name) if site.country else site.country_as_sent

        rows = sorted(self.registry.sites.all(), key=lambda site: (country(site), site.city))
        return [CountrySites(name, tuple(group)) for name, group in groupby(rows, key=country)]

    @property
    def where_line(self) -> str:
        """How many places in how many countries."""
        countries = Counter(group.country for group in self.sites_by_country)
        places = sum(len(group.sites) for group in self.sites_by_country)
        if not places:
            return ""
        sites = ngettext("%(n)s place", "%(n)s places", places) % {"n": places}
        lands = ngettext("%(n)s country", "%(n)s countries", len(countries)) % {"n": len(countries)}
        return _t("%(sites)s in %(lands)s") % {"sites": sites, "lands": lands}

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the registry says, as label and words."""
        record = self.registry
        if record is None:
            return []
        rows = [
            (_t("Official title"), record.official_title),
            (_t("Sponsor"), record.sponsor),
            (_t("Stage of research"), phase_words(record.phases)),
            (_t("Number of people"), self._people(record)),
            (_t("Ages"), age_words(record)),
            (_t("For"), str(Sex(record.sex).label) if record.sex else ""),
            (_t("Start"), self._dated(record.start_date, record.start_date_type)),
            (_t("Main results expected"), self._dated(record.primary_completion_date, record.primary_completion_date_type)),
            (_t("End"), self._dated(record.completion_date, record.completion_date_type)),
            (_t("Why it stopped"), record.why_stopped),
            (_t("What is tested"), ", ".join(record.interventions_as_registered)),
        ]
        return [(label, words) for label, words in rows if words]

    @property
    def pays(self) -> str:
        return str(Payment(self.record.participant_pays).label)

    @property
    def numbers(self) -> list:
        return list(self.record.identifiers.all())

    @staticmethod
    def _people(record) -> str:
        if record.enrolment is None:
            return ""
        count = formats.number_format(record.enrolment)
        return f"{count} ({record.get_enrolment_type_display()})" if record.enrolment_type else count

    @staticmethod
    def _dated(date, kind) -> str:
        if not date:
            return ""
        word = {"ACTUAL": "", "ESTIMATED": _t("planned")}.get(kind, "")
        return f"{in_words(date)} ({word})" if word else in_words(date)
