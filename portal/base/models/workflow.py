"""The steps of our two workflows."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class EditorsCheck(AbstractGroupApprovalTask):
    """First look by an editor. Text that an editor sends in has had it already, so the step then passes by itself."""

    def start(self, workflow_state, user=None):
        task_state = super().start(workflow_state, user=user)
        if user and self.groups.filter(pk__in=user.groups.all()).exists():
            task_state.status = TaskState.STATUS_APPROVED
            task_state.finished_at = timezone.now()
            task_state.finished_by = user
            task_state.save()
        return task_state

    class Meta:
        verbose_name = _("editors' check")
        verbose_name_plural = _("editors' checks")

    @classmethod
    def get_description(cls):
        return _("An editor reads it; passes by itself when an editor sent it in")


class PublishingCheck(AbstractGroupApprovalTask):
    """Last step before publication: nobody may approve a text whose latest version they wrote themselves."""

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        revision = obj.get_latest_revision()
        if revision is not None and revision.user_id is not None and revision.user_id == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    class Meta:
        verbose_name = _("publishing check (four eyes)")
        verbose_name_plural = _("publishing checks (four eyes)")

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups can publish what somebody else wrote")
