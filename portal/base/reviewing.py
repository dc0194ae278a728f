"""Recording that somebody checked a whole entry, telling readers of a change, and finding what is due."""

import datetime
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log
from wagtail.models import Page

from portal.base.models import ChangeNote, Record, Review

MONTHS_UNTIL_DUE = 12


def months_until_due(subject) -> int:
    """Return after how many months an entry must be checked again: 6 for trials and safety texts, else 12."""
    return getattr(subject, "review_months", MONTHS_UNTIL_DUE)


def due_after(subject, reviewed_on: datetime.date) -> datetime.date:
    """Return the day on which an entry reviewed on a day is due again."""
    months = reviewed_on.month - 1 + months_until_due(subject)
    year, month = reviewed_on.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(reviewed_on.day, 28))


@transaction.atomic
def record_review(*, subject, by, reviewer_name, role, interests, reviewed_on, evidence_up_to="", note="") -> Review:
    """Store one person's check of an entry as it is published now. Changes nothing of the entry itself."""
    review = Review(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        revision_id=getattr(subject, "live_revision_id", None),
        reviewer_name=reviewer_name,
        recorded_by=by,
        role=role,
        interests=interests,
        reviewed_on=reviewed_on,
        next_due_on=due_after(subject, reviewed_on),
        evidence_up_to=evidence_up_to,
        note=note,
    )
    review.full_clean()
    review.save()
    log(instance=subject, action="portal.review", user=by, data={"reviewer": reviewer_name, "role": role})
    return review


@transaction.atomic
def note_change(*, subject, by, kind, sentence, changed_on) -> ChangeNote:
    """Store one sentence for the public on what changed in an entry; ValidationError where the entry says otherwise."""
    change = ChangeNote(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=str(subject.pk),
        changed_on=changed_on,
        kind=kind,
        sentence=sentence,
    )
    change.full_clean()
    if isinstance(subject, Record):
        subject.check_sentence(sentence)
    change.save()
    log(instance=subject, action="portal.change_note", user=by, data={"sentence": sentence})
    return change


def reviews_of_entries(models, keys) -> dict[tuple, list[Review]]:
    """Return the reviews of several entries by model and primary key, the latest first (one query).

    Keys of one kind may be another's too: look up the pairs you mean.
    """
    types = {ContentType.objects.get_for_model(model).pk: model for model in models}
    rows = Review.objects.filter(content_type__in=types, object_id__in=[str(key) for key in keys])
    found: dict[tuple, list[Review]] = {}
    for review in rows.order_by("-reviewed_on", "-pk"):
        found.setdefault((types[review.content_type_id], int(review.object_id)), []).append(review)
    return found


@dataclass(frozen=True)
class DueEntry:
    """One published entry that needs a check: never checked, due or overdue."""

    title: str
    kind: str
    state: str
    due_on: datetime.date | None
    model_label: str
    pk: int


def reviewable_models() -> list:
    """Return the models whose entries readers rely on: every kind of record, and editorial pages."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    pages = [model for model in apps.get_models() if issubclass(model, Page) and hasattr(model, "summary")]
    return [*records, *pages]


def due_entries(today: datetime.date | None = None) -> list[DueEntry]:
    """Return every published entry that is due or was never checked, the longest overdue first (two queries a kind)."""
    today = today or datetime.date.today()
    found = []
    for model in reviewable_models():
        content_type = ContentType.objects.get_for_model(model)
        latest = Review.objects.filter(content_type=content_type).values("object_id").annotate(due=Max("next_due_on"))
        due_by_id = {row["object_id"]: row["due"] for row in latest.order_by("object_id")}
        title_field = "title" if issubclass(model, Page) else "name"
        for pk, title in model.objects.filter(live=True).order_by("pk").values_list("pk", title_field):
            due_on = due_by_id.get(str(pk))
            if due_on is None or due_on <= today:
                state = "never" if due_on is None else "due"
                label = model._meta.label_lower
                found.append(DueEntry(title, str(model._meta.verbose_name), state, due_on, label, pk))
    return sorted(
        found, key=lambda entry: (entry.due_on is None, entry.due_on or today, entry.kind, entry.title.casefold())
    )
