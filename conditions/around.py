"""What stands around a condition: organisations and umbrellas, stories, words of the glossary.

Reached through the relations and by name, because a condition may not import the apps whose records point at it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q
from django.utils import translation
from wagtail.models import PageViewRestriction

from conditions.models import Condition
from glossary.marking import STAMP, glossary_of
from glossary.models import Term
from portal.base.published_text import lines_of
from portal.base.stamps import keep

# The MeSH heading “Rare Diseases”: its organisations help with every condition that Orphanet counts as rare.
RARE_DISEASES = "D035583"
MOST_ORGANISATIONS = 50
MOST_WITH_UMBRELLAS = 300
MOST_UMBRELLAS = 5
MOST_STORIES = 10


class Word(NamedTuple):
    """A glossary term as a link."""

    name: str
    address: str


def nearness(countries_served: Iterable[str], country: str) -> int:
    """Return 0 for the reader's country, 1 for every country, 2 for others; 0 until a country is chosen."""
    if not country or country in countries_served:
        return 0
    return 2 if countries_served else 1


def organisations_around(condition: Condition, family: Iterable[Condition]) -> list[Model]:
    """Return who helps with a condition (``is_own``), with its family (``is_near``), and the umbrellas (one query).

    By name within each. Umbrellas are those that offer people something and name no condition of their own, or rare
    conditions as a whole where this one has an ORPHAcode.
    """
    organisations = Condition._meta.get_field("organisations").related_model.objects
    this = {"pk": OuterRef("pk")}
    found = organisations.public().annotate(
        is_own=Exists(organisations.about(condition, through="conditions").filter(**this)),
        is_near=Exists(organisations.about(condition, *family, through="conditions").filter(**this)),
        is_for_some=Exists(organisations.filter(conditions__isnull=False, **this)),
        is_for_rare=Exists(organisations.filter(conditions__mesh_id=RARE_DISEASES, **this)),
    )
    wide = Q(is_for_some=False) | Q(is_for_rare=True) if condition.orphacode else Q(is_for_some=False)
    umbrellas = Q(kind="umbrella") & ~Q(services="") & wide
    found = found.filter(Q(is_near=True) | umbrellas).select_related("contact_state")
    return list(found.order_by("-is_own", "-is_near", "-is_for_rare", "folded_name", "pk")[:MOST_WITH_UMBRELLAS])


def near_umbrellas(umbrellas: Iterable, country: str) -> list:
    """Return umbrellas of the reader's country, then international ones; those of other countries are left out."""
    near = [one for one in umbrellas if not one.countries_served or (country and country in one.countries_served)]
    return sorted(near, key=lambda one: nearness(one.countries_served, country))[:MOST_UMBRELLAS]


def stories_about(*conditions: Condition) -> list[Model]:
    """Return the published stories that name one of these conditions, the latest first (one query)."""
    stories = Condition._meta.get_field("stories").related_model.objects.live()
    keys = [condition.translation_key for condition in conditions]
    place = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    private = PageViewRestriction.objects.annotate(place=place).filter(place__startswith=F("page__path"))
    found = stories.filter(conditions__translation_key__in=keys, locale_id=conditions[0].locale_id)
    return list(found.exclude(Exists(private)).distinct().order_by("-first_published_at", "-pk")[:MOST_STORIES])


def words_of(condition: Condition) -> list[Word]:
    """Return the glossary terms that the text of a condition uses, by name; no query once the glossary is known."""
    language = translation.get_language()
    texts = [condition.summary, *lines_of(condition.what_it_is), *lines_of(condition.state_of_play)]
    found = {match.term for match in glossary_of(language).matcher.find("\n".join(texts), frozenset())}
    known = keep(STAMP, ("as links", language), lambda: _links(language))
    return [word for key, word in known.items() if key in found]


def _links(language: str) -> dict[int, Word]:
    terms = Term.objects.public(language).order_by_name()
    return {term.pk: Word(term.name, term.get_absolute_url()) for term in terms}
