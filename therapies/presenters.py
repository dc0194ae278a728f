"""What a therapy's page and the list of therapies show."""

from dataclasses import dataclass, field

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.base.enums import YesNoUnknown
from portal.base.joins import pointed_at, pointing_at
from portal.base.partial_dates import in_words
from portal.base.presenters import RecordPage
from portal.base.richtext import bullets, plain_text
from therapies.enums import FINAL_EVENTS, EventKind, Jurisdiction, Status

TAG_OF_STATUS = {
    Status.IN_FORCE: "open",
    Status.RESTRICTED: "soon",
    Status.NOT_MARKETED: "soon",
    Status.SUSPENDED: "soon",
}


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
    last = [event for event in authorisation.events.all() if event.kind != EventKind.KIND_CHANGED][-1:]
    first = [event for event in authorisation.events.all() if event.kind == EventKind.AUTHORISED][:1]
    event = first if status in (Status.IN_FORCE,) else last
    return StatusTag(
        place=str(authorisation.get_jurisdiction_display()),
        words=str(status.label),
        look=TAG_OF_STATUS.get(status, "off"),
        since=in_words(event[0].date) if event else "",
    )


@dataclass(frozen=True)
class TimelineEntry:
    """One event on the timeline; an end has another shape than a beginning."""

    date: str
    words: str
    heading: str
    text: str
    is_end: bool


@dataclass
class TherapyCard:
    """One therapy in a list."""

    therapy: object

    @property
    def tags(self) -> list[StatusTag]:
        return [status_tag(authorisation) for authorisation in self.therapy.authorisations.all()]

    @property
    def first_point(self) -> str:
        points = bullets(self.therapy.in_short)
        return plain_text(points[0]) if points else ""


@dataclass
class TherapyPage(RecordPage):
    """One therapy."""

    trials: list = field(default_factory=list)
    conditions: list = field(default_factory=list)

    section_label = _("Therapies")
    section_address = reverse_lazy("therapies:therapy_index")

    @classmethod
    def of(cls, record, **more):
        more.setdefault("conditions", list(pointed_at(record, "conditions")))
        if record.pk:
            more.setdefault("trials", list(pointing_at(record, "trials").with_registry().order_by_openness()[:20]))
        return super().of(record, **more)

    @property
    def summary(self) -> str:
        return TherapyCard(self.record).first_point

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
            (event.date, event, authorisation)
            for authorisation in self.record.authorisations.all()
            for event in authorisation.events.all()
        ]
        return [
            TimelineEntry(
                date=date,
                words=in_words(date),
                heading=f"{Jurisdiction(authorisation.jurisdiction).label}: {event.get_kind_display()}",
                text=event.reason,
                is_end=event.kind in FINAL_EVENTS or event.kind in (EventKind.SUSPENDED, EventKind.NO_LONGER_MARKETED),
            )
            for date, event, authorisation in sorted(rows, key=lambda row: row[0])
        ]

    @property
    def before_you_decide(self) -> list[tuple[str, str]]:
        """Questions a reader should weigh before anything else, with what is known; "not known" is said."""
        years = self.record.follow_up_years
        return [
            (_t("Is it given only once?"), YesNoUnknown(self.record.once_only).label),
            (_t("May it rule out other therapies later?"), YesNoUnknown(self.record.may_rule_out_others).label),
            (_t("Years of follow-up"), str(years) if years else YesNoUnknown.UNKNOWN.label),
        ]

    @property
    def availability(self) -> list:
        return sorted(self.record.availability.all(), key=lambda row: str(row.country.name))

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        """Anchor, heading and text of each section that is written; an empty one is left out."""
        record = self.record
        rows = [
            ("how", _t("How it works"), record.how_it_works),
            ("benefits", _t("What it can do"), record.what_it_can_do),
            ("risks", _t("Risks"), record.risks),
            ("without", _t("If you do not have it"), record.without_it),
            ("choices", _t("Other choices"), record.other_choices),
            ("follow-up", _t("Follow-up"), record.follow_up),
            ("not-known", _t("What is not known"), record.not_known),
        ]
        return [row for row in rows if plain_text(row[2])]
