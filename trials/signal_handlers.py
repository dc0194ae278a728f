"""Keeps the finder right: what is published, changed or read anew is looked at again."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import published, unpublished

from conditions.models import Condition
from portal.base.stamps import renew
from trials.finder.filling import STAMP, catch_up, refresh
from trials.models import FinderEntry, RegistryRecord, RegistrySite, SyncRun, Trial


def trial_saved(sender, instance, **kwargs):
    """A trial was saved; a draft that never was public has nothing in the finder and costs one look."""
    if instance.live or FinderEntry.objects.filter(trial=instance.pk).exists():
        refresh([instance.pk])


def conditions_changed(sender, instance, action, **kwargs):
    """A trial was given other conditions."""
    if isinstance(instance, Trial) and instance.live and action in ("post_add", "post_remove", "post_clear"):
        refresh([instance.pk])


def record_changed(sender, instance, **kwargs):
    """A registry record was saved or deleted by itself; importers store many at once and tell by ``SyncRun``."""
    _refresh_trials_of(instance)


def site_changed(sender, instance, **kwargs):
    """A site was saved or deleted by itself."""
    _refresh_trials_of(instance.record)


def run_saved(sender, instance, **kwargs):
    """A reading of a registry came to its end, well or not."""
    if instance.exit_code is not None:
        catch_up()


def names_changed(sender, instance, **kwargs):
    """A condition was published or taken away: readers' words may lead elsewhere."""
    if isinstance(instance, Condition):
        renew(STAMP)


def _refresh_trials_of(record):
    if record.trial_id:
        shared = Trial.objects.filter(pk=record.trial_id).values("translation_key")
        keys = list(Trial.objects.live().filter(translation_key__in=shared).values_list("pk", flat=True))
        if keys:
            refresh(keys)


def connect() -> None:
    """Called once when the application starts."""
    post_save.connect(trial_saved, sender=Trial, dispatch_uid="trials_finder_trial")
    m2m_changed.connect(
        conditions_changed, sender=Trial.conditions.through, dispatch_uid="trials_finder_conditions"
    )  # fmt: skip
    post_save.connect(run_saved, sender=SyncRun, dispatch_uid="trials_finder_run")
    for signal in (post_save, post_delete):
        signal.connect(record_changed, sender=RegistryRecord, dispatch_uid=f"trials_finder_record_{id(signal)}")
        signal.connect(site_changed, sender=RegistrySite, dispatch_uid=f"trials_finder_site_{id(signal)}")
    for signal in (published, unpublished):
        signal.connect(names_changed, dispatch_uid=f"trials_finder_names_{id(signal)}")
