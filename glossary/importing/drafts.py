"""Writes the changes of a table as drafts and sends them into review. Called inside a transaction."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.log_actions import log

from glossary.importing.cells import CitedSource
from glossary.importing.checks import SCALARS, Change, key_of, known_source, new_source
from glossary.importing.columns import COLUMNS
from glossary.importing.held import Held, HeldTerm, Key, address_key
from glossary.importing.report import differing_fields
from glossary.importing.rows import TermRow
from glossary.models import Term, TermAlsoCalled, TermCitation
from portal.base.text import fold

IMPORTED = "glossary.import"
MANY = {"see_also", "not_same_as"}
ALL_FIELDS = {column.field for column in COLUMNS}


def write_drafts(changes: list[Change], held: Held, *, by: Any = None, file_name: str = "") -> None:
    """Make a draft of every new row and a new draft version of every changed term, and submit each to its workflow."""
    writer = _Writer(held)
    # Originals first: a translation in the same file needs what it shares with its original.
    new = sorted((change for change in changes if change.held is None), key=lambda one: one.row.translation_of != "")
    made = {change.row.key: writer.made(change.row) for change in new}
    workflow = Term.get_default_workflow()
    for change in changes:
        if change.held is None:
            term, fields = made[change.row.key], ALL_FIELDS
        else:
            fields = differing_fields(change.held.row, change.row)
            term = writer.changed(change.held, change.row, fields)
        writer.relate(term, change.row, fields)
        revision = term.save_revision(user=by, clean=False)
        if change.held is None:
            log(instance=term, action="wagtail.create", user=by, revision=revision, content_changed=True)
        data = {"file": file_name, "line": change.place.line}
        log(instance=term, action=IMPORTED, user=by, revision=revision, content_changed=True, data=data)
        _submit(term.pk, workflow, by)


def _submit(pk: int, workflow: Any, by: Any) -> None:
    """Send a draft into review; one that was sent back for changes goes on where it was."""
    term = Term.objects.get(pk=pk)
    state = term.current_workflow_state
    if state is not None:
        state.resume(user=by)
    elif workflow is not None:
        workflow.start(term, by)


class _Writer:
    """Turns rows into terms, with the sources and terms they name."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._sources: dict[str, int] = {}
        self._keys: dict[Key, int] = {key: term.pk for key, term in held.by_key.items()}
        self._translation_keys: dict[Key, UUID] = {
            key: term.translation_key for key, term in held.by_key.items()
        }  # fmt: skip

    def made(self, row: TermRow) -> Term:
        """Store a term that never was published; whoever it names may not exist yet."""
        term = Term(locale_id=self._held.locales[row.language], live=False, has_unpublished_changes=True)
        original = self._translation_keys.get((settings.LANGUAGE_CODE, row.translation_of))
        if row.translation_of and original is not None:
            term.translation_key = original
        self._fill(term, row, ALL_FIELDS)
        term.save()
        self._keys[row.key] = term.pk
        self._translation_keys[row.key] = term.translation_key
        return term

    def changed(self, held: HeldTerm, row: TermRow, fields: Set[str]) -> Term:
        """Return the latest version of a term with what a row changes, and nothing else."""
        term = Term.objects.get(pk=held.pk).get_latest_revision_as_object()
        self._fill(term, row, fields)
        return term

    def relate(self, term: Term, row: TermRow, fields: Set[str]) -> None:
        """Name the terms that a row names, now that all of them are stored."""
        if "broader" in fields:
            term.broader_id = self._keys[key_of(row.broader, row.language)] if row.broader else None
        for field in fields & MANY:
            keys = [self._keys[key_of(slug, row.language)] for slug in getattr(row, field)]
            setattr(term, field, list(Term.objects.filter(pk__in=keys).order_by("pk")))

    def _fill(self, term: Term, row: TermRow, fields: Set[str]) -> None:
        for field in fields & set(SCALARS):
            setattr(term, field, getattr(row, field))
        if "also_called" in fields:
            term.also_called = self._forms(term, row)
        if "sources" in fields:
            keys = [self._source(cited) for cited in row.sources]
            term.citations = [TermCitation(source_id=key, sort_order=place) for place, key in enumerate(keys)]
        if "tags" in fields:
            term.tags.set(list(row.tags))

    def _forms(self, term: Term, row: TermRow) -> list[TermAlsoCalled]:
        """Return the other forms; one that stays keeps its own row, and with it its translations."""
        kept = {fold(form.text): form for form in term.also_called.all()}
        forms = []
        for place, wanted in enumerate(row.also_called):
            form = kept.get(fold(wanted.text)) or TermAlsoCalled(locale_id=self._held.locales[row.language])
            form.text, form.kind, form.mark_in_text = wanted.text, wanted.kind, wanted.is_marked
            form.sort_order = place
            forms.append(form)
        return forms

    def _source(self, cited: CitedSource) -> int:
        """Return the source that is meant; made when no row and nothing we hold has it yet."""
        key = known_source(cited, self._held) or self._sources.get(address_key(cited.address))
        if key is None:
            source = new_source(cited)
            source.save()
            key = self._sources[address_key(cited.address)] = source.pk
        return key
