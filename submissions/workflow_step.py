"""What the moderators' step of the workflow does: the desk's rules, wherever somebody presses a button of Wagtail's."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask

from portal.base.models import PublishingCheck
from submissions import deciding
from submissions.claiming import Taken, TooLate
from submissions.desk_models import Handling
from submissions.enums import OPEN_STATES, SubmissionKind
from submissions.wording import REASONS, reason_text

QUESTION = _("Please tell us more: what you sent is not enough to decide on yet.")


class DeclineForm(forms.Form):
    """The reason for declining, in Wagtail's small window."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[(reason.code, reason.label) for reason in REASONS])
    comment = forms.CharField(
        label=_("Words the sender will read"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Empty: the words of the reason."),
    )  # fmt: skip


def actions_of(task, obj, user) -> list:
    """Return the actions a person may take now on what was sent in; Wagtail's own for a text that nobody sent."""
    handling = _handling_of(obj)
    if handling is None:
        return super(type(task), task).get_actions(obj, user)
    if not AbstractGroupApprovalTask.get_actions(task, obj, user) or not deciding.may_moderate(user):
        return []
    submission = handling.submission
    is_anothers = (
        submission.claimed_by_id not in (None, user.pk)
        and submission.claimed_until is not None
        and submission.claimed_until > timezone.now()
    )
    if is_anothers or submission.state not in OPEN_STATES:
        return []
    actions = [
        ("reject", _t("Ask the sender a question"), True),
        ("decline", _t("Decline for good"), True),
    ]
    own_first_yes = handling.first_yes_by_id == user.pk and handling.first_yes_to_id == obj.latest_revision_id
    if handling.opinion_wanted_by_id == user.pk or own_first_yes:
        return actions
    needs_two = submission.kind == SubmissionKind.STORY and handling.first_yes_to_id != obj.latest_revision_id
    return [*actions, ("approve", _t("Approve (a second moderator publishes)") if needs_two else _t("Approve"), False)]


def act(task, task_state, user, action_name, **kwargs) -> None:
    """Do what a button of Wagtail's asks for, by the desk's rules; refusals become a message or 403."""
    handling = deciding.handling_of(task_state.workflow_state)
    if handling is None:
        PublishingCheck.on_action(task, task_state, user, action_name, **kwargs)
        return
    pk = handling.submission_id
    comment = (kwargs.get("comment") or "").strip()
    try:
        if action_name == "approve":
            deciding.approve(pk, user, seen_revision=task_state.revision_id)
        elif action_name == "decline":
            deciding.decline(pk, user, comment or reason_text(kwargs.get("reason", "")))
        elif action_name == "reject":
            deciding.ask(pk, user, comment or str(QUESTION))
    except (deciding.NotNow, Taken, TooLate) as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def form_for(task, action):
    """Return the form of an action's small window."""
    return DeclineForm if action == "decline" else TaskStateCommentForm


def _handling_of(obj) -> Handling | None:
    state = obj.current_workflow_state
    return deciding.handling_of(state) if state is not None else None
