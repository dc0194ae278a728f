"""Writes documents, names and words of the search; a batch at a time, and nothing where nothing changed."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from portal.home.search.engines import engine
from portal.home.search.words import sound_of
from portal.home.search_index.documents import Entry, Source, published_as_another_type, sound_of_name
from portal.home.search_models import SearchDocument, SearchName, SearchWord

IN_NAMES = "+"
COLUMNS = (
    "language", "title", "address", "lead", "body", "names", "forms", "topics", "words", "vocabulary", "digest",
    "published_on",
)  # fmt: skip
ROWS_AT_ONCE = 150


def refresh(source: Source, keys: Iterable[int]) -> int:
    """Make the documents of some records equal to what is published of them; return how many had to be written.

    Records that are not published, or exist no more, lose theirs.
    """
    keys = sorted(set(keys))
    entries = source.entries(keys)
    published = {entry.object_id for entry in entries}
    if missing := set(keys) - published:
        # A page is one row whatever its type: what another type publishes under this key is not gone.
        published |= published_as_another_type(source, missing)
    with transaction.atomic():
        gone = SearchDocument.objects.filter(kind=source.kind, object_id__in=set(keys) - published)
        remove(list(gone.values_list("pk", flat=True)))
        return write(source.kind, entries)


def write(kind: str, entries: Sequence[Entry]) -> int:
    """Store the entries of one kind that differ from what is stored; return how many did."""
    held = SearchDocument.objects.filter(kind=kind, object_id__in=[entry.object_id for entry in entries])
    known = {row[0]: row[1:] for row in held.values_list("object_id", "digest", "language", "vocabulary")}
    changed = [entry for entry in entries if known.get(entry.object_id, ("",))[0] != entry.digest()]
    if not changed:
        return 0
    counts: Counter[tuple[str, str, bool]] = Counter()
    documents = []
    for entry in changed:
        _digest, language, vocabulary = known.get(entry.object_id, ("", "", ""))
        _count(counts, language, vocabulary.split(), -1)
        named, used = entry.vocabulary()
        marked = sorted(f"{word}{IN_NAMES}" if word in named else word for word in used)
        _count(counts, entry.language, marked, +1)
        columns = {**entry.columns(), "vocabulary": " ".join(marked)}
        documents.append(SearchDocument(kind=kind, object_id=entry.object_id, **columns))
    stored = SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=COLUMNS
    )
    _write_names(stored, changed)
    _write_words(counts)
    engine().store(stored)
    return len(changed)


def remove(primary_keys: Sequence[int]) -> None:
    """Take documents away, with their names, and their words where nobody else uses them."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    rows = SearchDocument.objects.filter(pk__in=primary_keys)
    for language, vocabulary in rows.values_list("language", "vocabulary"):
        _count(counts, language, vocabulary.split(), -1)
    rows.delete()
    _write_words(counts)
    engine().remove(primary_keys)


def _count(counts: Counter, language: str, marked: Iterable[str], step: int) -> None:
    for word in marked:
        counts[language, word.rstrip(IN_NAMES), word.endswith(IN_NAMES)] += step


def _write_names(documents: Sequence[SearchDocument], entries: Sequence[Entry]) -> None:
    SearchName.objects.filter(document__in=documents).delete()
    rows = [
        SearchName(
            document=document, language=entry.language, role=role, text=name.text[:255], key=key,
            sound=sound_of_name(role, key),
        )
        for document, entry in zip(documents, entries, strict=True)
        for (role, key), name in entry.keys().items()
    ]  # fmt: skip
    SearchName.objects.bulk_create(rows, batch_size=1000)


def _write_words(counts: Counter) -> None:
    """Add to the counts of words; written as one statement, so that two processes do not lose each other's."""
    steps: dict[tuple[str, str], list[int]] = {}
    for (language, word, is_name), step in counts.items():
        pair = steps.setdefault((language, word), [0, 0])
        pair[0] += step
        pair[1] += step if is_name else 0
    rows = [(*key, *pair) for key, pair in sorted(steps.items()) if any(pair)]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[start : start + ROWS_AT_ONCE]
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO home_searchword (language, word, sound, uses, in_names) "  # noqa: S608 - only marks
                f"VALUES {values} ON CONFLICT (language, word) DO UPDATE SET "
                "uses = home_searchword.uses + excluded.uses, in_names = home_searchword.in_names + excluded.in_names",
                [value for lang, word, uses, named in part for value in (lang, word, sound_of(word), uses, named)],
            )
    less = [word for _language, word, uses, _named in rows if uses < 0]
    if less:
        SearchWord.objects.filter(word__in=less, uses__lte=0).delete()
