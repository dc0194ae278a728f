"""What a therapy's page and the list of therapies show."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse_lazy
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from conditions.presenters import Entry, cards_of, conditions_by_record
from organisations.models import Organisation
from organisations.presenters import OrganisationCard
from portal.base.countries import EU, european_countries
from portal.base.enums import YesNoUnknown
from portal.base.joins import pointed_at, pointing_at
from portal.base.json_ld import Node
from portal.base.partial_dates import PartialDate, in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import bullets, plain_text, reader_html
from portal.base.shares import Share, shares_in
from therapies.enums import FINAL_EVENTS, STATUS_AFTER, AvailabilityState, EventKind, Jurisdiction, Status
from therapies.json_ld import therapy_schema
from therapies.status import is_approved, is_planned

TAG_OF_STATUS = {
    Status.IN_FORCE: "open",
    Status.RESTRICTED: "soon",
    Status.NOT_MARKETED: "soon",
    Status.SUSPENDED: "soon",
}


ENDS = (*FINAL_EVENTS, EventKind.SUSPENDED, EventKind.NO_LONGER_MARKETED)
MOST_TRIALS = 20
MOST_ORGANISATIONS = 10


@dataclass(frozen=True)
class StatusTag:
    """A status in words with its look: "open" (approved), "soon" (approved with a limit) or "off"."""

    place: str
    words: str
    look: str
    since: str


def status_tag(authorisation) -> StatusTag:
    """Return how one authorisation stands today, for a reader."""
    status = authorisation.status
    date = date_of_status(authorisation, status)
    shape = _t("on %(date)s") if status in (Status.REFUSED, Status.APPLICATION_WITHDRAWN) else _t("since %(date)s")
    return StatusTag(
        place=str(authorisation.get_jurisdiction_display()),
        words=str(status.label),
        look=TAG_OF_STATUS.get(status, "off"),
        since=shape % {"date": in_words(date)} if date else "",
    )


def date_of_status(authorisation, status: Status, day: datetime.date | None = None) -> str:
    """Return the partial date since which an authorisation stands as it does; empty when no event says so.

    An approval counts from its beginning, also after a suspension was lifted; events still to come do not count.
    """
    day = day or datetime.date.today()
    dates = [
        event.date
        for event in authorisation.events.all()
        if STATUS_AFTER.get(EventKind(event.kind)) == status and PartialDate.parse(event.date).earliest <= day
    ]
    if not dates:
        return ""
    return dates[0] if status == Status.IN_FORCE else dates[-1]


def not_approved_today(therapy) -> str:
    """Return in a sentence that a therapy is not approved today; empty where it is approved somewhere (no query)."""
    if therapy.is_approved_somewhere:
        return ""
    statuses = {authorisation.status for authorisation in therapy.authorisations.all()}
    if Status.SUSPENDED in statuses:
        return _t("Today its approval is suspended.")
    if statuses & {Status.WITHDRAWN, Status.EXPIRED}:
        return _t("Today it is no longer approved.")
    return _t("Today it is not approved in any of the places we look at.")


@dataclass(frozen=True)
class TimelineEntry:
    """One event on the timeline; an end has another shape than a beginning."""

    date: str
    words: str
    heading: str
    text: str
    is_end: bool
    source: Any = None


def timeline_entry(event, authorisation) -> TimelineEntry:
    """Return one event of an authorisation for the timeline; one that lies ahead is said to be planned."""
    what = event.get_kind_display()
    if is_planned(event.date):
        what = _t("%(event)s (planned)") % {"event": what}
    return TimelineEntry(
        date=event.date,
        words=in_words(event.date),
        heading=f"{authorisation.get_jurisdiction_display()}, {authorisation.brand_name}: {what}",
        text=event.reason,
        is_end=event.kind in ENDS,
        source=event.source,
    )


@dataclass(frozen=True)
class CareCard:
    """Signs for which to ask for help, and how fast: "now", "soon" or "later". ``phone``: none but the site's own."""

    level: str
    heading: str
    points: list[str]
    phone: str = ""


@dataclass(frozen=True)
class Leaflet:
    """Where the official leaflet of one authorisation is found."""

    place: str
    name: str
    address: str
    hint: str
    is_approved: bool


def leaflet_of(authorisation) -> Leaflet:
    """Return where a regulator keeps the leaflet of an authorisation that has a page of its own."""
    hints = {
        Jurisdiction.EU: _t(
            "Under “Product information”: the leaflet for patients is at its end, in every EU language."
        ),
        Jurisdiction.US: _t("Under “Package Insert”: what the company must tell doctors and patients, in English."),
        Jurisdiction.UK: _t("Look for the patient information leaflet (PIL)."),
    }
    return Leaflet(
        place=str(authorisation.get_jurisdiction_display()),
        name=authorisation.brand_name,
        address=authorisation.regulator_page,
        hint=str(hints.get(Jurisdiction(authorisation.jurisdiction), "")),
        is_approved=authorisation.is_approved,
    )


@dataclass
class TherapyCard:
    """One therapy in a list; ``conditions`` are those its reader may see."""

    therapy: Any
    conditions: list = field(default_factory=list)

    @classmethod
    def of_all(cls, therapies: Iterable) -> list["TherapyCard"]:
        """Return the cards of therapies that came ``with_status()`` (no query)."""
        return [cls(therapy) for therapy in therapies]

    @classmethod
    def with_conditions(cls, therapies: Iterable) -> list["TherapyCard"]:
        """Return the cards of therapies with the conditions they are for (three queries)."""
        therapies = list(therapies)
        conditions = conditions_by_record(therapies)
        return [cls(therapy, conditions[therapy.pk]) for therapy in therapies]

    @property
    def is_approved(self) -> bool:
        return self.therapy.is_approved_somewhere

    @property
    def places_seen(self) -> list[tuple[str, str]]:
        """Place and partial date on which its regulator's list was last looked at, of each authorisation."""
        rows = self.therapy.authorisations.all()
        return [(str(row.get_jurisdiction_display()), row.last_seen_on) for row in rows if row.last_seen_on]

    def in_country(self, country: str, line):
        """Return what we know of one country as a ``line``; "not known" where nobody has told us."""
        name, address = self.therapy.name, self.therapy.get_absolute_url()
        found = next((row for row in self.therapy.availability.all() if str(row.country) == country), None)
        if found is None or found.state == AvailabilityState.UNKNOWN:
            return line(name, address, *self._unknown_in(country))
        checked = formats.date_format(found.checked_on, "DATE_FORMAT")
        words = str(found.get_state_display())
        return line(name, address, words, True, False, found.source.title, found.source.address, checked)

    def _unknown_in(self, country: str) -> tuple[str, bool, bool]:
        """Return the words for "nobody has told us", that it is not known, and whether at least an approval is missing.

        Our list of EU authorisations is complete, so that much can be said for every country of the EU.
        """
        words = str(AvailabilityState.UNKNOWN.label)
        if country not in EU or is_approved(self.therapy.status_in(Jurisdiction.EU)):
            return words, False, False
        return _t("%(not_known)s; not approved in the European Union") % {"not_known": words}, False, True

    @property
    def is_sold(self) -> bool:
        """Whether it is approved somewhere and not known to be off the market there."""
        sold = (Status.IN_FORCE, Status.RESTRICTED)
        return any(authorisation.status in sold for authorisation in self.therapy.authorisations.all())

    @property
    def tags(self) -> list[StatusTag]:
        """The standing in each place, the places where it is approved first."""
        rows = sorted(self.therapy.authorisations.all(), key=lambda authorisation: not authorisation.is_approved)
        return [status_tag(authorisation) for authorisation in rows]

    @property
    def condition_names(self) -> str:
        return ", ".join(condition.name for condition in self.conditions)

    @property
    def first_point(self) -> str:
        points = bullets(self.therapy.in_short)
        return plain_text(points[0]) if points else ""


@dataclass
class TherapyPage(RecordPage):
    """One therapy."""

    trials: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    organisations: list = field(default_factory=list)

    section_label = _("Therapies")
    section_address = reverse_lazy("therapies:therapy_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        helpers = Organisation.objects.public().about(*more["conditions"], through="conditions").order_by_name()
        more.setdefault("organisations", OrganisationCard.of_all(helpers[:MOST_ORGANISATIONS]))
        if record.pk:
            trials = pointing_at(record, "trials").with_registry().order_by_openness()[:MOST_TRIALS]
            more.setdefault("trials", cards_of(trials))
        return super().of(record, **more)

    def schema(self) -> Node:
        return therapy_schema(self)

    @property
    def summary(self) -> str:
        return TherapyCard(self.record).first_point

    @property
    def is_approved(self) -> bool:
        return self.record.is_approved_somewhere

    @cached_property
    def authorisations(self) -> list:
        """Authorisations with their status tag, those in force first."""
        rows = [(authorisation, status_tag(authorisation)) for authorisation in self.record.authorisations.all()]
        return sorted(rows, key=lambda row: not row[0].is_approved)

    @property
    def tags(self) -> list[StatusTag]:
        return [tag for authorisation, tag in self.authorisations]

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        """Every event of every authorisation in order of time."""
        rows = [
            timeline_entry(event, authorisation)
            for authorisation in self.record.authorisations.all()
            for event in authorisation.events.all()
        ]
        return sorted(rows, key=lambda row: row.date)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What it is and how it is given, as label and words; what does not apply is left out."""
        record = self.record
        rows = [
            (_t("Active substance"), record.inn),
            (_t("Kind"), record.get_kind_display()),
            (_t("How it is given"), record.get_given_display()),
            (_t("Genes"), record.get_modification_display()),
            (_t("Cells"), record.get_cell_source_display()),
            (_t("Vector"), "" if record.vector.lower() == "none" else record.vector),
            (_t("Gene or target"), "" if record.target.lower() == "none" else record.target),
        ]
        return [(label, words) for label, words in rows if words]

    @property
    def before_you_decide(self) -> list[tuple[str, str]]:
        """Questions a reader should weigh before anything else, with what is known; "not known" is said."""
        years = self.record.follow_up_years
        return [
            (_t("Is it given only once?"), str(YesNoUnknown(self.record.once_only).label)),
            (_t("May it rule out other therapies later?"), str(YesNoUnknown(self.record.may_rule_out_others).label)),
            (_t("Years of follow-up"), str(years or YesNoUnknown.UNKNOWN.label)),
        ]

    @cached_property
    def shares(self) -> list[Share]:
        """The shares of people that "What it can do" names, to be drawn as figures."""
        return shares_in(plain_text(self.record.what_it_can_do))

    @property
    def care_cards(self) -> list[CareCard]:
        """When to ask for help, the most urgent first; a card without signs is left out."""
        record = self.record
        rows = [
            ("now", _t("Call at once, and show your patient card, for:"), record.help_now),
            ("soon", _t("Call your treatment team for:"), record.help_soon),
            ("later", _t("Tell your team about:"), record.help_later),
        ]
        cards = [
            CareCard(level, heading, [reader_html(point) for point in bullets(text)]) for level, heading, text in rows
        ]
        return [card for card in cards if card.points]

    @property
    def leaflets(self) -> list[Leaflet]:
        """Where the official leaflets are, those of authorisations in force first."""
        return [
            leaflet_of(authorisation) for authorisation, _tag in self.authorisations if authorisation.regulator_page
        ]

    @property
    def countries_not_known(self) -> list[str]:
        """The European countries for which nobody has told us whether people can get it."""
        known = {str(row.country) for row in self.record.availability.all() if row.state != AvailabilityState.UNKNOWN}
        return [name for code, name in european_countries() if code not in known]

    @property
    def availability(self) -> list:
        return sorted(self.record.availability.all(), key=lambda row: str(row.country.name))

    @cached_property
    def _all_sections(self) -> list[tuple[str, str, str]]:
        record = self.record
        return [
            ("how", _t("How it works"), record.how_it_works),
            ("benefits", _t("What it can do"), record.what_it_can_do),
            ("risks", _t("Risks"), record.risks),
            ("without", _t("If you do not have it"), record.without_it),
            ("choices", _t("Other choices"), record.other_choices),
            ("follow-up", _t("Follow-up"), record.follow_up),
            ("not-known", _t("What is not known"), record.not_known),
        ]

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        """Anchor, heading and text of each section that is written; an empty one is left out."""
        return [row for row in self._all_sections if plain_text(row[2])]

    @property
    def contents(self) -> list[Entry]:
        """What stands on the page, for "On this page"."""
        written = [Entry(anchor, heading) for anchor, heading, text in self.sections]
        timeline = [Entry("timeline", _t("Timeline"))] if self.timeline else []
        return [
            *written,
            Entry("decide", _t("Before you decide")),
            *timeline,
            Entry("authorisations", _t("What the regulators decided")),
            Entry("availability", _t("Where people can get it")),
            Entry("trials", _t("Trials with this therapy")),
            Entry("help", _t("Who can help")),
            Entry("leaflet", _t("Official leaflet")),
        ]

    @property
    def unwritten(self) -> list[str]:
        """The headings of the sections nobody has written yet; readers are told which."""
        return [heading for anchor, heading, text in self._all_sections if not plain_text(text)]
