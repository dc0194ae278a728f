"""What readers are told has changed: notes on entries that are public, in the language of the page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conditions.models import Condition
from portal.base.enums import ChangeKind
from portal.base.listing import Filter, chosen_value
from portal.base.models import ChangeNote
from portal.base.models.changes import ChangeNoteQuerySet
from portal.home.change_sentences import sentences_of
from portal.home.doctor_sheet import kind_label
from portal.home.my_list import PAGES, RECORDS
from portal.home.presenters import address_of
from therapies.models import Therapy
from trials.models import Trial

MOST_OFFERED = 200  # entries in one select
PAGE = "page"

# What belongs to an entry besides itself: the field through which other kinds of record point at it.
AROUND: dict[type, tuple[tuple[type, str], ...]] = {
    Condition: ((Therapy, "conditions"), (Trial, "conditions"), (RECORDS["organisation"], "conditions")),
    Therapy: ((Trial, "therapies"),),
    Trial: (),
}


@dataclass(frozen=True)
class Change:
    """One change of a public entry, as a reader sees it."""

    pk: int
    title: str
    address: str
    about: str
    kind: str
    sentence: str
    changed_on: datetime.date

    @property
    def day(self) -> str:
        return formats.date_format(self.changed_on, "DATE_FORMAT")

    @classmethod
    def of(cls, note: ChangeNote, sentence: str) -> "Change":
        """Shape a note whose subject was fetched and is public, with the sentence that readers are told."""
        subject = note.subject
        return cls(
            pk=note.pk,
            title=str(subject),
            address=address_of(subject),
            about=kind_label(subject),
            kind=str(note.get_kind_display()),
            sentence=sentence,
            changed_on=note.changed_on,
        )


def changes_in(notes) -> list[Change]:
    """Return notes, already filtered to public entries, in the form readers see.

    Their subjects take a query a kind, and where therapies stand takes two more.
    """
    notes = list(notes.prefetch_related("subject")) if isinstance(notes, QuerySet) else notes
    sentences = sentences_of(notes)
    return [Change.of(note, sentences[note.pk]) for note in notes]


def public_changes() -> ChangeNoteQuerySet:
    """Return the notes on everything a reader may see in the language of the page, the latest first."""
    return ChangeNote.objects.filter(_on_any([*(_public(model) for model in (*RECORDS.values(), *PAGES))]))


def changes_around(record: Any) -> ChangeNoteQuerySet:
    """Return the notes on a public condition, therapy or trial and on the public records that belong to it."""
    own = type(record).objects.public().filter(translation_key=record.translation_key)
    others = [
        model.objects.public().filter(**{f"{through}__translation_key": record.translation_key})
        for model, through in AROUND[type(record)]
    ]
    return ChangeNote.objects.filter(_on_any([own, *others]))


def _public(model: type[Model]) -> QuerySet:
    if model in PAGES:
        return model.objects.live().public().filter(locale__language_code=get_language())
    return model.objects.public()


def _on_any(queries: list[QuerySet]) -> Q:
    """Return the condition that a note is on one of the entries that some queries find."""
    condition = Q(pk__in=[])
    for entries in queries:
        # Entries are looked up by their key for each note, not gathered first: there may be half a million of them.
        there = entries.order_by().filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
        condition |= Q(Exists(there), content_type=ContentType.objects.get_for_model(entries.model))
    return condition


# --- filters ---------------------------------------------------------------------------------------------------------


def filters_in(request) -> list[Filter]:
    """Return the filters of the list of changes with what the address chooses (two queries)."""
    rows = [
        ("condition", _("Condition"), [("", _("All conditions")), *_offered(Condition)]),
        ("therapy", _("Therapy"), [("", _("All therapies")), *_offered(Therapy)]),
        ("kind", _("Kind of change"), [("", _("All kinds")), *ChangeKind.choices]),
        ("about", _("Kind of entry"), [("", _("All entries")), *_abouts()]),
    ]
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]


def narrowed(notes: ChangeNoteQuerySet, filters: list[Filter]) -> ChangeNoteQuerySet:
    """Return only the notes that fit what was chosen (a query for each chosen entry)."""
    chosen = {row.name: row.chosen for row in filters}
    for name, model in (("condition", Condition), ("therapy", Therapy)):
        if chosen[name]:
            record = model.objects.public().filter(slug=chosen[name]).first()
            notes = notes & changes_around(record) if record is not None else notes.none()
    if chosen["kind"]:
        notes = notes.filter(kind=chosen["kind"])
    if chosen["about"]:
        models = PAGES if chosen["about"] == PAGE else (RECORDS[chosen["about"]],)
        notes = notes.filter(content_type__in=[ContentType.objects.get_for_model(model) for model in models])
    return notes


def _abouts() -> list[tuple[str, str]]:
    return [*((name, kind_label(model())) for name, model in RECORDS.items()), (PAGE, _("Page"))]


def _offered(model: type[Model]) -> list[tuple[str, str]]:
    """Return address and name of the public conditions or therapies about which, or around which, something changed."""
    found = Q(_has_note(model, "pk"))
    for other, through in AROUND[model]:
        inside = other.objects.public().filter(_has_note(other, "pk"))
        found |= Q(Exists(inside.order_by().filter(**{f"{through}__translation_key": OuterRef("translation_key")})))
    rows = model.objects.public().filter(found).order_by_name()[:MOST_OFFERED]
    return list(rows.values_list("slug", "name"))


def _has_note(model: type[Model], key: str) -> Exists:
    content_type = ContentType.objects.get_for_model(model)
    return Exists(
        ChangeNote.objects.order_by()
        .annotate(same=Cast(OuterRef(key), CharField()))
        .filter(content_type=content_type, object_id=F("same"))
    )
