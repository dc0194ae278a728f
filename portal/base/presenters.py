"""What a record's page shows: words, dates and states, worked out before the template sees them."""

import datetime
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.conf import settings
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base.enums import SHOWN_NAME_KINDS
from portal.base.frame import language_of
from portal.base.json_ld import Node, graph, reviewed, web_page
from portal.base.links import is_long_broken
from portal.base.models import ChangeNote, Review
from portal.base.partial_dates import in_words

OVERDUE_NOTICE_AFTER = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Crumb:
    """One step of the way back to the home page; the last one has no address."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class ReviewNote:
    """What a reader is told about the checking of an entry."""

    state: str
    line: str
    reviews: tuple = ()
    next_due: str = ""
    evidence_up_to: str = ""


def review_note(reviews, today=None) -> ReviewNote:
    """Return the state of an entry's review: never, current, due or overdue; ``reviews`` come latest first."""
    if not reviews:
        return ReviewNote(state="never", line=_("Not yet medically reviewed"))
    today = today or datetime.date.today()
    latest = reviews[0]
    reviewed = formats.date_format(latest.reviewed_on, "DATE_FORMAT")
    state, line = "current", _("Reviewed %(date)s") % {"date": reviewed}
    if today >= latest.next_due_on:
        state = "due"
    if today > latest.next_due_on + OVERDUE_NOTICE_AFTER:
        state = "overdue"
        line = _("We are checking this page again. The facts were right on %(date)s.") % {"date": reviewed}
    return ReviewNote(
        state=state,
        line=line,
        reviews=tuple(reviews),
        next_due=formats.date_format(latest.next_due_on, "DATE_FORMAT"),
        evidence_up_to=in_words(latest.evidence_up_to) if latest.evidence_up_to else "",
    )


@dataclass(frozen=True)
class SourceLine:
    """One numbered source as a reader sees it."""

    number: int
    title: str
    publisher: str
    address: str
    published: str
    opened: str
    is_broken: bool


def source_lines(citations) -> list[SourceLine]:
    """Return the numbered sources of a record or page, in the order of their citations."""
    return [
        SourceLine(
            number=number,
            title=citation.source.title,
            publisher=citation.source.publisher,
            address=citation.source.address,
            published=in_words(citation.source.published_on) if citation.source.published_on else "",
            opened=formats.date_format(citation.source.accessed_on, "DATE_FORMAT")
            if citation.source.accessed_on
            else "",
            is_broken=is_long_broken(citation.source.link_state, citation.source.broken_since),
        )
        for number, citation in enumerate(citations, start=1)
    ]


def reading_minutes(words: int) -> int:
    """Return the reading time of a text at 180 words a minute, the pace of a second-language reader; at least 1."""
    return max(1, round(words / 180))


def count_line(number: int) -> str:
    """Return "1 entry" or "12 entries" in the language of the page."""
    return ngettext("%(number)s entry", "%(number)s entries", number) % {"number": formats.number_format(number)}


@dataclass
class RecordPage:
    """The page of one record. Subclasses add what is particular to their kind; none of them queries in a template."""

    record: Any
    reviews: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    translations: list = field(default_factory=list)

    section_label: ClassVar[object] = ""
    section_address: ClassVar[object] = ""

    @classmethod
    def of(cls, record, **more):
        """Fetch what the page needs beyond the record and build it (three queries)."""
        return cls(
            record=record,
            reviews=list(Review.objects.of(record)),
            changes=list(ChangeNote.objects.of(record)[:20]),
            translations=list(
                type(record).objects.live().filter(translation_key=record.translation_key).exclude(pk=record.pk)
                .select_related("locale")
            ),
            **more,
        )  # fmt: skip

    @property
    def title(self) -> str:
        return self.record.name

    @property
    def unmarked_terms(self) -> frozenset:
        """Glossary terms that are not to be marked on this page."""
        return frozenset()

    @property
    def summary(self) -> str:
        """One sentence for search results and the page's description."""
        return ""

    @property
    def address(self) -> str:
        return self.record.get_absolute_url()

    @property
    def reference(self) -> str:
        """What a message about a mistake says it is about."""
        return f"{self.record._meta.label_lower}:{self.record.slug}"

    @property
    def canonical(self) -> str:
        return settings.SITE_ADDRESS + self.address

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Home"), "/"), Crumb(str(self.section_label), str(self.section_address)), Crumb(self.title)]

    @cached_property
    def review(self) -> ReviewNote:
        return review_note(self.reviews)

    @cached_property
    def sources(self) -> list[SourceLine]:
        return source_lines(self.record.citations.all())

    @cached_property
    def also_called(self) -> list[str]:
        return [other.text for other in self.record.also_called.all() if other.kind in SHOWN_NAME_KINDS]

    def schema(self) -> Node:
        """Return what the entry is about, in the words of schema.org; nothing where its kind says it otherwise."""
        return {}

    @property
    def linked_data(self) -> SafeString:
        """The page and its subject for machines: a block of data, which no browser runs (docs/decisions/0010)."""
        page = web_page(
            "MedicalWebPage",
            address=self.canonical,
            name=self.title,
            description=self.summary,
            language=language_of(self.record.locale_id),
            published=self.record.last_published_at,
        )
        subject = self.schema()
        return graph(page | reviewed(self.reviews) | {"mainEntity": {"@id": subject["@id"]}}, subject)

    @property
    def last_edited(self) -> str:
        edited = self.record.last_published_at
        return formats.date_format(edited, "DATE_FORMAT") if edited else ""
