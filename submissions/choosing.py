"""Which entry a correction is about, where its sender named none: a moderator looks for it and chooses it.

From then on the correction is handled as one that named its entry. What was sent stays as it came; who chose what is
told by the log.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.base.models import Record
from portal.base.roles import record_models
from submissions.about import PAGE, about_of
from submissions.clearing import drop_draft
from submissions.deciding import NotNow, taken_for_act, tell
from submissions.drafting import make_draft
from submissions.enums import OPEN_STATES, Act, SubmissionKind
from submissions.receiving import subject_of

MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class Entry:
    """A published record or page that can be chosen."""

    thing: Any

    @property
    def reference(self) -> str:
        return f"{self.thing._meta.label_lower}:{self.thing.pk}"

    @property
    def title(self) -> str:
        return str(self.thing)

    @property
    def kind(self) -> str:
        return capfirst(str(self.thing._meta.verbose_name))

    @property
    def language(self) -> str:
        return self.thing.locale.get_display_name()

    @property
    def address(self) -> str:
        return self.thing.get_url() if isinstance(self.thing, Page) else self.thing.get_absolute_url()


@dataclass
class Choice:
    """The search for an entry on the screen of a message: what was asked, what was found, what is chosen now."""

    asked: str = ""
    proposed: str = ""
    found: list[Entry] = field(default_factory=list)
    chosen: Entry | None = None

    @classmethod
    def of(cls, submission, request) -> "Choice | None":
        """Return the search; None for a message whose entry is not for us to choose."""
        if not can_choose(submission):
            return None
        asked = "".join(sign for sign in request.GET.get("entry", "")[:200] if sign.isprintable()).strip()
        subject = submission.subject
        subject = subject.specific if isinstance(subject, Page) else subject
        return cls(
            asked=asked,
            proposed=asked or submission.sent.get("where") or "",
            found=entries_called(asked, request) if asked else [],
            chosen=Entry(subject) if subject is not None else None,
        )


def can_choose(submission) -> bool:
    """Return whether a moderator may say which entry a message is about: its sender named none, or one that is gone."""
    if submission.kind != SubmissionKind.CORRECTION or submission.state not in OPEN_STATES:
        return False
    about = submission.sent.get("about") or {}
    return not about.get("model") or submission.subject is None


def entries_called(asked: str, request) -> list[Entry]:
    """Return the published records and pages that are called so, or the one at an address (some queries a kind)."""
    if asked.startswith("/") or "://" in asked:
        thing = subject_of(about_of(f"{PAGE}:{_path(asked)}", request))
        return [Entry(thing)] if thing is not None else []
    found: list[Any] = []
    for model in record_models():
        records = model.objects.live().called_like(asked).select_related("locale").distinct()
        found += records.order_by_name()[:MOST_OF_A_KIND]
    pages = Page.objects.live().filter(depth__gt=1, title__icontains=asked).select_related("locale")
    found += pages.order_by("title", "pk").specific()[:MOST_OF_A_KIND]
    return [Entry(thing) for thing in found]


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def entry_at(reference: str) -> Record | Page:
    """Return the published record or page of a reference. Raises NotNow where it is gone or is something else."""
    label, _colon, key = reference.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, (Record, Page)) or not key.isdecimal() or len(key) > 18:
        raise NotNow(_("Choose one of the entries that were found."))
    thing = model.objects.filter(live=True, pk=int(key)).first()
    if thing is None:
        raise NotNow(_("That entry is not published any more: choose another."))
    return thing.specific if isinstance(thing, Page) else thing


def choose(pk: int, reference: str, by) -> str:
    """Write down which entry a correction is about, and make its draft there; return why there is none yet, or nothing.

    A draft at an entry that was chosen before is taken back first. Raises NotNow where there is nothing to choose.
    """
    with transaction.atomic():
        handling = taken_for_act(pk, by)
        submission = handling.submission
        if not can_choose(submission):
            raise NotNow(_("The sender said which entry this is about."))
        thing = entry_at(reference)
        if submission.subject == thing:
            raise NotNow(_("It is about that entry already."))
        drop_draft(submission)
        handling.refresh_from_db()
        submission.content_type = ContentType.objects.get_for_model(thing)
        submission.object_id = str(thing.pk)
        submission.save(update_fields=["content_type", "object_id"])
        handling.problem, handling.tries = "", 0
        handling.save(update_fields=["problem", "tries"])
        tell(submission, Act.CHOSEN, by, str(thing))
    made = make_draft(pk)
    return made.problem if made is not None else ""
