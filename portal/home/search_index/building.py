"""Builds all documents of the search: in batches that are stored with how far it came, so that it may be stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from portal.home.search.engines import engine
from portal.home.search_index.documents import SOURCES, Source
from portal.home.search_index.writing import refresh, remove
from portal.home.search_models import SearchBuild, SearchDocument, SearchName, SearchWord

# Raise it when documents are made of other things or written in another way: every site then builds them again.
VERSION = "2"
AT_ONCE = 200


@dataclass(frozen=True)
class Difference:
    """A document that does not say what is published, and why."""

    kind: str
    object_id: int
    why: str


def is_needed() -> bool:
    """Return whether the documents were never built, or by another version, or a build was stopped."""
    return not SearchBuild.objects.filter(version=VERSION, finished_at__isnull=False).exists()


def build(report: Callable[[str], None], *, from_nothing: bool = False) -> int:
    """Build every document; go on where a build of this version was stopped. Return how many rows were looked at.

    ``from_nothing`` empties the tables first; without it, documents that are right already are left alone.
    """
    state = SearchBuild.objects.filter(version=VERSION, finished_at__isnull=True).first()
    if state is None or from_nothing:
        state = _begin(from_nothing)
    total = sum(source.published().count() for source in SOURCES)
    labels = [source.model._meta.label for source in SOURCES]
    first = labels.index(state.model) if state.model in labels else 0
    for source in SOURCES[first:]:
        _build_kind(source, state, total, report)
    with transaction.atomic():
        _remove_what_is_gone()
        state.finished_at = timezone.now()
        state.save()
    _settle()
    return state.done


def _begin(from_nothing: bool) -> SearchBuild:
    with transaction.atomic():
        SearchBuild.objects.all().delete()
        if from_nothing:
            for model in (SearchName, SearchDocument, SearchWord):
                model.objects.all().delete()
    if from_nothing or engine().name == "opensearch":
        engine().clear()
    return SearchBuild.objects.create(version=VERSION)


def _build_kind(source: Source, state: SearchBuild, total: int, report: Callable[[str], None]) -> None:
    label = source.model._meta.label
    if state.model != label:
        state.model, state.last_key = label, 0
    while True:
        rows = source.published().filter(pk__gt=state.last_key).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return
        with transaction.atomic():
            refresh(source, keys)
            state.last_key = keys[-1]
            state.done += len(keys)
            state.save()
        report(f"  {state.done} of {total} ({source.model._meta.verbose_name_plural})")


def _remove_what_is_gone() -> None:
    for kind in {source.kind for source in SOURCES}:
        public = {key for source in SOURCES if source.kind == kind for key in _published_keys(source)}
        held = SearchDocument.objects.filter(kind=kind).values_list("pk", "object_id")
        gone = [pk for pk, object_id in held.iterator(chunk_size=5000) if object_id not in public]
        for start in range(0, len(gone), AT_ONCE):
            remove(gone[start : start + AT_ONCE])


def _published_keys(source: Source) -> Iterator[int]:
    return source.published().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)


def _settle() -> None:
    """Let the database count again what it holds: it plans searches by that."""
    tables = ("home_searchdocument", "home_searchname", "home_searchword")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def differences() -> Iterator[Difference]:
    """Yield every way in which the documents differ from what is published; none, when all is well."""
    for kind in dict.fromkeys(source.kind for source in SOURCES):
        held = dict(SearchDocument.objects.filter(kind=kind).values_list("object_id", "digest"))
        for source in (source for source in SOURCES if source.kind == kind):
            keys = list(_published_keys(source))
            for start in range(0, len(keys), AT_ONCE):
                for entry in source.entries(keys[start : start + AT_ONCE]):
                    digest = held.pop(entry.object_id, None)
                    if digest is None:
                        yield Difference(kind, entry.object_id, "published, but not in the search")
                    elif digest != entry.digest():
                        yield Difference(kind, entry.object_id, "changed since the search was told")
        for object_id in held:
            yield Difference(kind, object_id, "in the search, but not published")
