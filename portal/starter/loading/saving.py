"""What the loaders of all kinds do alike."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from portal.base.models import Record, Source, check_names_are_free
from portal.base.text import fold
from portal.starter.reading import Problem, StarterFile, check_date

Report = Callable[[str], None]


class Sources:
    """Sources by address, so that one source cited in many files becomes one entry."""

    def __init__(self):
        self._by_address = {
            key: source for source in Source.objects.all() for key in self._keys(source.url, source.doi)
        }

    def of(self, file: StarterFile) -> list[Source]:
        """Return the sources of a file in order, making those that do not exist yet."""
        return [self._get(file, facts) for facts in file.facts.get("sources") or []]

    def _get(self, file, facts):
        url, doi = (facts.get("url") or "").strip(), str(facts.get("doi") or "").strip()
        for key in self._keys(url, doi):
            if key in self._by_address:
                return self._by_address[key]
        source = Source(
            title=str(facts["title"]).strip(),
            publisher=str(facts.get("publisher") or "").strip(),
            url=url or None,
            doi=doi,
            pmid=str(facts.get("pmid") or "").strip(),
            published_on=check_date(file, "published", facts.get("published")),
            accessed_on=facts.get("accessed") or None,
            licence=str(facts.get("licence") or "").strip(),
        )
        save_checked(file, source)
        for key in self._keys(url, doi):
            self._by_address[key] = source
        return source

    @staticmethod
    def _keys(url, doi):
        return [key for key in ((url or "").rstrip("/").lower(), f"doi:{doi.lower()}" if doi else "") if key]


def save_checked(file: StarterFile, instance) -> bool:
    """Validate and save; a problem is written to the file instead of being raised. Return whether it was saved.

    A record whose file has any problem is not saved: nothing of the load will stay, and the database might refuse it.
    """
    is_record = isinstance(instance, Record)
    try:
        if is_record:
            instance.folded_name = fold(instance.name)[:400]
        instance.full_clean()
        if is_record:
            others = instance.also_called.all() if hasattr(instance, "also_called") else []
            check_names_are_free(instance, [instance.name, *(other.text for other in others)])
    except ValidationError as error:
        messages_by_field = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, messages in messages_by_field.items():
            for message in messages:
                file.complain(message if name == "__all__" else f"{name}: {message}")
        return False
    if is_record and file.problems:
        return False
    instance.save()
    return True


def publish(record) -> None:
    """Publish a record as it stands, with a first revision, as if an editor had done it."""
    now = timezone.now()
    record.live = True
    record.has_unpublished_changes = False
    record.first_published_at = record.first_published_at or now
    record.last_published_at = now
    revision = record.save_revision(changed=False)
    record.live_revision = record.latest_revision = revision
    record.save()


def cite(record, citation_class, sources: Iterable[Source]) -> None:
    """Give a record its sources in order; one that is listed twice under one address counts once."""
    record.citations = [citation_class(source=source, sort_order=place) for place, source in enumerate(sources)]


def other_forms(file: StarterFile, form_class, locale: Locale, kinds: dict) -> list:
    """Return the also-called rows of a file; a plain text counts as a synonym.

    Spellings that differ in case, accents or hyphens only are one form: the first one is kept.
    """
    rows = []
    seen = {fold(file.text("name"))}
    for place, entry in enumerate(file.facts.get("also_called") or []):
        entry = entry if isinstance(entry, dict) else {"text": entry, "kind": "synonym"}
        if entry.get("kind") not in kinds:
            file.complain(f"also_called “{entry.get('text')}”: kind must be one of: {', '.join(kinds)}.")
            continue
        if fold(str(entry["text"])) in seen:
            continue
        seen.add(fold(str(entry["text"])))
        rows.append(
            form_class(text=str(entry["text"]).strip(), kind=kinds[entry["kind"]], locale=locale, sort_order=place)
        )
    return rows


def check_forms_are_free(files: Iterable[StarterFile]) -> None:
    """Complain where two files of a kind claim the same name or other form, naming both."""
    holders: dict[str, StarterFile] = {}
    for file in files:
        texts = [file.text("name")]
        texts += [
            str(entry["text"] if isinstance(entry, dict) else entry) for entry in file.facts.get("also_called") or []
        ]
        for text in texts:
            form = fold(text)
            holder = holders.setdefault(form, file)
            if holder is not file:
                file.complain(f"“{text}” already leads to {holder.place}: remove it from one of the two.")
    for form, file in holders.items():
        if not form:
            file.complain("an empty name leads nowhere: remove it.")


def linked(file: StarterFile, name: str, known: dict, kind: str) -> list:
    """Return the records that a list of slugs names; complain about slugs nobody has."""
    found = []
    for slug in file.facts.get(name) or []:
        if slug in known:
            found.append(known[slug])
        else:
            file.complain(f"{name}: there is no {kind}/{slug}.md.")
    return found


def problems_of(files: Iterable[StarterFile]) -> list[Problem]:
    """Return everything that files complained about."""
    return [problem for file in files for problem in file.problems]
