"""What was sent about something that is there already: both side by side, and the new facts into the old entry."""

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField

from portal.base.code_lists import CodeListField
from portal.base.richtext import plain_text
from submissions.clearing import drop_draft
from submissions.deciding import NotNow, taken_for_act, tell
from submissions.desk_models import Handling
from submissions.desk_presenters import FieldBeside, shown
from submissions.drafting import revise
from submissions.enums import Act
from submissions.placing import proposed

NEVER = {"slug", "name", "editor_note", "folded_name", "locale", "translation_key", "mark_in_text", "part_of_speech"}


def fields_beside(submission, record) -> list[FieldBeside]:
    """Return the fields in which something was sent, beside what the record says in them."""
    sent = proposed(submission)
    rows = [FieldBeside("name", capfirst(_("name")), record.name, shown(sent.name), can_be_taken=False)]
    for field in _fields(type(record)):
        words = _words(field, getattr(sent, field.name))
        if words:
            theirs = _words(field, getattr(record, field.name))
            rows.append(FieldBeside(field.name, capfirst(str(field.verbose_name)), theirs, shown(words)))
    return rows


@transaction.atomic
def merge_into(pk: int, record, take: list[str], by) -> Handling:
    """Make a message about something new into a new version of a record that is there, and drop its own draft.

    ``take`` names the fields in which the sender's words stand from then on; lists of codes are joined. Raises
    CannotDraft where somebody's work on the record is under way, NotNow where nothing was chosen.
    """
    handling = taken_for_act(pk, by)
    submission = handling.submission
    sent = proposed(submission)
    if sent is None or type(sent) is not type(record):
        raise NotNow(_("These two are not of the same kind: choose another entry."))
    known = {field.name: field for field in _fields(type(record))}
    chosen = [known[name] for name in take if name in known]
    if not chosen:
        raise NotNow(_("Choose at least one field to take over, or decline the message as known."))
    drop_draft(submission)
    handling.refresh_from_db()
    handling.submission = submission

    def place(draft):
        for field in chosen:
            value = getattr(sent, field.name)
            if isinstance(field, CodeListField):
                value = sorted({*getattr(draft, field.name), *value})
            setattr(draft, field.name, value)

    revise(handling, record, place=place)
    tell(submission, Act.MERGED, by, str(record))
    return handling


def _fields(model):
    kinds = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable
        and field.name not in NEVER
        and isinstance(field, kinds)
        and not isinstance(field, StreamField)
    ]


def _words(field, value) -> str:
    if isinstance(field, CodeListField):
        return ", ".join(str(label) for label in field.labels(value))
    if isinstance(field, RichTextField):
        return plain_text(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value or ""))
    return str(getattr(value, "name", value) or "")
