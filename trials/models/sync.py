"""How registries were read: each run, what could not be used and why, and what waits for a person to settle."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.enums import DraftState, FailureOutcome, Registry, SyncMode


class SyncRunQuerySet(models.QuerySet):
    """Runs."""

    def finished(self):
        return self.filter(finished_at__isnull=False)

    def same_task(self, run):
        """Runs that were asked to do the same."""
        return self.filter(source=run.source, mode=run.mode, asked=run.asked)


class SyncRun(models.Model):
    """One reading of a registry: what was asked, how far it came, how many records it brought and how it ended.

    ``cursor`` is stored together with what was read before it, so a run that was killed goes on where it stopped.
    """

    source = models.CharField(_("registry"), max_length=10, choices=Registry.choices)
    mode = models.CharField(_("read from"), max_length=10, choices=SyncMode.choices)
    asked = models.CharField(_("asked for"), max_length=64, blank=True, help_text=_("Fingerprint of the questions."))
    details = models.JSONField(_("questions"), default=dict, blank=True)
    data_version = models.CharField(_("version of the data"), max_length=40, blank=True)
    cursor = models.JSONField(_("how far"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    exit_code = models.PositiveSmallIntegerField(_("exit code"), null=True, blank=True)
    problem = models.CharField(_("why it stopped"), max_length=400, blank=True)
    seen = models.PositiveIntegerField(_("seen"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    drafts = models.PositiveIntegerField(_("drafts made"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    older = models.PositiveIntegerField(_("older than ours"), default=0)
    gone = models.PositiveIntegerField(_("gone from the registry"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    objects = SyncRunQuerySet.as_manager()

    COUNTS = ("seen", "new", "drafts", "changed", "unchanged", "older", "gone", "failed")

    class Meta:
        verbose_name = _("registry reading")
        verbose_name_plural = _("registry readings")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.get_source_display()}, {self.started_at:%Y-%m-%d %H:%M}"


class SyncFailure(models.Model):
    """A study, or a part of one, that could not be used: its number, the field and why. Never its content."""

    run = models.ForeignKey(SyncRun, on_delete=models.CASCADE, related_name="failures", verbose_name=_("reading"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    field = models.CharField(_("field"), max_length=60, blank=True)
    why = models.CharField(_("why"), max_length=300)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=FailureOutcome.choices, default=FailureOutcome.REFUSED
    )

    class Meta:
        verbose_name = _("registry problem")
        verbose_name_plural = _("registry problems")
        ordering = ["-run", "number", "field"]
        constraints = [
            models.UniqueConstraint(name="trials_syncfailure_once", fields=["run", "number", "field", "why"])
        ]

    def __str__(self):
        return ": ".join(part for part in (self.number, self.field, self.why) if part)


class UnmappedCountry(models.Model):
    """A country's name that no code is known for; its sites are kept under the name as sent."""

    name = models.CharField(_("name as sent"), max_length=120, unique=True)
    times_seen = models.PositiveIntegerField(_("records that used it when they were new or changed"), default=0)
    first_number = models.CharField(_("first seen in"), max_length=40)
    first_seen_on = models.DateField(_("first seen on"), default=datetime.date.today)

    class Meta:
        verbose_name = _("country without a code")
        verbose_name_plural = _("countries without a code")
        ordering = ["-times_seen", "name"]

    def __str__(self):
        return self.name


class SyncedDraft(models.Model):
    """That a trial began as a draft made from a registry, under which title, and what an editor decided about it.

    The decision stands here and not on the trial: publishing a version would bring back what stood there before. A
    draft that was declined stays, with its number, so that the next reading does not make it again.
    """

    trial = models.OneToOneField("trials.Trial", on_delete=models.CASCADE, related_name="synced_draft")
    run = models.ForeignKey(SyncRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="made")
    registry_title = models.CharField(_("title from the registry"), max_length=200)
    made_on = models.DateField(_("made on"), default=datetime.date.today)
    state = models.CharField(
        _("decision"), max_length=10, choices=DraftState.choices, default=DraftState.WAITING, db_index=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("draft from a registry")
        verbose_name_plural = _("drafts from registries")
        ordering = ["-made_on", "-pk"]

    def __str__(self):
        return self.registry_title

    def needs_plain_title(self, trial=None):
        """Whether nobody has replaced the registry's title yet; ``trial`` may be the latest draft."""
        return (trial or self.trial).name == self.registry_title
