"""From what was sent to a draft in Wagtail: after the submission is stored, again as often as needed, never losing it.

A new organisation, trial, term or story becomes an unpublished record or page; a correction becomes a new version of
the published record, which itself stays as it is. Both go into the Moderation workflow, so that history, comments,
locks, rights and letters are Wagtail's own. A fault here is written down in ``Handling.problem`` and tried again by the
command ``tend_desk`` and whenever a moderator opens the message.
"""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowState

from portal.base.models import Record
from portal.base.roles import MODERATION_WORKFLOW
from submissions.desk_models import Handling
from submissions.enums import OPEN_STATES, Act, SubmissionKind
from submissions.looking_over import look_over
from submissions.models import Submission, SubmissionEvent
from submissions.placing import CannotDraft, new_draft, place_correction

logger = logging.getLogger(__name__)
ACTIVE = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
MOST_TRIES = 10


def make_draft(pk: int, *, name: str = "") -> Handling | None:
    """Look a submission over and make its draft unless it has one; return how it stands, None when it is not there.

    Never raises for what a sender may have sent: the reason why there is no draft is written down instead. ``name`` is
    what a moderator wants the new record to be called, where the name that was sent is taken.
    """
    try:
        with transaction.atomic():
            submission = Submission.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if submission is None:
                return None
            handling, _made = Handling.objects.get_or_create(submission=submission)
            look_over(handling)
            if submission.state in OPEN_STATES and not _has_draft(handling):
                _try(handling, name)
            return handling
    except Exception:  # whatever happens, the submission is stored already and a person will see it
        logger.exception("Submission %s could not be looked over.", pk)
        return Handling.objects.filter(submission_id=pk).first()


def draft_after_commit(submission) -> None:
    """Make the draft once the submission is safe: after its transaction, and without any effect on its sender."""
    transaction.on_commit(lambda: make_draft(submission.pk), robust=True)


def waiting_for_draft():
    """Open submissions without a draft that may get one: new ones, and those where it failed or had to wait."""
    without = Submission.objects.filter(state__in=OPEN_STATES).exclude(kind=SubmissionKind.PROBLEM)
    never = without.filter(handling__isnull=True)
    again = without.filter(handling__object_id="", handling__tries__lt=MOST_TRIES)
    return (never | again).order_by("pk")


def in_workflow(handling) -> bool:
    """Return whether the draft is in the workflow it was put into."""
    return handling.workflow_state is not None and handling.workflow_state.status in ACTIVE


def put_into_workflow(handling, by=None) -> WorkflowState:
    """Return the running workflow of a draft, started or taken up again where somebody cancelled or stopped it."""
    draft = handling.draft
    draft = draft.specific if isinstance(draft, Page) else draft
    state = draft.current_workflow_state
    if state is not None and state.pk != handling.workflow_state_id:
        raise CannotDraft(
            _("“%(record)s” is in the workflow “%(workflow)s”: wait for that decision, or cancel that workflow.")
            % {"record": draft, "workflow": state.workflow}
        )
    if state is None:
        state = Workflow.objects.get(name=MODERATION_WORKFLOW).start(draft, by)
        handling.workflow_state = state
        handling.save(update_fields=["workflow_state"])
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)
        state.refresh_from_db()
    return state


def adopt(handling, draft, *, is_new: bool, sent_revision, revision_before=None) -> None:
    """Write down which draft a submission became, and put that into the workflow."""
    handling.content_type = ContentType.objects.get_for_model(draft)
    handling.object_id = str(draft.pk)
    handling.draft = draft
    handling.is_new = is_new
    handling.sent_revision = sent_revision
    handling.revision_before = revision_before
    handling.problem = ""
    handling.save()
    put_into_workflow(handling)
    SubmissionEvent.objects.create(submission=handling.submission, act=Act.DRAFTED)


def revise(handling, record, *, place) -> None:
    """Make a new version of a published record; ``place`` writes into it and returns whether it could.

    Raises CannotDraft where somebody else's work would be covered: a draft under way, a lock, another workflow.
    """
    reason = why_not_to_revise(record)
    if reason:
        raise CannotDraft(reason)
    before = record.live_revision
    draft = record.get_latest_revision_as_object()
    place(draft)
    revision = draft.save_revision(user=None, clean=False, changed=True)
    record.refresh_from_db()
    adopt(handling, record, is_new=False, sent_revision=revision, revision_before=before or revision.get_previous())


def why_not_to_revise(record) -> str:
    """Return who or what holds a record, and what to do; empty where nothing stands against a new version."""
    if not record.live:
        return _("“%(record)s” is not published: nothing can be corrected in it.") % {"record": record}
    if record.current_workflow_state is not None:
        return _("“%(record)s” is in a workflow already: this message waits until that is decided.") % {
            "record": record
        }
    if record.has_unpublished_changes:
        return _("“%(record)s” has a draft of an editor: this message waits until that is published or dropped.") % {
            "record": record
        }
    if record.locked:
        return _("“%(record)s” is locked: this message waits until it is unlocked.") % {"record": record}
    return ""


def _has_draft(handling) -> bool:
    return bool(handling.object_id) and handling.draft is not None


def _try(handling, name):
    """Make the draft, or write down why not; what was half made is undone."""
    submission = handling.submission
    if submission.kind == SubmissionKind.PROBLEM:
        return
    try:
        with transaction.atomic():
            if submission.kind == SubmissionKind.CORRECTION:
                _revise_subject(handling)
            else:
                draft = new_draft(submission, name=name)
                adopt(handling, draft, is_new=True, sent_revision=draft.latest_revision)
    except CannotDraft as reason:
        _note_problem(handling, str(reason))
    except Exception:  # a fault of ours must not cost the sender anything
        logger.exception("Submission %s has no draft.", submission.pk)
        _note_problem(handling, _("The draft could not be made; it is tried again. Tell whoever runs the site."))


def _revise_subject(handling):
    submission = handling.submission
    subject = submission.subject
    subject = subject.specific if isinstance(subject, Page) else subject
    if not isinstance(subject, (Record, Page)):
        raise CannotDraft(_("It is not known which entry this is about: take the message and choose the entry."))
    revise(handling, subject, place=lambda draft: place_correction(submission, draft))


def _note_problem(handling, problem):
    """Write a problem onto the row as it is in the database: what was tried on the object has been rolled back."""
    handling.draft = handling.workflow_state = handling.sent_revision = handling.revision_before = None
    handling.object_id = ""  # after the draft: taking that away leaves no text here, but nothing
    handling.is_new = True
    handling.problem = problem
    handling.tries += 1
    handling.save()
