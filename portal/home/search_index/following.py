"""Follows what is published, unpublished, moved and deleted, and has its documents written once that is committed."""

import logging

from asgiref.local import Local
from django.db import DatabaseError, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import PageViewRestriction
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move, published, unpublished

from conditions.models import Condition
from portal.base.models import Record
from portal.home.search_index.documents import PAGE_MODELS, SOURCE_OF
from portal.home.search_index.writing import refresh
from portal.home.search_models import Kind, SearchDocument
from trials.models import RegistryNumber, RegistryRecord, Trial
from trials.signals import registry_read

AT_ONCE = 200
# What saving a draft beside a published record writes; nothing of it is public.
OF_DRAFTS = {"latest_revision", "has_unpublished_changes", "draft_title", "latest_revision_created_at", "go_live_at"}

logger = logging.getLogger(__name__)
_here = Local()


def _waiting() -> dict:
    if not hasattr(_here, "waiting"):
        _here.waiting = {}
    return _here.waiting


def wait_for(model, *keys) -> None:
    """Have the documents of some records written when the running transaction is committed."""
    if model in SOURCE_OF:
        _waiting().setdefault(model, set()).update(key for key in keys if key)
        transaction.on_commit(follow)


def follow() -> None:
    """Write the documents of everything this thread changed; also called before it searches.

    So a search within the same transaction finds what was published in it. The first call after a transaction with
    many changes writes all of them together.
    """
    while waiting := _waiting():
        model, keys = waiting.popitem()
        ordered = sorted(keys)
        for start in range(0, len(ordered), AT_ONCE):
            _refresh(model, ordered[start : start + AT_ONCE])


def _refresh(model, keys: list[int]) -> None:
    before = _names(model, keys)
    try:
        with transaction.atomic():
            refresh(SOURCE_OF[model], keys)
    except DatabaseError:
        # What was published stays published; the report of `rebuild_search --check` shows what is missing here.
        logger.exception("The search could not follow a change: run rebuild_search.")
        return
    if model is Condition and (changed := _changed(before, _names(model, keys))):
        _wait_for_related(changed)


def _names(model, keys) -> dict[int, tuple]:
    if model is not Condition:
        return {}
    rows = SearchDocument.objects.filter(kind=Kind.CONDITION, object_id__in=keys)
    return {row[0]: row[1:] for row in rows.values_list("object_id", "names", "forms")}


def _changed(before: dict, after: dict) -> list[int]:
    return [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]


def _wait_for_related(keys: list[int]) -> None:
    """Other records are found by the names of their conditions."""
    families = Condition.objects.filter(pk__in=keys).values("translation_key")
    for model, source in SOURCE_OF.items():
        if hasattr(model, "conditions") and issubclass(model, Record):
            related = source.published().filter(conditions__translation_key__in=families)
            wait_for(model, *related.values_list("pk", flat=True))


def saved(sender, instance, update_fields=None, **kwargs):
    """A record was saved: what is published of it may have changed."""
    if not update_fields or set(update_fields) - OF_DRAFTS:
        wait_for(sender, instance.pk)


def entry_changed(sender, instance, **kwargs):
    """A record or page was published, unpublished or deleted."""
    wait_for(type(instance), instance.pk)


def condition_goes(sender, instance, **kwargs):
    """A condition is about to be deleted: now is the last moment to know what is linked to it."""
    _wait_for_related([instance.pk])


def branch_changed(sender, instance, **kwargs):
    """A page moved, changed its address or who may see it: so did everything below it."""
    top = instance.page if isinstance(instance, PageViewRestriction) else instance
    for model in PAGE_MODELS:
        wait_for(model, *model.objects.descendant_of(top, inclusive=True).values_list("pk", flat=True))


def registry_changed(sender, instance, **kwargs):
    """What a registry says about a trial was saved or deleted, one by one."""
    record = instance.record if isinstance(instance, RegistryNumber) else instance
    if record.trial_id:
        registry_was_read(sender, trials=[record.trial_id])


def registry_was_read(sender, trials, **kwargs):
    """Many registry records were written at once; every translation of their trials tells the same."""
    families = Trial.objects.filter(pk__in=trials).values("translation_key")
    wait_for(Trial, *Trial.objects.live().filter(translation_key__in=families).values_list("pk", flat=True))


def connect() -> None:
    """Called once when the application starts."""
    for model in SOURCE_OF:
        post_save.connect(saved, sender=model, dispatch_uid=f"search_saved_{model.__name__}")
        post_delete.connect(entry_changed, sender=model, dispatch_uid=f"search_deleted_{model.__name__}")
    pre_delete.connect(condition_goes, sender=Condition, dispatch_uid="search_condition_goes")
    for signal in (published, unpublished, page_unpublished):
        signal.connect(entry_changed, dispatch_uid=f"search_{id(signal)}")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(branch_changed, sender=None, dispatch_uid=f"search_{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(branch_changed, sender=PageViewRestriction, dispatch_uid=f"search_restricted_{id(signal)}")
        for model in (RegistryRecord, RegistryNumber):
            signal.connect(registry_changed, sender=model, dispatch_uid=f"search_{model.__name__}_{id(signal)}")
    registry_read.connect(registry_was_read, dispatch_uid="search_registry_read")
