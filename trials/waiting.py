"""Drafts that a reading of a registry made: which of them wait, and accepting, declining and bringing them back.

Nothing here publishes. Accepting a draft that is written passes the editors' step, and the medical reviewers' step
comes next; one without a plain summary stays with the editors, because the reviewers' step would lock it for them.
"""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState

from portal.base.models import PublishingCheck
from portal.base.models.workflow import reasons_not_to_publish
from trials.enums import DraftState
from trials.models import SyncedDraft, Trial

ACCEPTED_LOG, DECLINED_LOG, BACK_LOG = "trials.accept", "trials.decline", "trials.bring_back"


class DecisionRefused(Exception):
    """A draft cannot be decided about now; the text says why and what to do."""


def waiting_drafts() -> QuerySet[SyncedDraft]:
    """Return the drafts about which nobody has decided: not those that were sent on or published in another way."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Trial),
        object_id=Cast(OuterRef("trial_id"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    drafts = SyncedDraft.objects.filter(state=DraftState.WAITING, trial__live=False)
    drafts = drafts.annotate(step=Subquery(states.values("current_task_state__task")[:1]))
    further_on = PublishingCheck.objects.values("pk")
    return drafts.filter(Q(step__isnull=True) | ~Q(step__in=further_on))


@transaction.atomic
def accept(draft: SyncedDraft, *, by) -> bool:
    """Accept a draft; return whether it went on to the medical reviewers, or waits for its plain summary.

    Raises DecisionRefused when it was decided already, or when the step is not this person's to take.
    """
    draft = _locked(draft)
    trial = draft.trial
    is_written = not reasons_not_to_publish(trial.get_latest_revision_as_object())
    if is_written:
        _send_on(trial, by)
    _decide(draft, DraftState.ACCEPTED, by)
    log(instance=trial, action=ACCEPTED_LOG, user=by)
    return is_written


@transaction.atomic
def decline(draft: SyncedDraft, *, by, reason: str) -> None:
    """Decline a draft for a reason. It stays as it is, outside the workflow, and later readings leave it alone."""
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise DecisionRefused(_("Say why: the next person must understand it."))
    draft = _locked(draft)
    trial = draft.trial
    if trial.live:
        raise DecisionRefused(_("“%(trial)s” is published already.") % {"trial": trial})
    state = trial.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    _decide(draft, DraftState.DECLINED, by, reason)
    log(instance=trial, action=DECLINED_LOG, user=by, data={"reason": reason})


@transaction.atomic
def bring_back(draft: SyncedDraft, *, by) -> None:
    """Let a declined draft wait again, at the beginning of the workflow."""
    draft = SyncedDraft.objects.select_for_update(of=("self",)).select_related("trial").get(pk=draft.pk)
    if draft.state != DraftState.DECLINED:
        raise DecisionRefused(_("“%(trial)s” was not declined.") % {"trial": draft.trial})
    draft.state, draft.reason, draft.decided_by, draft.decided_on = DraftState.WAITING, "", None, None
    draft.save()
    workflow = draft.trial.get_workflow()
    if workflow is not None and draft.trial.current_workflow_state is None:
        # Nobody sent it in: the editors' step must not pass by itself because an editor pressed a button here.
        workflow.start(draft.trial, None)
    log(instance=draft.trial, action=BACK_LOG, user=by)


def _locked(draft: SyncedDraft) -> SyncedDraft:
    draft = SyncedDraft.objects.select_for_update(of=("self",)).select_related("trial").get(pk=draft.pk)
    if draft.state != DraftState.WAITING:
        raise DecisionRefused(
            _("“%(trial)s” was decided already: %(state)s.")
            % {"trial": draft.trial, "state": draft.get_state_display()}
        )
    return draft


def _decide(draft: SyncedDraft, state: str, by, reason: str = "") -> None:
    draft.state, draft.reason = state, reason
    draft.decided_by, draft.decided_on = by, datetime.date.today()
    draft.save()


def _send_on(trial: Trial, by) -> None:
    """Approve the editors' step and begin the next, without a mail for each of a hundred drafts."""
    state = trial.current_workflow_state
    if state is None:
        workflow = trial.get_workflow()
        if workflow is not None:
            workflow.start(trial, by)
        return
    step = state.current_task_state
    task = step.task.specific
    if isinstance(task, PublishingCheck) or step.status != TaskState.STATUS_IN_PROGRESS:
        return
    if "approve" not in [name for name, _label, _needs_comment in task.get_actions(trial, by)]:
        raise DecisionRefused(
            _("“%(trial)s” is at the step “%(step)s”, which is not yours to take: ask a member of the group Editors.")
            % {"trial": trial, "step": task.name}
        )
    latest = trial.get_latest_revision()
    if step.revision_id != latest.pk:
        # Written since it was sent in: the approval is about what the editor sees now.
        step.revision = latest
        step.save(update_fields=["revision"])
    step.specific.approve(user=by, update=False)
    following = state.get_next_task()
    if following is None:
        raise DecisionRefused(_("The workflow has no step after the editors': ask an administrator."))
    following_step = TaskState(workflow_state=state, revision=latest, task=following)
    following_step.save()
    state.current_task_state = following_step
    state.save()
