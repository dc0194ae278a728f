"""What the moderation desk knows of a submission, apart from what was sent; and the step of the workflow."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from portal.base.code_lists import CodeListField
from portal.base.models import PublishingCheck
from submissions.desk_enums import FlagKind


class Handling(models.Model):
    """How the desk handles one submission: its flags, the draft it became, who has to look again, what can be undone.

    A table of its own, because a submission is written by its sender and this by the desk. Never shown to the sender.
    """

    submission = models.OneToOneField("submissions.Submission", on_delete=models.CASCADE, related_name="handling")
    flags = CodeListField(_("flags"), choices=FlagKind.choices, max_length=200)
    is_urgent = models.BooleanField(_("urgent"), default=False, db_index=True)
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.CharField(_("draft"), max_length=40, blank=True)
    draft = GenericForeignKey("content_type", "object_id")
    is_new = models.BooleanField(_("the draft is a new record"), default=True)
    workflow_state = models.ForeignKey(
        WorkflowState, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("workflow")
    )
    sent_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("version made of what was sent"),
    )  # fmt: skip
    revision_before = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("published before"),
    )  # fmt: skip
    revision_approved = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("version approved"),
    )  # fmt: skip
    problem = models.TextField(_("why there is no draft"), blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    opinion_wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("second opinion wanted by"),
    )  # fmt: skip
    first_yes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("first approval by"),
    )  # fmt: skip
    first_yes_to = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("first approval of"),
    )  # fmt: skip
    undo_until = models.DateTimeField(_("can be undone until"), null=True, blank=True)
    is_settled = models.BooleanField(_("settled"), default=False, db_index=True)
    confirmed_on = models.DateField(_("sender confirmed on"), null=True, blank=True)
    asked_again_on = models.DateField(_("sender asked again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("handling of a submission")
        verbose_name_plural = _("handling of submissions")
        permissions = [
            ("moderate_handling", _("Can decide on what the public sends in")),
            ("read_original_handling", _("Can read stories as they were sent, before names were taken out")),
        ]

    def __str__(self):
        return str(self.submission)


class DeskKeys(models.Model):
    """Somebody who switched the desk's keys on. They are off by default: a key pressed by chance decides nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("keys of the desk")
        verbose_name_plural = _("keys of the desk")

    def __str__(self):
        return str(self.user)


class ModeratorsCheck(PublishingCheck):
    """The one step of what the public sends in: a moderator publishes it, or declines it for good with a reason.

    The text is the sender's, so a moderator's own wording changes pass with one moderator; stories need two.
    """

    def get_actions(self, obj, user):
        """Offer what the person may do now: approval only where the desk would take it from them, and declining."""
        return import_string("submissions.workflow_step.actions_of")(self, obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Decide as the desk does, wherever the button is: on the desk, in the editor or on the dashboard."""
        import_string("submissions.workflow_step.act")(self, task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action):
        """Return the form of an action: declining needs one of the published reasons."""
        return import_string("submissions.workflow_step.form_for")(self, action)

    class Meta:
        verbose_name = _("moderators' check")
        verbose_name_plural = _("moderators' checks")

    @classmethod
    def get_description(cls):
        return _("A moderator decides on what the public sent in; stories need two")
