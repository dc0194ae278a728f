"""One search over everything a reader may see: one group per kind, through one function per kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Min, Q, When
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import ArticlePage, InformationPage, SectionPage
from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from portal.base.richtext import plain_text
from portal.base.text import fold
from therapies.models import Therapy
from therapies.presenters import TherapyCard
from trials.models import Trial

MOST_PER_GROUP = 10


@dataclass(frozen=True)
class Hit:
    """One result: where it leads and two lines about it."""

    title: str
    address: str
    extract: str


@dataclass(frozen=True)
class Group:
    """The results of one kind; ``total`` may be larger than the hits shown."""

    name: str
    label: str
    hits: list[Hit]
    total: int
    more_address: str


def search_everything(query: str) -> list[Group]:
    """Return the groups that have results for what a reader typed, in a fixed order; drafts are never searched."""
    if not fold(query):
        return []
    return [group for group in (search(query) for search in SEARCHES) if group.total]


def _records(name, label, queryset, hit: Callable, more_address) -> Group:
    found = list(queryset[:MOST_PER_GROUP])
    total = queryset.count() if len(found) == MOST_PER_GROUP else len(found)
    return Group(name, label, [hit(record) for record in found], total, more_address)


def _terms(query):
    found = Term.objects.public().called_like(query).order_by_name()
    return _records(
        "terms", _("Glossary"), best_first(found, query), lambda term: hit_of(term, term.short_definition),
        "glossary:term_index",
    )  # fmt: skip


def _conditions(query):
    found = Condition.objects.public().called_like(query).order_by_name()
    return _records(
        "conditions", _("Conditions"), best_first(found, query),
        lambda condition: hit_of(condition, condition.summary or plain_text(condition.what_it_is)),
        "conditions:condition_index",
    )  # fmt: skip


def _therapies(query):
    found = Therapy.objects.public().called_like(query).with_status().order_by_name()

    def hit(therapy):
        tags = "; ".join(f"{tag.place}: {tag.words}" for tag in TherapyCard(therapy).tags)
        return hit_of(therapy, f"{tags}. {TherapyCard(therapy).first_point}")

    return _records("therapies", _("Therapies"), found, hit, "therapies:therapy_index")


def _trials(query):
    found = Trial.objects.public().called_like(query).order_by_name()
    return _records(
        "trials", _("Trials"), found, lambda trial: hit_of(trial, plain_text(trial.summary)), "trials:trial_index"
    )


def _organisations(query):
    found = Organisation.objects.public().called_like(query).order_by_name()
    return _records(
        "organisations", _("Organisations"), found,
        lambda organisation: hit_of(organisation, plain_text(organisation.what_they_do)),
        "organisations:organisation_index",
    )  # fmt: skip


def _pages(query):
    hits = []
    for model in (ArticlePage, InformationPage, SectionPage):
        condition = Q(title__icontains=query) | Q(summary__icontains=query)
        if model is ArticlePage:
            condition |= Q(body__icontains=query)
        pages = model.objects.live().public().filter(condition, locale__language_code=get_language())
        hits += [Hit(page.title, page.get_url(), page.summary) for page in pages.order_by("path")]
    return Group("pages", _("Articles and pages"), hits[:MOST_PER_GROUP], len(hits), "")


def best_first(found, query):
    """Return records with those in front that are called exactly so, then those whose name begins so."""
    folded = fold(query)
    exact = Q(folded_name=folded) | Q(also_called__folded=folded)
    rank = Case(
        When(exact, then=0), When(folded_name__startswith=folded, then=1), default=2, output_field=IntegerField()
    )
    return found.annotate(nearness=Min(rank)).order_by("nearness", "folded_name", "pk")


def hit_of(record, extract) -> Hit:
    """Return the result line of a record."""
    return Hit(record.name, record.get_absolute_url(), Truncator(extract).words(32))


SEARCHES = (_terms, _conditions, _therapies, _trials, _organisations, _pages)
