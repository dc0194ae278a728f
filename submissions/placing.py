"""Which of the sender's words go into which field of a draft. Nobody's name, e-mail or telephone number goes along."""

import datetime
import re
from html import escape

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django_countries import countries
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page

from articles.enums import Outcome, Relation, TimeSince
from articles.models import SectionPage, StoryPage
from conditions.models import Condition
from glossary.models import Term, TermAlsoCalled
from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGES
from organisations.models import Organisation
from portal.base.code_lists import CodeListField
from portal.base.models import Record, check_names_are_free
from portal.base.text import fold
from submissions.desk_enums import PERSONAL_FLAGS, FlagKind
from submissions.enums import ContentNote, SubmissionKind
from submissions.flags import without
from submissions.known_names import known_names
from trials.enums import Payment
from trials.models import Trial, TrialIdentifier
from trials.registries import find_numbers

STORIES = "stories"
MARK = "[…]"
SHORTEST_QUOTE = 8  # letters; a shorter quotation stands in too many places
WAYS_TO_REACH = (FlagKind.EMAIL, FlagKind.PHONE)


class CannotDraft(Exception):
    """There is no draft as things stand; the message says why and what a moderator can do."""


def new_draft(submission, *, name=""):
    """Return the new, unpublished record or page that a submission becomes, saved with its first version.

    Raises CannotDraft where its name or number is taken: then a moderator compares the two.
    """
    words = Words(submission)
    if submission.kind == SubmissionKind.STORY:
        return _story(words, name.strip())
    return _stored(MAKERS[SubmissionKind(submission.kind)](words, name.strip()))


def proposed(submission):
    """Return the record that a submission proposes, unsaved, to be laid beside one that is there; None for others."""
    make = MAKERS.get(submission.kind)
    return make(Words(submission), "") if make else None


class Words:
    """What was sent, field by field, without the sender's name and without ways to reach anybody."""

    def __init__(self, submission):
        self.sent = submission.sent
        self.locale = locale_of(submission)
        contact = getattr(submission, "contact", None)
        self._sender = [part for part in (contact.name, contact.email) if len(part) > 2] if contact else []

    def line(self, name, limit, kinds=WAYS_TO_REACH, known=()):
        """One line of plain text."""
        return " ".join(self.text(name, kinds, known).split())[:limit]

    def text(self, name, kinds=WAYS_TO_REACH, known=()):
        """Plain text; line breaks stay."""
        return self.clean(self.sent.get(name) or "", kinds, known)

    def html(self, name, kinds=WAYS_TO_REACH, known=()):
        """Rich text: one paragraph for each block of lines; whatever looks like mark-up is text."""
        return as_paragraphs(self.text(name, kinds, known))

    def clean(self, text, kinds=WAYS_TO_REACH, known=()):
        """A text without the sender and without the kinds of personal data."""
        for part in self._sender:
            text = re.sub(re.escape(part), MARK, text, flags=re.IGNORECASE)
        return without(text, kinds, known, mark=MARK)

    def one(self, name, choices):
        """A code that is still one of the choices, else nothing."""
        code = self.sent.get(name) or ""
        return code if code in choices.values else ""


def locale_of(submission):
    """Return the locale of a submission's language, or the default one where the site does not publish in it."""
    return Locale.objects.filter(language_code=submission.language).first() or Locale.get_default()


def as_paragraphs(text: str) -> str:
    """Return plain text as rich text."""
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def place_correction(submission, draft) -> bool:
    """Write a correction into a draft where its field is known; return whether anything was written.

    Known is a field that was named (the yearly question to an organisation does so), or the one place of the record in
    which the words stand that the sender quoted as wrong. Everything else a moderator writes; the sender's words stand
    beside the editing screen.
    """
    words = Words(submission)
    changes = submission.sent.get("changes") or {}
    placed = [_set_field(draft, name, value, words) for name, value in changes.items()]
    if any(placed):
        return True
    return _replace_quoted(draft, words.text("what"), words.text("should_be"))


def _set_field(draft, name, value, words) -> bool:
    """Write one named value; False where the record has no such field, or nobody may correct it this way."""
    try:
        field = draft._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if not field.editable or name in ("slug", "locale", "translation_key", "editor_note"):
        return False
    if isinstance(field, CodeListField):
        known = {code for code, _label in field.flatchoices}
        codes = value if isinstance(value, list) else str(value).split(",")
        setattr(draft, name, sorted({code.strip() for code in codes if code.strip() in known}))
        return True
    if isinstance(field, StreamField) or not isinstance(field, (models.CharField, models.TextField)):
        return False
    text = words.clean(str(value))
    if field.choices and text not in {code for code, _label in field.flatchoices}:
        return False
    value = as_paragraphs(text) if isinstance(field, RichTextField) else text
    setattr(draft, name, value[: field.max_length] if field.max_length else value)
    return True


def _replace_quoted(draft, quoted, instead) -> bool:
    quoted, instead = quoted.strip(" \n“”„\"'«»"), instead.strip()
    if len(quoted) < SHORTEST_QUOTE or not instead:
        return False
    places = []
    for field in draft._meta.concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(
            field, (StreamField, CodeListField, models.SlugField)
        )
        if is_text and field.editable and not field.choices and field.name not in ("editor_note", "url_path"):
            value = getattr(draft, field.name) or ""
            needle = escape(quoted, quote=False) if isinstance(field, RichTextField) else quoted
            places += [(field, needle)] * str(value).count(needle)
    if len(places) != 1:
        return False
    field, needle = places[0]
    new = escape(instead, quote=False) if isinstance(field, RichTextField) else instead
    value = getattr(draft, field.name).replace(needle, " ".join(new.split()))
    setattr(draft, field.name, value[: field.max_length] if field.max_length else value)
    return True


# --- new records ------------------------------------------------------------------------------------------------------


def _organisation(words, name):
    organisation = Organisation(
        name=name or words.line("name", 200),
        short_name=words.line("short_name", 60),
        kind=words.one("kind", OrganisationKind),
        what_they_do=words.html("what_they_do"),
        website=(words.sent.get("website") or "")[:300],
        city=words.line("city", 120),
        country=words.sent.get("country") or "",
        countries_served=codes_in(words.sent.get("countries_served") or "", countries),
        languages=codes_in(words.sent.get("languages") or "", LANGUAGES),
        services=[code for code in words.sent.get("services") or [] if code in Service.values],
        funding=words.text("funding"),
        locale=words.locale,
    )
    organisation.conditions = list(_conditions_in(words.sent.get("conditions") or "", words.locale))
    return organisation


def _trial(words, name):
    numbers = find_numbers(f"{words.sent.get('number') or ''} {words.sent.get('link') or ''}")
    pays = words.sent.get("participant_pays")
    trial = Trial(
        name=name or words.line("title", 200),
        participant_pays=pays if pays in (Payment.YES, Payment.NO) else Payment.NOT_STATED,
        caution=_("People have to pay to take part.") if pays == Payment.YES else "",
        locale=words.locale,
    )
    trial.identifiers = [
        TrialIdentifier(registry=registry, number=number, locale=words.locale, sort_order=place)
        for place, (registry, number) in enumerate(dict.fromkeys(numbers))
    ]
    trial.conditions = list(_conditions_in(words.sent.get("conditions") or "", words.locale))
    return trial


def _term(words, name):
    term = Term(
        name=name or words.line("name", 200),
        short_definition=words.text("meaning"),
        locale=words.locale,
    )
    forms = [form.strip() for form in re.split(r"[,;\n]", words.text("also_called")) if form.strip()]
    taken = set(TermAlsoCalled.objects.filter(locale=words.locale).values_list("folded", flat=True)) | {fold(term.name)}
    rows = {fold(form): form[:200] for form in forms if fold(form) and fold(form) not in taken}
    term.also_called = [
        TermAlsoCalled(text=text, locale=words.locale, sort_order=place) for place, text in enumerate(rows.values())
    ]
    return term


MAKERS = {
    SubmissionKind.ORGANISATION: _organisation,
    SubmissionKind.TRIAL: _trial,
    SubmissionKind.TERM: _term,
}


def _check_numbers(trial):
    for row in trial.identifiers.all():
        holder = TrialIdentifier.objects.filter(registry=row.registry, number=row.number, locale=trial.locale).first()
        if holder:
            raise CannotDraft(
                _("The number %(number)s belongs to “%(trial)s” already: compare the two, then merge or decline.")
                % {"number": row.number, "trial": holder.trial}
            )


def _stored(record: Record):
    """Save a draft that nobody can see, with an address of its own and a first version."""
    if isinstance(record, Trial):
        _check_numbers(record)
    try:
        check_names_are_free(record, [record.name])
    except Exception as taken:
        message = " ".join(getattr(taken, "messages", [str(taken)]))
        raise CannotDraft(
            _("%(why)s Compare the two: merge them, decline, or draft it under another name.") % {"why": message}
        ) from taken
    record.live = False
    record.has_unpublished_changes = True
    record.slug = _free_slug(type(record).objects.filter(locale=record.locale), record.name)
    record.save()
    record.save_revision(user=None, clean=False, log_action="wagtail.create")
    return record


def _free_slug(others, name: str) -> str:
    slug = slugify(name)[:100] or "sent-in"
    taken = set(others.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in [slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))] if one not in taken)


# --- stories ----------------------------------------------------------------------------------------------------------


def _story(words, name):
    """A page in the section of stories: names, places of care and ways to reach people are taken out of this copy."""
    known = known_names(words.locale)
    text = words.text("story", PERSONAL_FLAGS, known)
    notes = [
        str(ContentNote(code).label) for code in words.sent.get("content_notes") or [] if code in ContentNote.values
    ]
    notes += [words.line("other_notes", 120, PERSONAL_FLAGS, known)] if words.sent.get("other_notes") else []
    parent = stories_section(words.locale)
    title = name or words.line("title", 120, PERSONAL_FLAGS, known)
    story = StoryPage(
        title=title,
        slug=_free_slug(Page.objects.child_of(parent), title),
        summary=Truncator(" ".join(text.split())).chars(200),
        relation=words.one("relation", Relation) or Relation.OWN,
        consent_version=words.sent.get("consent_version") or "",
        consented_on=_day(words.sent.get("consented_on")),
        since_treatment=words.one("time_since", TimeSince) or TimeSince.UNSAID,
        outcome=words.one("outcome", Outcome) or Outcome.UNSAID,
        content_notes="; ".join(notes)[:200],
        locale=parent.locale,
        live=False,
        has_unpublished_changes=True,
        search_description="",
    )
    story.body = StoryPage.body.field.stream_block.to_python([{"type": "text", "value": as_paragraphs(text)}])
    parent.add_child(instance=story)
    story.save_revision(user=None, clean=False, log_action="wagtail.create")
    return story


def stories_section(locale) -> SectionPage:
    """Return the section of stories, made as an unpublished draft where there is none; it goes public with a story."""
    home = Page.objects.filter(depth=2, locale=locale).first() or Page.objects.filter(depth=2).first()
    if home is None:
        raise CannotDraft(_("The site has no home page yet: run “bootstrap”, then open this message again."))
    found = SectionPage.objects.child_of(home).filter(slug=STORIES).first()
    if found:
        return found
    section = SectionPage(
        title=_("Stories"),
        slug=STORIES,
        summary=_("What people lived through, in their own words. Nobody’s story tells what will happen to you."),
        locale=home.locale,
        live=False,
        has_unpublished_changes=True,
    )
    home.add_child(instance=section)
    section.save_revision(user=None, clean=False)
    return section


def _day(text) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        raise CannotDraft(_("The day of consent is missing: a story without consent is never drafted.")) from None


# --- words to codes ---------------------------------------------------------------------------------------------------


def codes_in(text: str, choices) -> list[str]:
    """Return the codes whose names stand in a list of words such as “Spain, Portugal and France”."""
    parts = {fold(part) for part in re.split(r"[,;/\n]|\b(?:and|und|et)\b", text)}
    return sorted(code for code, label in choices if fold(str(label)) in parts or fold(code) in parts)


def _conditions_in(text: str, locale):
    parts = {fold(part) for part in re.split(r"[,;/\n]|\b(?:and|und|et)\b", text)} - {""}
    if not parts:
        return Condition.objects.none()
    named = models.Q(folded_name__in=parts) | models.Q(also_called__folded__in=parts)
    return Condition.objects.live().filter(named, locale=locale).distinct().order_by("pk")[:10]
