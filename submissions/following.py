"""Keeps submissions in step with Wagtail: what is decided in the editor or on the dashboard counts at the desk too."""

from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import published, workflow_approved

from submissions.clearing import drop_draft, take_down
from submissions.deciding import handling_of, settle
from submissions.desk_models import Handling
from submissions.drafting import draft_after_commit
from submissions.enums import OPEN_STATES, SubmissionState
from submissions.keeping import submission_erased, submission_taken_back
from submissions.models import Submission, SubmissionMessage


def connect() -> None:
    """Connect the receivers; called once, when the app is ready."""
    post_save.connect(_received, sender=Submission, dispatch_uid="submissions_draft")
    pre_delete.connect(_erased, sender=Submission, dispatch_uid="submissions_deleted")
    submission_erased.connect(_gone, dispatch_uid="submissions_erased")
    submission_taken_back.connect(_taken_back, dispatch_uid="submissions_taken_back")
    post_save.connect(_answered, sender=SubmissionMessage, dispatch_uid="submissions_answered")
    workflow_approved.connect(_approved, dispatch_uid="submissions_workflow_approved")
    published.connect(_published, dispatch_uid="submissions_published")


def _received(sender, instance, created, raw=False, **kwargs):
    """Make the draft of a new submission as soon as it is safely stored."""
    if created and not raw:
        if instance.supersedes_id:
            drop_draft(instance.supersedes)
        draft_after_commit(instance)


def _answered(sender, instance, created, raw=False, **kwargs):
    """Look a message over again when its sender answers: an answer may be a cry for help."""
    if created and instance.from_sender and not raw:
        draft_after_commit(instance.submission)


def _erased(sender, instance, **kwargs):
    """Take the draft of a submission away with it, and a published story from the public."""
    drop_draft(instance)


def _gone(sender, submission, **kwargs):
    """The same where a whole message is erased."""
    drop_draft(submission)


def _taken_back(sender, submission, **kwargs):
    """Drop the draft of what its sender took back; a story that was shown is taken off the site."""
    take_down(submission) or drop_draft(submission)


def _approved(sender, instance, user=None, **kwargs):
    """Write the approval of the workflow down as the decision on the submission."""
    handling = handling_of(instance)
    if handling is not None:
        settle(handling, SubmissionState.APPROVED, user)
        _publish_section(handling.draft, user)


def _published(sender, instance, revision=None, **kwargs):
    """Count a draft that somebody published past the workflow as approved: readers see it."""
    if revision is None:
        return
    waiting = Handling.objects.select_related("submission").filter(
        object_id=str(instance.pk), submission__state__in=OPEN_STATES, sent_revision__isnull=False
    )
    for handling in waiting:
        is_this = handling.content_type.model_class() is type(instance)
        state = handling.workflow_state
        if (
            is_this
            and revision.pk >= handling.sent_revision_id
            and not (state and state.status == state.STATUS_APPROVED)
        ):
            settle(handling, SubmissionState.APPROVED, revision.user)
            _publish_section(instance, revision.user)


def _publish_section(draft, user):
    """Publish the section of the first story with it: an empty section is never shown."""
    parent = draft.get_parent().specific if isinstance(draft, Page) else None
    if parent is not None and not parent.live and parent.get_latest_revision() is not None:
        parent.get_latest_revision().publish(user=user, skip_permission_checks=True)
