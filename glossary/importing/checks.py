"""What can only be judged with all rows and everything we hold side by side. Fetches nothing."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from glossary.importing.cells import CitedSource
from glossary.importing.columns import HEADING_OF
from glossary.importing.held import Held, HeldTerm, Key, address_key
from glossary.importing.rows import Place, RowError, TermRow
from glossary.models import Term, TermAlsoCalled
from portal.base.models import Source
from portal.base.text import fold

# What a term's own checks need besides the fields of a row; the rest is checked here, for all rows at once.
NOT_CHECKED_ALONE = {"id", "locale", "broader", "translation_key", "folded_name", "latest_revision", "live_revision"}


@dataclass(frozen=True)
class Change:
    """A row of the file that says something new; ``held`` is the term it is about, where there is one."""

    place: Place
    row: TermRow
    held: HeldTerm | None = None

    def refuse(self, field: str, message: str) -> RowError:
        return RowError(self.place, HEADING_OF.get(field, ""), message)


@dataclass(frozen=True)
class Claim:
    """A form that leads to a term: in the file, in its latest version, or on its page until a change is published."""

    owner: Key
    name: str
    place: Place | None = None
    is_given_up: bool = False


def problems_of_forms(changes: list[Change], held: Held) -> list[RowError]:
    """Return every form of a changed row that leads to another term as well."""
    claims = _claims(changes, held)
    errors = []
    for change in changes:
        for number, text in enumerate(change.row.forms):
            others = [one for one in claims[change.row.language, fold(text)] if one.owner != change.row.key]
            if others:
                field = "also_called" if number else "name"
                errors.append(change.refuse(field, _claimed(text, min(others, key=lambda one: one.is_given_up))))
    return errors


def _claims(changes: list[Change], held: Held) -> dict[tuple[str, str], list[Claim]]:
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    changed = {change.held.pk for change in changes if change.held}
    for change in changes:
        for form in dict.fromkeys(map(fold, change.row.forms)):
            claims[change.row.language, form].append(Claim(change.row.key, change.row.name, change.place))
    for term in held.terms.values():
        is_changed = term.pk in changed
        latest = set() if is_changed else set(map(fold, term.row.forms))
        for form in latest | term.public_forms:
            claims[term.row.language, form].append(Claim(term.row.key, term.row.name, is_given_up=is_changed))
    return claims


def _claimed(text: str, claim: Claim) -> str:
    facts = {"text": text, "other": claim.name, "place": claim.place}
    if claim.place is not None:
        return _("“%(text)s” is claimed by “%(other)s” too, in %(place)s: leave it out of one of the two.") % facts
    if claim.is_given_up:
        message = _(
            "“%(text)s” leads to “%(other)s” until its change is published: import that row first, and this one once "
            "it is public."
        )
        return message % facts
    return _("“%(text)s” already leads to “%(other)s”: remove it there first, or leave it out here.") % facts


def problems_of_addresses(changes: list[Change], held: Held) -> list[RowError]:
    """Return new rows whose slug is in use, and rows about terms that were merged away."""
    errors = []
    for change in changes:
        other = change.held or held.by_any_slug.get(change.row.key)
        facts = {"slug": change.row.slug, "other": other.row.name if other else ""}
        if other and other.merged_into:
            message = _("this term was merged into “%(into)s”, and its address leads there: change that one instead.")
            errors.append(change.refuse("slug", message % {"into": other.merged_into}))
        elif other and change.held is None:
            message = _("“%(slug)s” belongs to a draft of “%(other)s”: write the slug under which it was exported.")
            errors.append(change.refuse("slug", message % facts))
    return errors


def problems_of_languages(changes: list[Change], held: Held) -> list[RowError]:
    """Return languages that the site does not have, and originals that do not fit."""
    originals = _Originals(changes, held)
    errors = []
    for change in changes:
        row = change.row
        if row.language not in held.locales:
            message = _("“%(language)s” is no language of this site: write one of %(known)s.")
            known = ", ".join(held.locales)
            errors.append(change.refuse("language", message % {"language": row.language, "known": known}))
        elif change.held and row.translation_of != change.held.row.translation_of:
            message = _("this is settled when a term is made: write “%(before)s” as it was exported.")
            before = change.held.row.translation_of
            errors.append(change.refuse("translation_of", message % {"before": before}))
        elif problem := originals.problem_of(change):
            errors.append(change.refuse("translation_of", problem))
    return errors


class _Originals:
    """Which terms of the site's first language are translated already, here or in the file."""

    def __init__(self, changes: list[Change], held: Held) -> None:
        self._held = held
        self._new = {change.row.key for change in changes if change.held is None}
        self._translated = {(term.translation_key, term.row.language): term for term in held.terms.values()}
        self._wanted: dict[Key, Change] = {}

    def problem_of(self, change: Change) -> str:
        """Return why a new row cannot be the translation it says it is; empty where it can."""
        if change.held or not change.row.translation_of:
            return ""
        key = (settings.LANGUAGE_CODE, change.row.translation_of)
        facts: dict[str, object] = {"slug": key[1], "language": key[0]}
        if change.row.language == settings.LANGUAGE_CODE:
            return _("only terms in other languages are translations: leave this empty.")
        original = self._held.by_key.get(key)
        if original is None and key not in self._new:
            message = _("there is no term “%(slug)s” in the language “%(language)s”: correct it, or leave this empty.")
            return message % facts
        if original and (there := self._translated.get((original.translation_key, change.row.language))):
            message = _("“%(slug)s” has been translated already, as “%(other)s”: change that one.")
            return message % {**facts, "other": there.row.name}
        before = self._wanted.setdefault((change.row.language, key[1]), change)
        if before is not change:
            message = _("“%(slug)s” is translated in %(place)s too: keep one of the two.")
            return message % {**facts, "place": before.place}
        return ""


def problems_of_references(changes: list[Change], held: Held, in_file: Collection[Key]) -> list[RowError]:
    """Return every term that a row names and nobody has; a row that is refused itself counts as one."""
    errors = []
    for change in changes:
        named = {
            "broader": (change.row.broader,),
            "see_also": change.row.see_also,
            "not_same_as": change.row.not_same_as,
        }
        for field, slugs in named.items():
            for slug in filter(None, slugs):
                key = key_of(slug, change.row.language)
                term = held.by_key.get(key)
                if term is not None and term.merged_into:
                    message = _("“%(slug)s” was merged into “%(into)s”: name that one.")
                    errors.append(change.refuse(field, message % {"slug": slug, "into": term.merged_into}))
                elif term is None and key not in in_file:
                    message = _("there is no term with the slug “%(slug)s”: correct it, or add a row for it.")
                    errors.append(change.refuse(field, message % {"slug": slug}))
    return errors


def key_of(reference: str, language: str) -> Key:
    """Return which term is meant by a slug, or by “fr:slug” in a row of another language."""
    other, colon, slug = reference.rpartition(":")
    return (other, slug) if colon else (language, slug)


def problems_of_circles(changes: list[Change], held: Held) -> list[RowError]:
    """Return every changed row whose broader terms lead back to itself, in the file, in drafts or on public pages."""
    broader: dict[Key, set[Key]] = defaultdict(set)
    names: dict[Key, str] = {}
    changed = {change.held.pk for change in changes if change.held}
    for term in held.terms.values():
        names[term.row.key] = term.row.name
        if term.row.broader and term.pk not in changed:
            broader[term.row.key].add(key_of(term.row.broader, term.row.language))
        if term.public_broader in held.terms:
            broader[term.row.key].add(held.terms[term.public_broader].row.key)
    for change in changes:
        names[change.row.key] = change.row.name
        if change.row.broader:
            broader[change.row.key].add(key_of(change.row.broader, change.row.language))
    errors = []
    for change in changes:
        circle = _way_back(change.row.key, broader) if change.row.broader else []
        if circle:
            message = _(
                "the broader terms go round in a circle: %(circle)s. Give one of them another broader term; if you did "
                "already, publish that change first."
            )
            shown = " → ".join(names.get(key, key[1]) for key in circle)
            errors.append(change.refuse("broader", message % {"circle": shown}))
    return errors


def _way_back(start: Key, broader: dict[Key, set[Key]]) -> list[Key]:
    """Return the shortest way from a term over broader ones back to itself; empty where there is none."""
    came_from: dict[Key, Key] = {}
    waiting = deque([start])
    while waiting:
        step = waiting.popleft()
        for above in sorted(broader.get(step, ())):
            if above == start:
                way = [start, step]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return [start, *reversed(way[1:-1]), start] if step != start else [start, start]
            if above not in came_from:
                came_from[above] = step
                waiting.append(above)
    return []


def problems_of_content(changes: list[Change]) -> list[RowError]:
    """Return what the fields themselves refuse, as they do in the admin: too long, too many words, no such choice."""
    errors = []
    for change in changes:
        for field, message in _refused_by_fields(change.row):
            errors.append(change.refuse(field, message))
    return errors


def _refused_by_fields(row: TermRow) -> Iterable[tuple[str, str]]:
    term = Term(**{name: getattr(row, name) for name in SCALARS})
    for check in (lambda: term.clean_fields(exclude=NOT_CHECKED_ALONE), term.clean):
        try:
            check()
        except ValidationError as error:
            yield from ((name, " ".join(messages)) for name, messages in error.message_dict.items())
    for form in row.also_called:
        try:
            TermAlsoCalled(text=form.text, kind=form.kind).clean_fields(
                exclude=[*NOT_CHECKED_ALONE, "record", "folded"]
            )
        except ValidationError as error:
            yield "also_called", f"“{form.text}”: {' '.join(error.messages)}"


SCALARS = (
    "slug", "name", "short_definition", "more", "say_it_like", "part_of_speech", "sentence", "topic", "mark_in_text",
)  # fmt: skip


def known_source(cited: CitedSource, held: Held) -> int | None:
    """Return the source that is meant, if we hold it. Raises ValidationError where it is held under another title."""
    candidates = held.source_keys.get(address_key(cited.address), [])
    if not candidates:
        return None
    same = [pk for pk in candidates if held.sources[pk] == cited]
    same += [pk for pk in candidates if _titles(held.sources[pk]) == _titles(cited)]
    if same:
        return same[0]
    other = held.sources[candidates[0]]
    raise ValidationError(
        _(
            "%(address)s is held as “%(title)s | %(publisher)s”: write it so, or correct the source itself under "
            "Sources."
        )
        % {"address": cited.address, "title": other.title, "publisher": other.publisher}
    )


def _titles(source: CitedSource) -> tuple[str, str]:
    return source.title, source.publisher


def problems_of_sources(changes: list[Change], held: Held) -> list[RowError]:
    """Return sources that contradict what we hold or each other, or that cannot be made."""
    first: dict[str, tuple[CitedSource, Place]] = {}
    errors = []
    for change in changes:
        for cited in change.row.sources:
            try:
                if known_source(cited, held) is None:
                    before, place = first.setdefault(address_key(cited.address), (cited, change.place))
                    if _titles(before) != _titles(cited):
                        raise ValidationError(
                            _("%(address)s is “%(title)s | %(publisher)s” in %(place)s: write both alike.")
                            % {"address": cited.address, "title": before.title, "publisher": before.publisher,
                               "place": place}
                        )  # fmt: skip
                    if place == change.place:
                        new_source(cited).clean_fields()
            except ValidationError as error:
                errors.append(change.refuse("sources", f"“{cited.title}”: {' '.join(error.messages)}"))
    return errors


def new_source(cited: CitedSource) -> Source:
    """Return an unsaved source."""
    register, colon, number = cited.address.partition(":")
    if colon and register in ("doi", "pmid"):
        return Source(title=cited.title, publisher=cited.publisher, **{register: number})
    return Source(title=cited.title, publisher=cited.publisher, url=cited.address)
