"""What the factories of all apps stand on: running numbers, languages, sources, publishing."""

import datetime
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import Locale

from portal.base import stamps
from portal.base.models import ChangeNote, Review, Source
from portal.starter.loading.saving import publish

_numbers = count(1)


def number() -> int:
    """Return a number that no other object of this run has."""
    return next(_numbers)


def locale_of(language: str) -> Locale:
    """Return the locale of a language, made where it is missing."""
    locale, is_new = Locale.objects.get_or_create(language_code=language)
    if is_new:
        stamps.forget()  # in a test nothing is committed, so nobody is told
    return locale


def make_source(**fields) -> Source:
    """Make a source with an address."""
    n = number()
    return Source.objects.create(**{"title": f"Source {n}", "url": f"https://source.example/{n}", **fields})


def make_review(subject, **fields) -> Review:
    """Make a review of a record or page."""
    values = {
        "reviewer_name": "Reader in the test",
        "role": "medical",
        "interests": "none",
        "reviewed_on": datetime.date(2026, 1, 10),
        "next_due_on": datetime.date(2027, 1, 10),
        **fields,
    }
    return Review.objects.create(
        content_type=ContentType.objects.get_for_model(subject), object_id=str(subject.pk), **values
    )


def make_change_note(subject, sentence="", **fields) -> ChangeNote:
    """Make a change note on a record or page."""
    values = {"kind": "status", "sentence": sentence or f"Change {number()}.", **fields}
    return ChangeNote.objects.create(
        content_type=ContentType.objects.get_for_model(subject), object_id=str(subject.pk), **values
    )


def named(kind: str, name: str, fields: dict) -> dict:
    """Return name, slug and locale of a new record; ``fields`` may give any of them, and ``language``."""
    name = name or f"{kind} {number()}"
    language = fields.pop("language", "en")
    return {"name": name, "slug": slugify(name), "locale": locale_of(language), **fields}


def stored(record, *, live: bool):
    """Save a record: published with a first revision, or as a draft that never was."""
    record.save()
    if live:
        publish(record)
    else:
        record.has_unpublished_changes = True
        record.save_revision()
    stamps.forget()
    return record


def forms_of(form_class, texts, locale, kind="synonym") -> list:
    """Return the also-called rows of a record; a text, or a pair of text and kind."""
    pairs = [(text, kind) if isinstance(text, str) else text for text in texts]
    return [form_class(text=text, kind=kind, locale=locale, sort_order=n) for n, (text, kind) in enumerate(pairs)]


def cited(citation_class, sources) -> list:
    """Return the citations of a record, in the order of its sources."""
    return [citation_class(source=source, sort_order=n) for n, source in enumerate(sources)]
