"""What the results page shows: the best matches, the rest by kind, and where to go when there is nothing."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models import ArticlePage, InformationPage, SectionPage, StoryPage
from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from portal.base.listing import LONGEST_QUERY
from portal.base.presenters import review_note
from portal.base.reviewing import reviews_of_entries
from portal.home.search.engines.interface import MOST_RANKED
from portal.home.search.extracts import Part, extract, marked
from portal.home.search.finding import Found, find
from portal.home.search.ranking import Candidate
from portal.home.search_models import Kind, SearchDocument
from therapies import standings as therapy_standings
from therapies.models import Therapy
from trials import standings as trial_standings
from trials.models import Trial
from trials.registries import find_numbers, registry_address

MOST_BEST = 5
MOST_PER_GROUP = 4
PER_PAGE = 20
# From this score on the first result is called the best answer; below it there is a list only.
IS_ANSWER = 60.0
MOST_TAGS = 3
MODELS = {
    Kind.TERM: (Term,),
    Kind.CONDITION: (Condition,),
    Kind.THERAPY: (Therapy,),
    Kind.TRIAL: (Trial,),
    Kind.ORGANISATION: (Organisation,),
    Kind.PAGE: (ArticlePage, InformationPage, SectionPage, StoryPage),
}

SINGULAR = {
    Kind.TERM: _("Hard word"),
    Kind.CONDITION: _("Condition"),
    Kind.THERAPY: _("Therapy"),
    Kind.TRIAL: _("Trial"),
    Kind.ORGANISATION: _("Organisation"),
    Kind.PAGE: _("Page"),
}


@dataclass(frozen=True)
class Tag:
    """Where a therapy or trial stands today, in words, and the look that repeats them."""

    words: str
    look: str


@dataclass
class Hit:
    """One result: title and extract in parts, what kind it is, and what is true of it today."""

    kind: str
    kind_label: str
    address: str
    title: str
    extract: list[Part]
    tags: list[Tag] = field(default_factory=list)
    dated: str = ""


@dataclass(frozen=True)
class Group:
    """The results of one kind; ``total`` may be larger than the hits shown."""

    kind: str
    label: str
    hits: list[Hit]
    total: int
    address: str
    is_chosen: bool = False
    has_more: bool = False

    @property
    def number(self) -> str:
        """How many there are, in words; nobody counts beyond some hundreds."""
        number = formats.number_format(min(self.total, MOST_RANKED), force_grouping=True)
        return _t("more than %(number)s") % {"number": number} if self.total >= MOST_RANKED else number


@dataclass
class SearchPage:
    """The page of results for what was typed."""

    query: str
    kind: str = ""
    as_typed: bool = False
    was_cut: bool = False
    found: Found | None = None
    best: list[Hit] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    page: object = None
    has_answer: bool = False

    @classmethod
    def of(cls, query: str, *, kind: str = "", number: str = "1", as_typed: bool = False, was_cut: bool = False):
        """Search and fetch what the page shows; the number of queries does not depend on how much is found."""
        view = cls(query, kind if kind in Kind.values else "", as_typed, was_cut)
        if query:
            view.found = find(query, get_language() or "", kind=view.kind, as_typed=as_typed)
            if view.kind:
                view._fill_kind(number)
            else:
                view._fill_all()
        return view

    @property
    def total(self) -> int:
        return self.found.total if self.found else 0

    @property
    def total_words(self) -> str:
        number = formats.number_format(self.total, force_grouping=True)
        most = max(self.found.totals.values(), default=0) if self.found else 0
        return _t("more than %(number)s") % {"number": number} if most >= MOST_RANKED else number

    @property
    def mended(self) -> str:
        """What was searched for instead of what was typed; empty where that was found as it is."""
        return self.found.mended.words if self.found and self.found.mended else ""

    @property
    def as_typed_address(self) -> str:
        return self._address(exact="1")

    @cached_property
    def wider(self) -> list[tuple[str, str]]:
        """Single words of a search without results that something is found for, with the address of that search."""
        if not self.found or len(self.found.asked.content) < 2:
            return []
        words = [word for word in self.found.asked.content if word in self.found.known]
        return [(word, f"?{urlencode({'q': word})}") for word in words[:4]]

    @cached_property
    def registries(self) -> list[tuple[str, str]]:
        """Trial numbers that were typed, with their pages in the registries, for trials that are not here."""
        numbers = find_numbers(self.query)
        pages = [(number, registry_address(registry, number)) for registry, number in numbers]
        return [(number, address) for number, address in pages if address]

    @property
    def all_address(self) -> str:
        return self._address()

    @property
    def longest(self) -> int:
        return LONGEST_QUERY

    def _address(self, **more: str) -> str:
        exact = {"exact": "1"} if self.as_typed else {}
        return f"?{urlencode({'q': self.query, **exact, **more})}"

    def _fill_all(self) -> None:
        ranked = list(self.found.ranked)
        pinned = self.found.pinned
        if pinned is not None:
            ranked = [one for one in ranked if one.key != pinned.pk]
            ranked.insert(0, Candidate(pinned.pk, pinned.kind, pinned.title, (), frozenset(), score=100.0))
            self.found.totals.setdefault(pinned.kind, 1)
        shown = _first_of_each_kind(ranked)
        hits = hits_of([one.key for one in shown], self.found)
        best = [one.key for one in shown[:MOST_BEST]]
        self.best = [hits[key] for key in best if key in hits]
        self.has_answer = bool(shown) and shown[0].score >= IS_ANSWER
        for kind in dict.fromkeys(one.kind for one in shown):
            keys = [one.key for one in shown if one.kind == kind]
            rest = [hits[key] for key in keys if key not in best and key in hits]
            self.groups.append(self._group(kind, rest, shown=len(keys)))

    def _fill_kind(self, number: str) -> None:
        self.page = Paginator(self.found.ranked, PER_PAGE).get_page(number)
        self.page.around = list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))
        hits = hits_of([one.key for one in self.page], self.found)
        self.groups = [self._group(self.kind, [hits[one.key] for one in self.page if one.key in hits])]

    def _group(self, kind: str, hits: list[Hit], *, shown: int = 0) -> Group:
        total = self.found.totals.get(kind, 0)
        address = self._address(kind=str(kind))
        return Group(kind, str(Kind(kind).label), hits, total, address, kind == self.kind, total > shown)

    @property
    def parameters(self) -> QueryDict:
        """What the links to further pages keep."""
        return QueryDict(self._address(kind=self.kind).removeprefix("?"))


def _first_of_each_kind(ranked: list[Candidate]) -> list[Candidate]:
    counts: dict[str, int] = {}
    shown = []
    for one in ranked:
        counts[one.kind] = counts.get(one.kind, 0) + 1
        if counts[one.kind] <= MOST_PER_GROUP:
            shown.append(one)
    return shown


def hits_of(keys: list[int], found: Found) -> dict[int, Hit]:
    """Return the results to be shown, by document; what is true today is looked up now (at most seven queries)."""
    asked = found.asked
    shown = SearchDocument.objects.public(asked.language).filter(pk__in=keys)
    documents = list(shown.only("kind", "object_id", "title", "address", "lead", "body"))
    words = [word for word in asked.content if len(word) > 1 or len(asked.content) == 1]
    tags, dates = _standings(documents), _dates(documents)
    found_hits = {}
    for document in documents:
        key = (document.kind, document.object_id)
        # Who typed its name wants to know what it is.
        is_named = any(part.is_hit for part in marked(document.title, words, asked.language))
        dated = dates.get(key, "")
        tag_line, checked = tags.get(key, ([], ""))
        found_hits[document.pk] = Hit(
            kind=document.kind,
            kind_label=str(SINGULAR[Kind(document.kind)]),
            address=document.address,
            title=document.title,
            extract=extract(document.lead, "" if is_named and document.lead else document.body, words, asked.language),
            tags=tag_line,
            dated=" · ".join(filter(None, (checked, dated))),
        )
    return found_hits


def _standings(documents: list[SearchDocument]) -> dict[tuple[str, int], tuple[list[Tag], str]]:
    """Return where therapies and trials stand today: in words, and when that was looked up."""
    ids: dict[str, list[int]] = {}
    for document in documents:
        ids.setdefault(document.kind, []).append(document.object_id)
    found: dict[tuple[str, int], tuple[list[Tag], str]] = {}
    if Kind.THERAPY in ids:
        for key, tags in therapy_standings.standings_of(ids[Kind.THERAPY]).items():
            shown = [Tag(_in_place(tag.place, tag.words), tag.look) for tag in tags[:MOST_TAGS]]
            found[Kind.THERAPY, key] = (shown, "")
    if Kind.TRIAL in ids:
        for key, (standing, day) in trial_standings.standings_of(ids[Kind.TRIAL]).items():
            checked = _t("registry looked at on %(date)s") % {"date": day} if day else ""
            found[Kind.TRIAL, key] = ([Tag(standing.words, standing.look)], checked)
    return found


def _in_place(place: str, status: str) -> str:
    return _t("%(place)s: %(status)s") % {"place": place, "status": status}


def _dates(documents: list[SearchDocument]) -> dict[tuple[str, int], str]:
    """Return when each entry was medically reviewed, or that it was not yet (one query)."""
    kinds = {model: kind for kind, models in MODELS.items() for model in models}
    reviews = {}
    for (model, key), rows in reviews_of_entries(kinds, [document.object_id for document in documents]).items():
        reviews[kinds[model], key] = rows
    keys = [(document.kind, document.object_id) for document in documents]
    return {key: review_note(reviews.get(key, [])).line for key in keys}
