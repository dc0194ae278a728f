"""What a condition's page and the list of conditions show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, prefetch_related_objects
from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conditions.around import (
    MOST_ORGANISATIONS,
    near_umbrellas,
    nearness,
    organisations_around,
    stories_about,
    words_of,
)
from conditions.json_ld import condition_schema
from conditions.models import Condition
from conditions.today import Answer, InCountry, answers, in_country
from portal.base.countries import country_name, european_countries
from portal.base.joins import pointing_at
from portal.base.json_ld import Node
from portal.base.partial_dates import in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text

MOST_FETCHED = 50
MOST_SHOWN = 10
NAMES_ON_CARD = 4


class Entry(NamedTuple):
    """One line of "On this page"."""

    anchor: str
    label: str


def cards_of(records: Iterable) -> list:
    """Return records of one kind as the cards of their own app.

    The card stands beside the page in the app's presenters ("TherapyPage", "TherapyCard") and is found by that name,
    because a condition may not import the apps whose records point at it.
    """
    records = list(records)
    if not records:
        return []
    card = import_string(f"{type(records[0]).presenter.removesuffix('Page')}Card")
    return card.of_all(records)


def conditions_by_record(records: Iterable) -> dict[int, list[Condition]]:
    """Return the published conditions of each record, in the reader's language and by name (three queries).

    Keys are the primary keys of the records, which are all of one kind with a ``conditions`` relation.
    """
    records = list(records)
    prefetch_related_objects(records, "conditions")
    keys = {record.pk: {linked.translation_key for linked in record.conditions.all()} for record in records}
    wanted = set().union(*keys.values()) if keys else set()
    public = list(Condition.objects.public().filter(translation_key__in=wanted).order_by_name())
    return {pk: [condition for condition in public if condition.translation_key in found] for pk, found in keys.items()}


def numbers_of_related(conditions: Iterable[Condition], relation: str) -> dict:
    """Return how many published records point at each condition through a relation, by translation key (one query)."""
    link = Condition._meta.get_field(relation)
    through = f"{link.field.name}__translation_key"
    keys = [condition.translation_key for condition in conditions]
    related = link.related_model.objects.public().filter(**{f"{through}__in": keys}).order_by()
    return dict(related.values_list(through).annotate(number=Count("pk", distinct=True)))


@dataclass
class ConditionCard:
    """One condition in a list, with what the portal holds about it."""

    condition: Condition
    holds: list[str] = field(default_factory=list)

    @classmethod
    def of_all(cls, conditions: Iterable[Condition]) -> list["ConditionCard"]:
        """Return the cards of conditions with what can be found on their pages (four queries)."""
        conditions = list(conditions)
        prefetch_related_objects(conditions, "also_called")
        held: dict = defaultdict(list)
        for relation in ("therapies", "trials", "organisations"):
            for key, number in numbers_of_related(conditions, relation).items():
                held[key].append(number_words(relation, number))
        return [cls(condition, held[condition.translation_key]) for condition in conditions]

    @property
    def summary(self) -> str:
        return self.condition.summary or plain_text(self.condition.what_it_is)[:200]

    @property
    def also_called(self) -> str:
        return ", ".join(ConditionPage(self.condition).also_called[:NAMES_ON_CARD])


def number_words(relation: str, number: int) -> str:
    """Return "1 therapy", "3 trials" or "2 organisations" in the reader's language."""
    words = {
        "therapies": ngettext("%(n)s therapy", "%(n)s therapies", number),
        "trials": ngettext("%(n)s trial", "%(n)s trials", number),
        "organisations": ngettext("%(n)s organisation", "%(n)s organisations", number),
    }
    return words[relation] % {"n": number}


def number_fetched(cards: list) -> str:
    """Return how many cards there are; "50 or more" where only that many were fetched."""
    number = len(cards)
    return str(number) if number < MOST_FETCHED else _t("%(n)s or more") % {"n": number}


@dataclass
class ConditionPage(RecordPage):
    """One condition with the therapies, trials and organisations that belong to it, as cards."""

    therapies: list = field(default_factory=list)
    trials: list = field(default_factory=list)
    organisations: list = field(default_factory=list)
    umbrellas: list = field(default_factory=list)
    stories: list = field(default_factory=list)
    words: list = field(default_factory=list)
    country: str = ""

    section_label = _("Conditions")
    section_address = reverse_lazy("conditions:condition_index")

    @classmethod
    def of(cls, record, **more):
        if record.pk:
            # What is for a member of a group is for the group; who helps with the group helps its members.
            members = [other for other in record.narrower.all() if other.live]
            family = [*members, record.broader] if record.broader is not None and record.broader.live else members
            therapies = pointing_at(record, "therapies", *members).with_availability().order_by_name()[:MOST_FETCHED]
            trials = pointing_at(record, "trials", *members).with_registry().order_by_openness()[:MOST_FETCHED]
            organisations = organisations_around(record, family)
            near = [one for one in organisations if one.is_near][:MOST_ORGANISATIONS]
            umbrellas = near_umbrellas((one for one in organisations if not one.is_near), more.get("country", ""))
            more.setdefault("therapies", cards_of(therapies))
            more.setdefault("trials", cards_of(trials))
            more.setdefault("organisations", cards_of(near))
            more.setdefault("umbrellas", cards_of(umbrellas))
            more.setdefault("stories", stories_about(record, *members))
            more.setdefault("words", words_of(record))
        return super().of(record, **more)

    def schema(self) -> Node:
        return condition_schema(self)

    @property
    def summary(self) -> str:
        return self.record.summary or plain_text(self.record.what_it_is)[:200]

    @cached_property
    def approved(self) -> list:
        """Therapies with an authorisation in force somewhere; those that are no longer sold anywhere come last."""
        return sorted((card for card in self.therapies if card.is_approved), key=lambda card: not card.is_sold)

    @cached_property
    def not_approved(self) -> list:
        """Therapies without an authorisation in force anywhere: ended, refused or never applied for."""
        return [card for card in self.therapies if not card.is_approved]

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    @property
    def countries(self) -> list[tuple[str, str]]:
        """The countries a reader can choose from."""
        return european_countries()

    @cached_property
    def in_country(self) -> list[InCountry]:
        """What we know about each approved therapy in the reader's country; empty until one is chosen."""
        return in_country(self.approved, self.country) if self.country else []

    @property
    def answers(self) -> list[Answer]:
        """The four questions with their short answers."""
        return answers(self, self.country_name)

    @property
    def approvals_checked(self) -> list[tuple[str, str]]:
        """Place, and the oldest day on which its regulator's list was looked at for one of the therapies shown."""
        days: dict[str, str] = {}
        for card in self.therapies:
            for place, day in card.places_seen:
                days[place] = min(day, days.get(place, day))
        return [(place, in_words(day)) for place, day in sorted(days.items())]

    @property
    def trials_checked(self) -> str:
        """The oldest day on which one of the registry entries shown was last looked at."""
        days = [card.trial.registry_checked_on for card in self.trials if card.trial.registry_checked_on]
        return formats.date_format(min(days), "DATE_FORMAT") if days else ""

    @property
    def contents(self) -> list[Entry]:
        """What stands on the page, with how much of it, for "On this page"."""
        group = [Entry("group", _t("Conditions in this group"))] if self.narrower else []
        return [
            Entry("what", _t("What it is")),
            Entry("state", _t("State of play")),
            *group,
            Entry("approved", _t("Approved therapies: %(n)s") % {"n": len(self.approved)}),
            Entry("country", _t("In my country")),
            Entry("not-approved", _t("No longer or not approved: %(n)s") % {"n": len(self.not_approved)}),
            Entry("trials", _t("Trials: %(n)s") % {"n": number_fetched(self.trials)}),
            Entry("help", _t("Who can help: %(n)s") % {"n": number_fetched(self.organisations)}),
            Entry("stories", _t("Stories: %(n)s") % {"n": len(self.stories)}),
            Entry("words", _t("Words on this page")),
            Entry("more", _t("Family, groups and codes")),
        ]

    @property
    def first_trials(self) -> list:
        """The first trials; of a group all, because no search finds those of its members together."""
        return self.trials if self.narrower else self.trials[:MOST_SHOWN]

    @property
    def has_more_trials(self) -> bool:
        return len(self.trials) > len(self.first_trials)

    @cached_property
    def own_organisations(self) -> list:
        """Organisations that name this very condition; those that serve the reader's country come first."""
        own = [card for card in self.organisations if card.organisation.is_own]
        return sorted(own, key=lambda card: nearness(card.organisation.countries_served, self.country))

    @cached_property
    def related_organisations(self) -> list:
        """The first of those that name its group, or a member of it."""
        return [card for card in self.organisations if not card.organisation.is_own][:MOST_SHOWN]

    @property
    def helpers_checked(self) -> str:
        """The oldest day on which one of the organisations' entries shown was published again."""
        cards = [*self.own_organisations, *self.related_organisations, *self.umbrellas]
        days = [card.organisation.last_published_at for card in cards if card.organisation.last_published_at]
        return formats.date_format(min(days), "DATE_FORMAT") if days else ""

    @property
    def helpers_confirmed(self) -> int:
        """How many of the organisations shown have confirmed their entry to us."""
        cards = [*self.own_organisations, *self.related_organisations, *self.umbrellas]
        states = [getattr(card.organisation, "contact_state", None) for card in cards]
        return sum(1 for state in states if state is not None and state.confirmed_on)

    @cached_property
    def codes(self) -> list[tuple[str, str, str]]:
        """Name, code and public address of each code."""
        record = self.record
        rows = [
            ("ORPHAcode", record.orphacode, f"https://www.orpha.net/en/disease/detail/{record.orphacode}"),
            ("MONDO", record.mondo_id, f"https://monarchinitiative.org/{record.mondo_id}"),
            ("MeSH", record.mesh_id, f"https://meshb.nlm.nih.gov/record/ui?ui={record.mesh_id}"),
            ("ICD-11", record.icd11_codes, ""),
        ]
        return [row for row in rows if row[1]]

    @cached_property
    def broader(self):
        broader = self.record.broader
        return broader if broader is not None and broader.live else None

    @cached_property
    def narrower(self) -> list:
        return sorted(
            (other for other in (self.record.narrower.all() if self.record.pk else []) if other.live),
            key=lambda other: other.folded_name,
        )
