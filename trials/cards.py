"""One trial in a list: in the finder with place, age and stage, elsewhere shorter."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _t
from django_countries import countries

from conditions.presenters import conditions_by_record
from portal.base.richtext import plain_text
from trials.enums import Payment, Sex, Standing
from trials.finder.distance import distance_words, km_between
from trials.models import RegistryRecord, RegistrySite
from trials.standings import reading_order
from trials.wording import OUTDATED_AFTER, StandingTag, age_words, day, phase_words, standing_of, standing_tag

MOST_COUNTRIES = 6


def countries_by_trial(trials: Iterable) -> dict:
    """Return the names of the countries where trials have sites, by translation key (one query)."""
    keys = [trial.translation_key for trial in trials]
    rows = RegistrySite.objects.filter(record__trial__translation_key__in=keys).exclude(country="")
    names = dict(countries)
    found = defaultdict(set)
    for key, country in rows.order_by().values_list("record__trial__translation_key", "country").distinct():
        found[key].add(str(names.get(country, country)))
    return {key: sorted(places) for key, places in found.items()}


def records_by_trial(trials: Iterable) -> dict:
    """Return the registry record that was read last for each trial, by translation key (one query)."""
    keys = [trial.translation_key for trial in trials]
    found: dict = {}
    records = RegistryRecord.objects.filter(trial__translation_key__in=keys).select_related("trial")
    for record in sorted(records, key=lambda row: reading_order(row.checked_on, row.pk)):
        if record.trial is not None:
            found[record.trial.translation_key] = record
    return found


def nearest_sites(trials: Iterable, place) -> dict:
    """Return city and country of the site of each trial that is nearest to a place, by translation key (one query)."""
    keys = [trial.translation_key for trial in trials]
    rows = RegistrySite.objects.filter(record__trial__translation_key__in=keys, latitude__isnull=False)
    nearest: dict = {}
    here = (place.latitude, place.longitude)
    columns = ("record__trial__translation_key", "city", "country", "latitude", "longitude")
    for key, city, country, latitude, longitude in rows.order_by().values_list(*columns):
        km = km_between(here, (latitude, longitude))
        if key not in nearest or km < nearest[key][0]:
            nearest[key] = (km, city, country)
    names = dict(countries)
    return {
        key: ", ".join(part for part in (city, str(names.get(country, country))) if part)
        for key, (_km, city, country) in nearest.items()
    }


@dataclass
class TrialCard:
    """One trial in a list; ``conditions`` are those its reader may see.

    The registry's words come with the trial (``with_registry()``) or as ``record``, which says more.
    """

    trial: Any
    countries: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    record: RegistryRecord | None = None
    nearest: str = ""
    km: float | None = None

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

    @classmethod
    def for_finder(cls, trials: Iterable, place=None, km: dict | None = None) -> list["TrialCard"]:
        """Return the cards of found trials with all that the finder shows (five queries, six with a place)."""
        trials = list(trials)
        records = records_by_trial(trials)
        _tell_registry(trials, records)
        cards = cls.with_conditions(trials)
        nearest = nearest_sites(trials, place) if place and trials else {}
        for card in cards:
            key = card.trial.translation_key
            card.record, card.nearest = records.get(key), nearest.get(key, "")
            card.km = (km or {}).get(card.trial.pk)
        return cards

    @property
    def standing(self) -> Standing:
        trial = self.trial
        return standing_of(trial.registry_status, trial.registry_checked_on, gone_since=trial.registry_gone_since)

    @property
    def tag(self) -> StandingTag:
        return standing_tag(self.standing, self.trial.registry_status, self.trial.registry_checked_on)

    @property
    def is_open(self) -> bool:
        """Whether it looks for people, by a recent look at the registry."""
        return self.standing == Standing.OPEN

    @property
    def people_pay(self) -> bool:
        return self.trial.participant_pays == Payment.YES

    @property
    def condition_names(self) -> str:
        return ", ".join(condition.name for condition in self.conditions)

    @property
    def extract(self) -> str:
        sentences = plain_text(self.trial.summary).split(". ")
        return ". ".join(sentences[:2]).rstrip(".") + "." if sentences[0] else ""

    @property
    def distance(self) -> str:
        """How far the nearest site is; empty where nobody asked."""
        return "" if self.km is None else distance_words(self.km)

    @property
    def shown_countries(self) -> list[str]:
        return self.countries[:MOST_COUNTRIES]

    @property
    def more_countries(self) -> int:
        return max(len(self.countries) - MOST_COUNTRIES, 0)

    @property
    def who(self) -> str:
        """Who can join, in one sentence: ours where it is written, else the registry's ages and sex."""
        own = first_sentence(self.trial.may_join)
        if own or self.record is None:
            return own
        parts = [age_words(self.record)]
        if self.record.sex not in ("", Sex.ALL):
            parts.append(str(Sex(self.record.sex).label))
        return "; ".join(parts)

    @property
    def asks(self) -> str:
        return first_sentence(self.trial.asks_of_you)

    @property
    def stage(self) -> str:
        return phase_words(self.record.phases) if self.record and self.record.phases else ""

    @property
    def changed(self) -> str:
        return day(self.trial.registry_changed_on)

    @property
    def checked(self) -> str:
        return day(self.trial.registry_checked_on)

    @property
    def is_outdated(self) -> bool:
        changed = self.trial.registry_changed_on
        return changed is not None and datetime.date.today() - changed > OUTDATED_AFTER

    @property
    def warning(self) -> str:
        return _t("People must pay to join.") if self.people_pay else ""


def _tell_registry(trials: Iterable, records: dict) -> None:
    """Give each trial what ``with_registry()`` would, from records that were fetched."""
    for trial in trials:
        record = records.get(trial.translation_key)
        trial.registry_status = record.status if record else None
        trial.registry_changed_on = record.registry_changed_on if record else None
        trial.registry_checked_on = record.checked_on if record else None
        trial.registry_gone_since = record.gone_since if record else None


def first_sentence(html: str) -> str:
    """Return the first sentence, or the first item of a list, of a rich text."""
    text = plain_text((html or "").split("</li>")[0])
    head, dot, _rest = text.partition(". ")
    return f"{head}." if dot else text
