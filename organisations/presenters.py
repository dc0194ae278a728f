"""What an organisation's page and the directory show."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conditions.presenters import conditions_by_record
from organisations.json_ld import organisation_schema
from organisations.models import Organisation, OrganisationContact
from portal.base.joins import pointed_at
from portal.base.json_ld import Node
from portal.base.links import is_long_broken
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text

CONFIRMED_FOR = datetime.timedelta(days=365)


def labels_of(organisation, name) -> list[str]:
    """Return the reader's words for a list of codes of an organisation."""
    return [str(label) for label in Organisation._meta.get_field(name).labels(getattr(organisation, name))]


def place_of(organisation) -> str:
    """Return city and country of the seat, as far as known."""
    parts = [organisation.city, str(organisation.country.name) if organisation.country else ""]
    return ", ".join(part for part in parts if part)


def countries_served_by(organisation) -> str:
    """Return the countries an organisation says it serves; one that names none is there for every country."""
    names = labels_of(organisation, "countries_served")
    return ", ".join(names) if names else _t("international")


def contacts_by_key(organisations: Iterable) -> dict[Any, OrganisationContact]:
    """Return what is known of organisations beside their entries, by translation key (one query).

    An organisation confirms its entry once for all languages: the latest confirmation counts.
    """
    keys = [organisation.translation_key for organisation in organisations]
    found = OrganisationContact.objects.filter(organisation__translation_key__in=keys).select_related("organisation")
    latest: dict[Any, OrganisationContact] = {}
    for contact in found.order_by("pk"):
        key, known = contact.organisation.translation_key, latest.get(contact.organisation.translation_key)
        if known is None or (contact.confirmed_on or datetime.date.min) > (known.confirmed_on or datetime.date.min):
            latest[key] = contact
    return latest


def confirmed_line(contact: OrganisationContact | None, today: datetime.date | None = None) -> str:
    """Return when an organisation last confirmed its entry, or since when it has not."""
    if contact is None or contact.confirmed_on is None:
        return _t("Not confirmed by the organisation yet")
    date = formats.date_format(contact.confirmed_on, "DATE_FORMAT")
    if contact.confirmed_on + CONFIRMED_FOR < (today or datetime.date.today()):
        return _t("Not confirmed by the organisation since %(date)s") % {"date": date}
    return _t("Confirmed by the organisation on %(date)s") % {"date": date}


def broken_since_line(contact: OrganisationContact | None, organisation) -> str:
    """Return the day since which a website has not answered, once that is 30 days ago; before that, empty.

    What was found at another address, before the entry was corrected, says nothing about this one.
    """
    since = contact.broken_since if contact else None
    if contact is None or since is None or not is_long_broken(contact.link_state, since):
        return ""
    if contact.link_address and contact.link_address != organisation.website:
        return ""
    return formats.date_format(since, "DATE_FORMAT")


@dataclass
class OrganisationCard:
    """One organisation in a list; ``conditions`` are those its reader may see."""

    organisation: Any
    conditions: list = field(default_factory=list)
    contact: OrganisationContact | None = None

    @classmethod
    def of_all(cls, organisations: Iterable) -> list["OrganisationCard"]:
        """Return the cards of organisations (no query)."""
        return [cls(organisation) for organisation in organisations]

    @classmethod
    def with_conditions(cls, organisations: Iterable) -> list["OrganisationCard"]:
        """Return the cards of organisations with the conditions they are there for (three queries)."""
        organisations = list(organisations)
        conditions = conditions_by_record(organisations)
        return [cls(organisation, conditions[organisation.pk]) for organisation in organisations]

    @classmethod
    def with_page_parts(cls, organisations: Iterable) -> list["OrganisationCard"]:
        """Return the cards of organisations with everything the directory shows (four queries)."""
        cards = cls.with_conditions(organisations)
        contacts = contacts_by_key(card.organisation for card in cards)
        for card in cards:
            card.contact = contacts.get(card.organisation.translation_key)
        return cards

    @property
    def kind(self) -> str:
        return str(self.organisation.get_kind_display())

    @property
    def place(self) -> str:
        return place_of(self.organisation)

    @property
    def languages(self) -> str:
        return ", ".join(labels_of(self.organisation, "languages"))

    @property
    def extract(self) -> str:
        return plain_text(self.organisation.what_they_do)

    @property
    def funding(self) -> str:
        return self.organisation.funding or _t("not stated")

    @property
    def countries_served(self) -> str:
        return countries_served_by(self.organisation)

    @property
    def condition_names(self) -> str:
        return ", ".join(condition.name for condition in self.conditions)

    @property
    def services(self) -> str:
        return ", ".join(labels_of(self.organisation, "services"))

    @property
    def confirmed(self) -> str:
        return confirmed_line(self.contact)

    @property
    def broken_since(self) -> str:
        return broken_since_line(self.contact, self.organisation)


@dataclass
class OrganisationPage(RecordPage):
    """One organisation."""

    conditions: list = field(default_factory=list)
    contact: Any = None

    section_label = _("Find support")
    section_address = reverse_lazy("organisations:organisation_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        more.setdefault("contact", contacts_by_key([record]).get(record.translation_key))
        return super().of(record, **more)

    def schema(self) -> Node:
        return organisation_schema(self)

    @property
    def summary(self) -> str:
        return plain_text(self.record.what_they_do)[:200]

    @cached_property
    def also_called(self) -> list[str]:
        return [self.record.short_name] if self.record.short_name else []

    @property
    def place(self) -> str:
        return place_of(self.record)

    @property
    def languages(self) -> list[str]:
        return labels_of(self.record, "languages")

    @property
    def services(self) -> list[str]:
        return labels_of(self.record, "services")

    @property
    def countries_served(self) -> str:
        return countries_served_by(self.record)

    @property
    def social_addresses(self) -> list:
        return list(self.record.social_addresses.all())

    @property
    def funding(self) -> str:
        return self.record.funding or _t("not stated")

    @property
    def confirmed(self) -> str:
        return confirmed_line(self.contact)

    @property
    def broken_since(self) -> str:
        return broken_since_line(self.contact, self.record)


def count_by_country(organisations) -> list[tuple[str, str, int]]:
    """Return code, name and number of the organisations that name a country as one they serve, by its name.

    The country an organisation sits in is not counted: a reader asks who helps people here, not where an office is.
    """
    counted = Counter(code for organisation in organisations for code in organisation.countries_served)
    return [(code, str(name), counted[code]) for code, name in countries if counted[code]]
