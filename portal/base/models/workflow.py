"""The steps of our two workflows."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.models import AbstractGroupApprovalTask, TaskState

from portal.base.models.names import check_names_are_free
from portal.base.text import fold


class CheckOfLatestVersion(AbstractGroupApprovalTask):
    """A step that is about the version stored last.

    Wagtail would take it from the object it holds, which on sending in again was read before the new version was
    stored; the approval would then count for the old one, and both steps would have to be taken once more.
    """

    def start(self, workflow_state, user=None):
        task_state = super().start(workflow_state, user=user)
        held = workflow_state.content_object
        task_state.revision = type(held)._default_manager.get(pk=held.pk).get_latest_revision()
        task_state.save()
        return task_state

    class Meta:
        abstract = True


class EditorsCheck(CheckOfLatestVersion):
    """First look by an editor. Text that an editor wrote or sends in has had it, so the step passes by itself."""

    def start(self, workflow_state, user=None):
        task_state = super().start(workflow_state, user=user)
        wrote_it = task_state.revision.user if task_state.revision else None
        if any(member and self._user_in_groups(member) for member in (user, wrote_it)):
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


class PublishingCheck(CheckOfLatestVersion):
    """Last step before publication: nobody may approve a text whose latest version they wrote themselves."""

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        revision = obj.get_latest_revision()
        if revision is not None and revision.user_id is not None and revision.user_id == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state, user, action_name, **kwargs):
        """Publish on approval, or send back what cannot be published any more, with the reason as the comment."""
        revision = task_state.workflow_state.content_object.get_latest_revision()
        reasons = reasons_not_to_publish(revision.as_object()) if action_name == "approve" and revision else []
        if reasons:
            comment = _t("This cannot be published yet. %(reasons)s") % {"reasons": " ".join(reasons)}
            task_state.reject(user=user, comment=comment)
        else:
            super().on_action(task_state, user, action_name, **kwargs)

    class Meta:
        verbose_name = _("publishing check (four eyes)")
        verbose_name_plural = _("publishing checks (four eyes)")

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups can publish what somebody else wrote")


def reasons_not_to_publish(entry) -> list[str]:
    """Return why an entry cannot be published now: another may have taken its name, or its own rules are against it."""
    try:
        if hasattr(entry, "folded_name"):
            entry.folded_name = fold(entry.name)[:400]
            others = entry.also_called.all() if hasattr(entry, "also_called") else []
            check_names_are_free(entry, [entry.name, *(other.text for other in others)])
        entry.full_clean()
        for relation in get_all_child_relations(entry):
            for child in getattr(entry, relation.get_accessor_name()).all():
                child.full_clean(exclude=[relation.field.name])
    except ValidationError as error:
        return error.messages
    own = getattr(entry, "reasons_against_publishing", None)
    return own() if own else []
