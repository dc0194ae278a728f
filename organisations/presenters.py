"""What an organisation's page and the directory show."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from organisations.models import Organisation, OrganisationContact
from portal.base.joins import pointed_at
from portal.base.presenters import RecordPage
from portal.base.richtext import plain_text

SHOW_BROKEN_AFTER = datetime.timedelta(days=30)


def labels_of(organisation, name) -> list[str]:
    """Return the reader's words for a list of codes of an organisation."""
    return [str(label) for label in Organisation._meta.get_field(name).labels(getattr(organisation, name))]


def place_of(organisation) -> str:
    """Return city and country of the seat, as far as known."""
    parts = [organisation.city, str(organisation.country.name) if organisation.country else ""]
    return ", ".join(part for part in parts if part)


@dataclass
class OrganisationCard:
    """One organisation in a list."""

    organisation: object

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
    def conditions(self) -> str:
        return ", ".join(condition.name for condition in self.organisation.conditions.all() if condition.live)


@dataclass
class OrganisationPage(RecordPage):
    """One organisation."""

    conditions: list = field(default_factory=list)
    contact: object = None

    section_label = _("Find support")
    section_address = reverse_lazy("organisations:organisation_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        more.setdefault("contact", OrganisationContact.objects.filter(organisation_id=record.pk).first())
        return super().of(record, **more)

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
        names = labels_of(self.record, "countries_served")
        return ", ".join(names) if names else _t("international")

    @property
    def funding(self) -> str:
        return self.record.funding or _t("not stated")

    @property
    def confirmed(self) -> str:
        if self.contact is None or self.contact.confirmed_on is None:
            return _t("Not confirmed by the organisation yet")
        date = formats.date_format(self.contact.confirmed_on, "DATE_FORMAT")
        return _t("Confirmed by the organisation on %(date)s") % {"date": date}

    @property
    def link_is_broken(self) -> bool:
        """Whether the website has not answered for 30 days."""
        if self.contact is None or self.contact.broken_since is None:
            return False
        return datetime.date.today() - self.contact.broken_since > SHOW_BROKEN_AFTER


def count_by_country(organisations) -> list[tuple[str, str, int]]:
    """Return code, name and number of organisations seated in each country, by name of the country."""
    counted = Counter(str(organisation.country) for organisation in organisations if organisation.country)
    return [(code, str(name), counted[code]) for code, name in countries if counted[code]]
