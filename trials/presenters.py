"""What a trial's page and the list of trials show."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from conditions.presenters import Entry, conditions_by_record
from portal.base.joins import pointed_at
from portal.base.json_ld import Node
from portal.base.partial_dates import in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text
from trials.enums import STANDING_OF, DateType, Payment, Phase, RegistryStatus, Sex, Standing
from trials.json_ld import trial_schema
from trials.models import RegistryRecord, RegistrySite

OUTDATED_AFTER = datetime.timedelta(days=183)
MOST_SITES_UNFOLDED = 12


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


def countries_by_trial(trials: Iterable) -> dict:
    """Return the names of the countries where trials have sites, by translation key (one query)."""
    keys = [trial.translation_key for trial in trials]
    rows = RegistrySite.objects.filter(record__trial__translation_key__in=keys).exclude(country="")
    names = dict(countries)
    found = defaultdict(set)
    for key, country in rows.order_by().values_list("record__trial__translation_key", "country").distinct():
        found[key].add(str(names.get(country, country)))
    return {key: sorted(places) for key, places in found.items()}


@dataclass
class TrialCard:
    """One trial, fetched ``with_registry()``, in a list; ``conditions`` are those its reader may see."""

    trial: Any
    countries: list = field(default_factory=list)
    conditions: list = field(default_factory=list)

    @classmethod
    def of_all(cls, trials: Iterable) -> list["TrialCard"]:
        """Return the cards of trials, each with the countries where it has sites (one query)."""
        trials = list(trials)
        places = countries_by_trial(trials)
        return [cls(trial, places.get(trial.translation_key, [])) for trial in trials]

    @classmethod
    def with_conditions(cls, trials: Iterable) -> list["TrialCard"]:
        """Return the cards of trials with countries and conditions (four queries)."""
        cards = cls.of_all(trials)
        found = conditions_by_record(card.trial for card in cards)
        for card in cards:
            card.conditions = found[card.trial.pk]
        return cards

    @property
    def tag(self) -> StandingTag:
        standing = standing_of(self.trial.registry_status, self.trial.registry_checked_on)
        return standing_tag(standing, self.trial.registry_status, self.trial.registry_checked_on)

    @property
    def is_open(self) -> bool:
        """Whether it looks for people, by a recent look at the registry."""
        return standing_of(self.trial.registry_status, self.trial.registry_checked_on) == Standing.OPEN

    @property
    def condition_names(self) -> str:
        return ", ".join(condition.name for condition in self.conditions)

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

    def schema(self) -> Node:
        return trial_schema(self)

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
    def gone_since(self) -> str:
        """The day on which the registry no longer had the entry; empty while it has."""
        return day(self.registry.gone_since) if self.registry else ""

    @cached_property
    def sites_by_country(self) -> list[CountrySites]:
        if self.registry is None:
            return []

        def country(site):
            return str(site.country.name) if site.country else site.country_as_sent

        rows = sorted(self.registry.sites.all(), key=lambda site: (country(site), site.city))
        return [CountrySites(name, tuple(group)) for name, group in groupby(rows, key=country)]

    @property
    def number_of_sites(self) -> int:
        return sum(len(group.sites) for group in self.sites_by_country)

    @property
    def folds_sites(self) -> bool:
        """Whether the places are so many that each country's are shown only when a reader opens them."""
        return self.number_of_sites > MOST_SITES_UNFOLDED

    @property
    def where_line(self) -> str:
        """How many places in how many countries."""
        places, lands = self.number_of_sites, len(self.sites_by_country)
        if not places:
            return ""
        return _t("%(sites)s in %(lands)s") % {
            "sites": ngettext("%(n)s place", "%(n)s places", places) % {"n": places},
            "lands": ngettext("%(n)s country", "%(n)s countries", lands) % {"n": lands},
        }

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
            (_t("Start"), self._dated(record, "start_date")),
            (_t("Main results expected"), self._dated(record, "primary_completion_date")),
            (_t("End"), self._dated(record, "completion_date")),
            (_t("Results"), self._results(record)),
            (_t("What is tested"), ", ".join(record.interventions_as_registered)),
        ]
        return [(label, words) for label, words in rows if words]

    @property
    def contents(self) -> list[Entry]:
        """What stands on the page, for "On this page"."""
        return [
            Entry("what", _t("What is being tested and why")),
            Entry("join", _t("Who may be able to join")),
            Entry("asks", _t("What it asks of you")),
            Entry("where", _t("Where: %(places)s") % {"places": self.where_line} if self.where_line else _t("Where")),
            Entry("money", _t("Money")),
            Entry("questions", _t("Questions to ask")),
            Entry("contact", _t("How to get in touch")),
            Entry("facts", _t("What the registry says")),
        ]

    @property
    def pays(self) -> str:
        return str(Payment(self.record.participant_pays).label)

    @property
    def numbers(self) -> list:
        return list(self.record.identifiers.all())

    @staticmethod
    def _results(record) -> str:
        if record.has_results:
            return _t("posted in the registry")
        finished = STANDING_OF.get(RegistryStatus(record.status)) in (Standing.FINISHED, Standing.STOPPED)
        return _t("none in the registry when we last looked") if finished else ""

    @staticmethod
    def _people(record) -> str:
        if record.enrolment is None:
            return ""
        count = formats.number_format(record.enrolment)
        return f"{count} ({record.get_enrolment_type_display()})" if record.enrolment_type else count

    @staticmethod
    def _dated(record, name) -> str:
        date = in_words(getattr(record, name))
        is_planned = getattr(record, f"{name}_type") == DateType.ESTIMATED
        return _t("%(date)s (planned)") % {"date": date} if date and is_planned else date
