"""Takes away what a submission left among the records: drafts nobody will publish, and published stories on request."""

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Page, Revision, TaskState

from submissions.desk_models import Handling
from submissions.drafting import in_workflow
from submissions.enums import Act, SubmissionKind
from submissions.models import SubmissionEvent


@transaction.atomic
def drop_draft(submission) -> bool:
    """Take back what a submission became: an unpublished draft is deleted, a correction's version replaced by what is
    published, a published story taken from the public and deleted with its versions. Return whether anything was there.

    For a sender who takes a message back or has it erased, and for what was declined. What has been published of a
    record stays: facts about an organisation, a trial or a word carry nobody's name.
    """
    handling = Handling.objects.filter(submission=submission).first() if submission.pk else None
    draft = handling.draft if handling else None
    if draft is None:
        return False
    draft = draft.specific if isinstance(draft, Page) else draft
    if in_workflow(handling):
        handling.workflow_state.cancel(user=None)
        draft.refresh_from_db()
    if not handling.is_new:
        _back_to_published(handling, draft)
    elif submission.kind == SubmissionKind.STORY:
        if draft.live:
            UnpublishAction(draft).execute(skip_permission_checks=True)
        draft.delete()
    elif not draft.live and draft.first_published_at is None:
        draft.delete()
    Handling.objects.filter(pk=handling.pk).update(object_id="", content_type=None, workflow_state=None)
    return True


def _back_to_published(handling, draft):
    """Make what is published the latest version again, unless somebody has written a newer one since."""
    from_desk = {handling.sent_revision_id, *_by_moderators(handling)}
    if draft.latest_revision_id not in from_desk or draft.live_revision_id == draft.latest_revision_id:
        return
    live = draft.live_revision or handling.revision_before
    if live is not None:
        live.as_object().save_revision(user=None, clean=False, changed=False)
    draft.refresh_from_db()
    type(draft).objects.filter(pk=draft.pk).update(has_unpublished_changes=False)


def _by_moderators(handling):
    """The versions that moderators made of what was sent, after the first one."""
    if handling.sent_revision is None:
        return []
    first = handling.sent_revision
    later = Revision.objects.filter(
        base_content_type=first.base_content_type, object_id=first.object_id, pk__gt=first.pk
    )
    until = handling.submission.decided_at or timezone.now()
    return later.filter(created_at__lte=until).values_list("pk", flat=True)


def was_shown(submission) -> bool:
    """Return whether readers can see what a submission became."""
    handling = Handling.objects.filter(submission=submission).first()
    return bool(handling and handling.draft is not None and handling.draft.live)


@transaction.atomic
def take_down(submission, by=None) -> bool:
    """Take a published story from the public at its teller's wish; return whether it was there. Nobody has to agree."""
    if submission.kind != SubmissionKind.STORY or not was_shown(submission):
        return False
    taken = drop_draft(submission)
    if taken:
        SubmissionEvent.objects.create(submission=submission, act=Act.TAKEN_DOWN, by=by)
    return taken


def forget_versions(story, keep) -> int:
    """Delete the versions of a story besides one: names that were taken out later stand in the earlier ones."""
    old = story.revisions.exclude(pk=keep.pk)
    TaskState.objects.filter(revision__in=old).update(revision=keep)
    number, _each = old.delete()
    return number
