"""What can be found of each published record and page. Reads published rows only; saves nothing."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django_countries import countries
from wagtail.models import Page

from articles.models import ArticlePage, InformationPage, SectionPage, StoryPage
from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from portal.base.enums import NameKind
from portal.base.published_text import headings_of, lines_of, text_of
from portal.home.search.country_words import words_of_country
from portal.home.search.reading import number_key, small_words
from portal.home.search.words import LONGEST_WORD, key_of, normal, sound_of, words_of
from portal.home.search_models import Kind, NameRole
from therapies.models import Therapy
from trials.importing.linking import key_of as registry_key
from trials.models import RegistryRecord, Trial

LONGEST_BODY = 30_000
# Every other kind is a form like any other.
ROLE_OF = {
    NameKind.SYNONYM: NameRole.FORM, NameKind.ASKED: NameRole.ASKED, NameKind.MISSPELLING: NameRole.MISSPELLING,
}  # fmt: skip
PAGE_MODELS = (ArticlePage, InformationPage, SectionPage, StoryPage)


@dataclass(frozen=True)
class Name:
    """One way to call a record, as written; ``key`` where it is not made of its words."""

    text: str
    role: str = NameRole.FORM
    key: str = ""


@dataclass
class Entry:
    """One published record or page, as it is found."""

    kind: str
    object_id: int
    language: str
    title: str
    address: str
    lead: str
    body: str
    names: list[Name] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    sponsors: list[str] = field(default_factory=list)
    published_on: datetime.date | None = None

    def digest(self) -> str:
        """Return what changes whenever anything of it does."""
        facts = json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(facts.encode()).hexdigest()

    def columns(self) -> dict[str, Any]:
        """Return the columns of its document."""
        lead, body = self.lead, self.body[:LONGEST_BODY]
        written = [name.text for name in self.names if name.role in ROLE_OF.values()]
        forms = dict.fromkeys(filter(None, (" ".join(words_of(text, self.language)) for text in written)))
        topics = normal(" . ".join(dict.fromkeys(self.topics)), self.language)[:LONGEST_BODY]
        return {
            "language": self.language,
            "title": self.title[:255],
            "address": self.address,
            "lead": lead,
            "body": body,
            "names": " ".join(words_of(self.title, self.language)),
            "forms": "\n".join(forms),
            "topics": topics,
            "words": normal(f"{lead} {body}", self.language),
            "digest": self.digest(),
            "published_on": self.published_on,
        }

    def keys(self) -> dict[tuple[str, str], Name]:
        """Return its names by role and key; each key once, under the first role it has."""
        found: dict[str, tuple[str, Name]] = {}
        small = small_words(self.language)
        # A trial's title is a sentence: it is found by its words, not as a whole.
        own = [] if self.kind == Kind.TRIAL else [Name(self.title, NameRole.NAME)]
        for name in (*own, *self.names):
            words = words_of(name.text, self.language)
            ways = [words, [word for word in words[:-1] if word not in small or len(word) == 1] + words[-1:]]
            for key in [name.key] if name.key else filter(None, map(key_of, ways)):
                found.setdefault(key, (name.role, name))
        return {(role, key): name for key, (role, name) in found.items()}

    def vocabulary(self) -> tuple[set[str], set[str]]:
        """Return the words of its names, and all its words; without small ones, numbers and misspellings."""
        right = [name.text for name in self.names if name.role in (NameRole.FORM, NameRole.ASKED)]
        named = _vocabulary([self.title, *right], self.language)
        # A hundred thousand trials bring no words that readers type, but every slip of a registry: only those of who
        # runs them are known to be right.
        texts = self.sponsors if self.kind == Kind.TRIAL else [self.lead, self.body[:LONGEST_BODY], *self.topics]
        return named, named | _vocabulary(texts, self.language)


def sound_of_name(role: str, key: str) -> str:
    """Return the sound under which a name is found; numbers and codes have none, and whole questions need none."""
    return "" if role in (NameRole.NUMBER, NameRole.CODE, NameRole.ASKED) else sound_of(key)


def _vocabulary(texts: Iterable[str], language: str) -> set[str]:
    words = {word for text in texts for word in words_of(text, language)}
    small = small_words(language)
    return {word for word in words if 2 < len(word) <= LONGEST_WORD and word not in small and not word.isdigit()}


def terms(rows: list[Term]) -> list[Entry]:
    """Return the entries of terms."""
    return [
        _entry(
            Kind.TERM,
            term,
            term.short_definition,
            _html(term.more, term.sentence),
            names=_forms(term),
            # Who does not know the word describes it: "small ring of DNA".
            topics=[term.short_definition],
        )
        for term in rows
    ]


def conditions(rows: list[Condition]) -> list[Entry]:
    """Return the entries of conditions, with their codes."""
    return [
        _entry(
            Kind.CONDITION, row, row.summary or (lines_of(row.what_it_is) or [""])[0],
            _html(row.what_it_is, row.state_of_play), names=[*_forms(row), *_codes(row)],
        )
        for row in rows
    ]  # fmt: skip


def _codes(condition: Condition) -> list[Name]:
    names = []
    if condition.orphacode:
        ways = ("orpha", "orphacode", "orphanet", "")
        names += [Name(f"ORPHA:{condition.orphacode}", NameRole.CODE, f"{way}{condition.orphacode}") for way in ways]
    if condition.mondo_id:
        names.append(Name(condition.mondo_id, NameRole.CODE, number_key(condition.mondo_id)))
    if condition.mesh_id:
        names.append(Name(condition.mesh_id, NameRole.CODE, number_key(condition.mesh_id)))
    for code in condition.icd11_codes.split(","):
        key = number_key(code)
        names += (
            [Name(code.strip(), NameRole.CODE, key), Name(code.strip(), NameRole.CODE, f"icd11{key}")] if key else []
        )
    return names


def therapies(rows: list[Therapy]) -> list[Entry]:
    """Return the entries of therapies, under every brand name, active substance and number."""
    topics = _names_of_conditions(rows)
    found = []
    for row in rows:
        authorisations = list(row.authorisations.all())
        names = [Name(row.inn)] if row.inn else []
        names += [Name(authorisation.brand_name) for authorisation in authorisations]
        names += [
            Name(authorisation.number, NameRole.CODE, number_key(authorisation.number))
            for authorisation in authorisations
            if authorisation.number
        ]
        more = [row.target, row.vector, str(row.get_kind_display()), *(one.holder for one in authorisations)]
        indications = " ".join(authorisation.indication for authorisation in authorisations)
        lead = (lines_of(row.in_short) or [""])[0]
        body = "\n".join([text_of(row), indications])
        found.append(
            _entry(Kind.THERAPY, row, lead, body, names=[*names, *_forms(row)], topics=[*topics[row.pk], *more])
        )
    return found


def trials(rows: list[Trial]) -> list[Entry]:
    """Return the entries of trials, with every number and what the registries call what is tested and in whom."""
    topics = _names_of_conditions(rows)
    records = defaultdict(list)
    keys = [row.translation_key for row in rows]
    held = RegistryRecord.objects.filter(trial__translation_key__in=keys).select_related("trial").order_by("pk")
    for record in held.prefetch_related("other_numbers"):
        records[record.trial.translation_key].append(record)
    found = []
    for row in rows:
        numbers = [(number.registry, number.number) for number in row.identifiers.all()]
        more, sponsors = [], []
        for record in records[row.translation_key]:
            numbers.append((record.registry, record.number))
            numbers += [(o.registry, o.number) for o in record.other_numbers.all() if not o.is_declined]
            more += [record.official_title, record.sponsor]
            sponsors.append(record.sponsor)
            more += map(str, [*record.conditions_as_registered, *record.interventions_as_registered])
        lead = " ".join(lines_of(row.summary))
        body = _html(row.may_join, row.cannot_join, row.asks_of_you, row.caution)
        found.append(
            _entry(
                Kind.TRIAL,
                row,
                lead,
                body,
                names=_numbers(numbers),
                topics=[*topics[row.pk], *filter(None, more)],
                sponsors=sponsors,
            )
        )
    return found


def _numbers(pairs: Iterable[tuple[str, str]]) -> list[Name]:
    names = []
    for registry, number in dict.fromkeys(pairs):
        keys = {number_key(number), number_key(registry_key(registry, number))}
        names += [Name(number, NameRole.NUMBER, key) for key in sorted(keys)]
    return names


def organisations(rows: list[Organisation]) -> list[Entry]:
    """Return the entries of organisations, with where they are and what they are there for."""
    topics = _names_of_conditions(rows)
    found = []
    for row in rows:
        names = [Name(row.short_name)] if row.short_name else []
        codes = sorted({str(row.country), *row.countries_served} - {""})
        language = row.locale.language_code
        places = [row.city, *map(countries.name, codes), *(words_of_country(code, language) for code in codes)]
        kind = str(row.get_kind_display())
        lead = " ".join(lines_of(row.what_they_do))
        found.append(_entry(Kind.ORGANISATION, row, lead, "", names=names, topics=[*topics[row.pk], *places, kind]))
    return found


def pages(rows: list[Page]) -> list[Entry]:
    """Return the entries of editorial pages."""
    return [
        _entry(
            Kind.PAGE,
            page,
            page.summary,
            text_of(page),
            title=page.title,
            address=page.get_url() or "",
            names=[Name(line.strip(), NameRole.ASKED) for line in page.also_asked.splitlines() if line.strip()],
            topics=[page.summary, *headings_of(page)],
        )
        for page in rows
    ]


def _entry(
    kind: str, row: Any, lead: str, body: str, *, names=(), topics=(), sponsors=(), title="", address=""
) -> Entry:
    published = row.last_published_at or row.first_published_at
    return Entry(
        kind=str(kind),
        object_id=row.pk,
        language=row.locale.language_code,
        title=title or row.name,
        address=address or row.get_absolute_url(),
        lead=lead,
        body=body,
        names=list(names),
        topics=list(topics),
        sponsors=list(sponsors),
        published_on=published.date() if published else None,
    )


def _forms(record: Any) -> list[Name]:
    return [Name(other.text, ROLE_OF.get(NameKind(other.kind), NameRole.FORM)) for other in record.also_called.all()]


def _html(*parts: str) -> str:
    return "\n".join(line for part in parts if part for line in lines_of(part))


def _names_of_conditions(rows: Iterable[Any]) -> dict[int, list[str]]:
    """Return the names of the published conditions that records are about, in their own language (two queries)."""
    rows = list(rows)
    linked = {row.pk: [condition.translation_key for condition in row.conditions.all()] for row in rows}
    keys = {key for some in linked.values() for key in some}
    public = Condition.objects.live().filter(translation_key__in=keys).prefetch_related("also_called")
    found = {}
    for condition in public:
        others = [o.text for o in condition.also_called.all() if o.kind in (NameKind.SYNONYM, NameKind.ABBREVIATION)]
        found[condition.translation_key, condition.locale_id] = [condition.name, *others]
    return {row.pk: [name for key in linked[row.pk] for name in found.get((key, row.locale_id), [])] for row in rows}


@dataclass(frozen=True)
class Source:
    """Where the entries of one kind come from: the published rows, and how they are read."""

    kind: str
    model: type[Model]
    read: Callable[[list], list[Entry]]
    parts: tuple[str, ...] = ()

    def published(self) -> QuerySet:
        """Return the rows that readers may see, in whatever language."""
        rows = self.model.objects.live()
        return rows.public() if issubclass(self.model, Page) else rows

    def entries(self, keys: list[int]) -> list[Entry]:
        """Return the entries of those of some rows that are published."""
        rows = self.published().filter(pk__in=keys).select_related("locale").prefetch_related(*self.parts)
        return self.read(list(rows.order_by("pk")))


SOURCES = (
    Source(Kind.TERM, Term, terms, ("also_called",)),
    Source(Kind.CONDITION, Condition, conditions, ("also_called",)),
    Source(Kind.THERAPY, Therapy, therapies, ("also_called", "authorisations", "conditions")),
    Source(Kind.ORGANISATION, Organisation, organisations, ("conditions",)),
    *(Source(Kind.PAGE, model, pages) for model in PAGE_MODELS),
    Source(Kind.TRIAL, Trial, trials, ("identifiers", "conditions")),
)
SOURCE_OF = {source.model: source for source in SOURCES}


def published_as_another_type(source: Source, keys: set[int]) -> set[int]:
    """Return those keys under which another model of the same kind has something published."""
    others = [other for other in SOURCES if other.kind == source.kind and other is not source]
    return {key for other in others for key in other.published().filter(pk__in=keys).values_list("pk", flat=True)}
