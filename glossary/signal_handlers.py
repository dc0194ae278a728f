"""Keeps marks and uses right: every process notices a changed term, every publication is read for terms."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, published, unpublished

from glossary.marking import STAMP
from glossary.models import Term
from glossary.open_data import PARTS_STAMP
from glossary.uses import forget_uses_of, refresh_all_uses, refresh_uses_of
from portal.base.models import Record, Review, Source
from portal.base.reviewing import reviewable_models
from portal.base.stamps import renew


def term_changed(sender, **kwargs):
    """A term was published, unpublished or deleted: all pages may read differently."""
    renew(STAMP)
    transaction.on_commit(refresh_all_uses)


def entry_changed(sender, instance, **kwargs):
    """A record or page was published or unpublished: read it again for terms."""
    if isinstance(instance, Term):
        term_changed(sender)
    elif type(instance) in reviewable_models():
        transaction.on_commit(lambda: refresh_uses_of(type(instance).objects.get(pk=instance.pk)))


def entry_deleted(sender, instance, **kwargs):
    """A record or page is gone; so are the uses in it."""
    if sender in reviewable_models():
        forget_uses_of(instance)


def parts_changed(sender, **kwargs):
    """A source or a review was changed, without any term being published: the open data of terms show both."""
    renew(PARTS_STAMP)


def connect() -> None:
    """Called once when the application starts."""
    for signal in (published, unpublished):
        signal.connect(record_changed, dispatch_uid=f"glossary_{id(signal)}")
    for signal in (page_published, page_unpublished):
        signal.connect(entry_changed, dispatch_uid=f"glossary_{id(signal)}")
    post_delete.connect(term_changed, sender=Term, dispatch_uid="glossary_term_deleted")
    post_delete.connect(entry_deleted, dispatch_uid="glossary_entry_deleted")
    for model in (Source, Review):
        for signal in (post_save, post_delete):
            signal.connect(parts_changed, sender=model, dispatch_uid=f"glossary_{model.__name__}_{id(signal)}")


def record_changed(sender, instance, **kwargs):
    """``published`` is sent for pages too, where Wagtail has a signal of its own; read each entry once."""
    if isinstance(instance, Record):
        entry_changed(sender, instance)
