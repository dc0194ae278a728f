"""What a trial's page shows; its words, its places and what the registries say, without a query in the template."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.presenters import Entry
from portal.base.joins import pointed_at
from portal.base.json_ld import Node
from portal.base.partial_dates import PartialDate, in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text
from trials.cards import TrialCard
from trials.enums import STANDING_OF, DateType, Payment, RegistryStatus, Sex, Standing
from trials.finder.places import place_label
from trials.json_ld import trial_schema
from trials.models import RegistryRecord, RegistryVersion
from trials.page_parts import CountrySites, Version, sites_by_country, versions_seen
from trials.registry_text import Eligibility, divided, registry_line
from trials.specifics import Known, known_of_kind, known_of_stage, not_known
from trials.trust import OversightNote, oversight_note
from trials.wording import OUTDATED_AFTER, StandingTag, age_words, day, phase_words, standing_of, standing_tag

__all__ = ["TrialCard", "TrialPage", "standing_of"]

MOST_SITES_UNFOLDED = 12
MOST_VERSIONS = 12


@dataclass
class TrialPage(RecordPage):
    """One trial."""

    records: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    therapies: list = field(default_factory=list)
    versions: list = field(default_factory=list)
    place: Any = None

    section_label = _("Trials")
    section_address = reverse_lazy("trials:trial_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        more.setdefault("therapies", list(pointed_at(record, "therapies")))
        found = RegistryRecord.objects.filter(trial__translation_key=record.translation_key).prefetch_related("sites")
        more.setdefault("records", sorted(found, key=lambda row: row.checked_on or datetime.date.min, reverse=True))
        main = more["records"][0] if more["records"] else None
        more.setdefault("versions", list(RegistryVersion.objects.filter(record=main)[:MOST_VERSIONS]) if main else [])
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
        """The sites of the registry read last that names any, by country; nearest first where a place is known."""
        record = next((record for record in self.records if record.sites.all()), None)
        return sites_by_country(record, self.place) if record else []

    @property
    def near_line(self) -> str:
        """Where distances are counted from."""
        return _t("Distances are from %(place)s, to 10 km.") % {"place": place_label(self.place)} if self.place else ""

    @cached_property
    def eligibility(self) -> Eligibility:
        """Who may join, as registered: in two lists where the text can be divided."""
        return divided(self.registry.eligibility_text) if self.registry else Eligibility()

    @property
    def known(self) -> list[Known]:
        """What is known of therapies of this kind, each with its source."""
        return known_of_kind(self.record.therapy_kind, self.record.follow_up_years)

    @property
    def known_of_stage(self) -> str:
        return known_of_stage(self.registry.phases if self.registry else [])

    @property
    def not_known(self) -> list[str]:
        return not_known()

    @property
    def oversight(self) -> OversightNote:
        return oversight_note(self.record, self.numbers)

    @property
    def travel(self) -> str:
        return str(Payment(self.record.travel_paid).label)

    @property
    def what_changed(self) -> list[Version]:
        return versions_seen(self.versions)

    @property
    def why_stopped(self) -> str:
        """The registry's words; only for a trial that it calls stopped, called off or paused."""
        return registry_line(self.registry.why_stopped) if self.registry else ""

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
            (_t("Official title"), registry_line(record.official_title)),
            (_t("Sponsor"), registry_line(record.sponsor)),
            (_t("Last status the registry knew of"), self._last_known(record)),
            (_t("Kind of trial"), str(record.get_study_type_display())),
            (_t("Stage of research"), phase_words(record.phases)),
            (_t("Number of people"), self._people(record)),
            (_t("Ages"), age_words(record)),
            (_t("For"), str(Sex(record.sex).label) if record.sex else ""),
            (_t("Start"), self._dated(record, "start_date")),
            (_t("Main results expected"), self._dated(record, "primary_completion_date")),
            (_t("End"), self._dated(record, "completion_date")),
            (_t("Results"), self._results(record)),
            (_t("What is tested"), "; ".join(map(registry_line, record.interventions_as_registered))),
            (_t("Conditions, in the registry’s words"), "; ".join(map(registry_line, record.conditions_as_registered))),
        ]
        return [(label, words) for label, words in rows if words]

    @property
    def contents(self) -> list[Entry]:
        """What stands on the page, for "On this page"."""
        return [
            Entry("what", _t("What is being tested and why")),
            Entry("benefits", _t("What may help, what may harm")),
            Entry("asks", _t("What it asks of you")),
            Entry("join", _t("Who may be able to join")),
            Entry("where", _t("Where: %(places)s") % {"places": self.where_line} if self.where_line else _t("Where")),
            Entry("money", _t("Travel and costs")),
            Entry("data", _t("Your data and privacy")),
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
    def _last_known(record) -> str:
        """The last status that a registry knew, for a trial of which it has heard nothing for long."""
        status = record.last_known_status
        is_unknown = record.status == RegistryStatus.UNKNOWN and status in RegistryStatus.values
        return str(RegistryStatus(status).label) if is_unknown else ""

    @staticmethod
    def _results(record) -> str:
        if record.has_results:
            return _t("posted in the registry")
        is_over = STANDING_OF.get(record.status) in (Standing.FINISHED, Standing.STOPPED)
        if not is_over or record.status == RegistryStatus.WITHDRAWN:
            return ""
        months = months_since(record.completion_date or record.primary_completion_date)
        if months is None or months < 1:
            return _t("none in the registry when we last looked")
        line = ngettext(
            "none in the registry %(count)s month after the end", "none in the registry %(count)s months after the end",
            months,
        )  # fmt: skip
        return line % {"count": months}

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


def months_since(date: str, today: datetime.date | None = None) -> int | None:
    """Return how many whole months have passed since a partial date; None for one that is unknown or to come.

    A date known to the year only counts from the end of that year, so that nobody is called late too early.
    """
    if not date:
        return None
    today = today or datetime.date.today()
    year, month, day_of_month = PartialDate.parse(date).latest.timetuple()[:3]
    months = (today.year - year) * 12 + today.month - month - (today.day < day_of_month)
    return months if months >= 0 else None
