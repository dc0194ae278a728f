"""Lets everything that names one term name another: relations, forced meanings in texts, and the drafts of both.

Works on whatever points at terms, in any app, through Django's and Wagtail's own lists of relations.
"""

import json
import re
from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, ReferenceIndex, Revision, TaskState

from glossary.models import Term

# As stored in rich text, in the JSON of a stream field, and in the JSON of a revision that holds either.
LINK = re.compile(r"<a\b[^>]*>")
OF_GLOSSARY = re.compile(r'\blinktype=\\*"glossary\\*"')


def repoint(old: Term, new: Term) -> list[models.Model]:
    """Let everything but the two terms themselves name ``new`` instead of ``old``; return what changed, once each.

    Rows are changed where they are, not published again; a draft keeps everything else that its writer left in it.
    """
    changed: dict[tuple, models.Model] = {}
    for found in (*_relations(old, new), *_texts(old, new), *_drafts(old, new)):
        changed.setdefault((found._meta.label, found.pk), found)
    return list(changed.values())


def relation_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a model that name terms, inherited ones too; what is a part of a term is left out."""
    return [
        field
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.is_relation
        and field.related_model is Term
        and not isinstance(field, ParentalKey)
        and not (field.many_to_one and field.remote_field.on_delete is models.CASCADE)
    ]


def naming_terms() -> list[tuple[type[models.Model], models.Field]]:
    """Return every field of every model that names terms, each with the model whose table it is in."""
    return [(model, field) for model in apps.get_models() for field in relation_fields(model) if field.model is model]


def _relations(old: Term, new: Term) -> Iterator[models.Model]:
    for model, field in naming_terms():
        own = {old.pk, new.pk} if model is Term else set()
        if field.many_to_one:
            rows = model._base_manager.filter(**{field.name: old}).exclude(pk__in=own)
            found = list(rows.values_list("pk", flat=True))
            model._base_manager.filter(pk__in=found).update(**{field.name: new})
        else:
            found = _repoint_many(field, old, new, own)
        yield from model._base_manager.filter(pk__in=found).order_by("pk")


def _repoint_many(field: models.Field, old: Term, new: Term, own: set[int]) -> list[int]:
    """Change the rows of a many-to-many relation; one that would say the same twice is taken away."""
    rows = field.remote_field.through._base_manager
    here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    naming = rows.filter(**{there: old.pk}).exclude(**{f"{here}__in": own})
    found = list(naming.values_list(here, flat=True))
    have_both = list(rows.filter(**{there: new.pk, f"{here}__in": found}).values_list(here, flat=True))
    naming.filter(**{f"{here}__in": have_both}).delete()
    naming.update(**{there: new.pk})
    return found


def _texts(old: Term, new: Term) -> Iterator[models.Model]:
    """Change forced meanings in published texts, found through Wagtail's index of references."""
    references = ReferenceIndex.get_references_to(old).order_by("content_type", "object_id")
    places = sorted(set(references.values_list("content_type_id", "object_id")))
    for content_type_id, object_id in places:
        subject = _subject(content_type_id, object_id)
        if subject is None:
            continue
        rows = [subject, *_children(subject)]
        if [row for row in rows if _rewrite(row, old, new)]:
            fresh = type(subject)._base_manager.get(pk=subject.pk)
            ReferenceIndex.create_or_update_for_object(fresh)
            yield fresh


def _subject(content_type_id: int, object_id: str) -> models.Model | None:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model._base_manager.filter(pk=object_id).first() if model else None


def _children(row: models.Model) -> list[models.Model]:
    """Return the rows that are edited together with a row, for example the steps of a therapy."""
    names = [relation.get_accessor_name() for relation in get_all_child_relations(row)]
    return [child for name in names for child in getattr(row, name).all()]


def _rewrite(row: models.Model, old: Term, new: Term) -> bool:
    """Change forced meanings in the text fields of one row, in the table only: nothing else of it may move."""
    values = {}
    for field in row._meta.concrete_fields:
        if not isinstance(field, RichTextField | StreamField):
            continue
        text = field.value_to_string(row)
        changed = with_meaning(text, old.pk, new.pk)
        if changed != text:
            values[field.name] = field.to_python(changed)
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return bool(values)


def with_meaning(text: str, old: int, new: int) -> str:
    """Return a text, or JSON that holds texts, in which words forced to mean one term mean another."""
    own_key = re.compile(rf'(\bid=\\*"){old}(\\*")')

    def changed(match: re.Match) -> str:
        tag = match[0]
        return own_key.sub(rf"\g<1>{new}\g<2>", tag) if OF_GLOSSARY.search(tag) else tag

    return LINK.sub(changed, text)


def _drafts(old: Term, new: Term) -> Iterator[models.Model]:
    """Change drafts that may still be published; older versions stay as they were."""
    for revision in pending_revisions():
        model = revision.content_type.model_class()
        if model is None or (model is Term and int(revision.object_id) in (old.pk, new.pk)):
            continue
        content = json.loads(with_meaning(json.dumps(revision.content, cls=DjangoJSONEncoder), old.pk, new.pk))
        for field in relation_fields(model):
            named = content.get(field.name)
            if field.many_to_one and named == old.pk:
                content[field.name] = new.pk
            elif isinstance(named, list) and old.pk in named:
                content[field.name] = list(dict.fromkeys(new.pk if key == old.pk else key for key in named))
        if content != revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=content)
            if revision.content_object is not None:
                yield revision.content_object


def pending_revisions() -> models.QuerySet:
    """Return the versions that may still be published: drafts, what is in review, what is scheduled."""
    latest = [
        pk
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin)
        for pk in model._base_manager.filter(has_unpublished_changes=True).values_list("latest_revision_id", flat=True)
        if pk
    ]
    in_review = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision_id")
    wanted = Q(pk__in=latest) | Q(pk__in=in_review) | Q(approved_go_live_at__isnull=False)
    return Revision.objects.filter(wanted).select_related("content_type").order_by("pk")
