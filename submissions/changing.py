"""Changing a draft at the desk: the short editing form, taking names out, and what differs from what is published."""

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, get_edit_handler
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from portal.base.code_lists import CodeListField
from portal.base.comparing import says_the_same
from portal.base.richtext import plain_text
from submissions.deciding import NotNow, taken_for_act, tell
from submissions.desk_enums import PERSONAL_FLAGS
from submissions.drafting import put_into_workflow
from submissions.enums import Act
from submissions.flags import Flag, find_flags, without
from submissions.known_names import known_names
from submissions.placing import MARK

ROWS = {"trial": ["identifiers"], "term": ["also_called"], "condition": ["also_called"]}
LEFT_OUT = {"slug", "editor_note", "seo_title", "search_description", "url_path", "translation_key", "draft_title",
            "content_type", "locale", "path", "consent_version", "consented_on", "is_example"}  # fmt: skip


def short_form_panels(model) -> ObjectList:
    """Return the panels of the desk's form: everything a reader reads, lists of codes folded away.

    The address, relations and bookkeeping are changed in Wagtail's own editor, one press away.
    """
    open_panels, folded = [], []
    for one in model._meta.concrete_fields:
        is_text = isinstance(one, (models.CharField, models.TextField, StreamField)) or one.choices
        if not one.editable or one.name in LEFT_OUT or not is_text:
            continue
        (folded if isinstance(one, CodeListField) and len(one.flatchoices) > 20 else open_panels).append(
            FieldPanel(one.name)
        )
    rows = [InlinePanel(name) for name in ROWS.get(model._meta.model_name, ())]
    lists = [MultiFieldPanel([panel], heading=capfirst(model._meta.get_field(panel.field_name).verbose_name),
                             classname="collapsed") for panel in folded]  # fmt: skip
    base = getattr(model, "base_form_class", None)
    handler = ObjectList([*open_panels, *rows, *lists], base_form_class=base, heading=gettext_lazy("Text"))
    return handler.bind_to_model(model)


@dataclass
class ShortForm:
    """The desk's form of one draft: Wagtail's fields, with what was typed or what the latest version says."""

    draft: Any
    form: Any
    panels: Any

    @classmethod
    def of(cls, request, draft, data=None):
        """Build the form of a draft's latest version."""
        latest = draft.get_latest_revision_as_object()
        handler = short_form_panels(type(latest))
        more = {"parent_page": latest.get_parent()} if isinstance(latest, Page) else {}
        files = request.FILES if data is not None else None
        form = handler.get_form_class()(data, files, instance=latest, for_user=request.user, **more)
        panels = handler.get_bound_panel(instance=latest, request=request, form=form, prefix="panel")
        return cls(latest, form, panels)

    @property
    def media(self):
        return self.form.media + self.panels.media


@transaction.atomic
def save_draft(pk: int, by, short_form: ShortForm) -> bool:
    """Store what a moderator typed as a new version of the draft; return whether it says anything new.

    The form must be valid. The step of the workflow goes on to the new version: its writer has just read it.
    """
    handling = taken_for_act(pk, by)
    latest = handling.draft.get_latest_revision()
    changed = short_form.form.save(commit=False)
    if says_the_same(latest.content, changed.serializable_data()):
        return False
    _store(handling, changed, by)
    return True


def _store(handling, changed, by):
    revision = changed.save_revision(user=by, clean=False)
    handling.draft.refresh_from_db()
    step = put_into_workflow(handling, by).current_task_state
    step.revision = revision
    step.save(update_fields=["revision"])
    tell(handling.submission, Act.CHANGED, by)
    return revision


@transaction.atomic
def take_out(pk: int, by, words: str = "") -> int:
    """Black out a story's draft once more: what is found, and words a moderator names; return how many spots went.

    The story as it was sent stays untouched and apart.
    """
    handling = taken_for_act(pk, by)
    draft = handling.draft
    if not isinstance(draft, Page):
        raise NotNow(_("Only the draft of a story can be blacked out: change other drafts in their form."))
    story = draft.get_latest_revision_as_object()
    known = known_names(story.locale)
    named = [word.strip() for word in words.replace("\n", ",").split(",") if len(word.strip()) > 1]
    before = _marks(story)
    for name in ("title", "summary", "content_notes"):
        setattr(story, name, _blacked_out(getattr(story, name), named, known))
    for part in story.body:
        if part.block_type == "text":
            part.value = RichText(_blacked_out(part.value.source, named, known))
    number = _marks(story) - before
    if number:
        _store(handling, story, by)
    return number


def _blacked_out(text, named, known):
    for word in named:
        text = text.replace(word, MARK)
    return without(text, PERSONAL_FLAGS, known, mark=MARK)


def _marks(story):
    return str(story.serializable_data()).count(MARK)


# --- what differs -----------------------------------------------------------------------------------------------------


def text_flags(draft) -> list[Flag]:
    """Return what a moderator should look at in the public text of a draft, names of our own entries left out."""
    return find_flags(public_text(draft), known_names(draft.locale))


def public_text(draft) -> str:
    """Return all the text of a draft that readers will see, as plain lines."""
    lines = []
    for one in draft._meta.concrete_fields:
        if not one.editable or one.name in {*LEFT_OUT, "content_notes"} or one.choices:
            continue
        value = getattr(draft, one.name)
        if isinstance(one, StreamField):
            lines += [plain_text(part.value) for part in value if part.block_type == "text"]
        elif isinstance(one, RichTextField):
            lines.append(plain_text(value))
        elif isinstance(one, (models.CharField, models.TextField)) and isinstance(value, str):
            lines.append(value)
    return "\n".join(line for line in lines if line)


def differences(request, before, after) -> list:
    """Return Wagtail's comparisons of two versions of an entry, field by field, only those that differ.

    Each has a label and safe HTML in which what went and what came are marked.
    """
    handler = get_edit_handler(type(after))
    panel = handler.get_bound_panel(instance=before, request=request, form=None)
    compared = [compare(before, after) for compare in panel.get_comparison()]
    return [one for one in compared if one.has_changed()]
