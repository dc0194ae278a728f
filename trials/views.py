"""Public pages of trials. What a reader asks for is in the address and nowhere else: never logged, never stored."""

from django.shortcuts import render

from organisations.models import Organisation
from portal.base.fetching import public_record
from portal.base.listing import paginate, typed_query
from trials.cards import TrialCard
from trials.finder.asking import read
from trials.finder.looking import look
from trials.finder.places import place_meant
from trials.finder.results import FinderPage
from trials.finder.ways_on import ways_on
from trials.models import Trial
from trials.presenters import TrialPage

MOST_ORGANISATIONS = 5


def trial_index(request):
    """The finder: condition, place, standing, age, sex, stage and kind of therapy; all of it in the address."""
    asked = read(request)
    hits = look(asked)
    page = paginate(hits.keys, request)
    found = {trial.pk: trial for trial in Trial.objects.public().filter(pk__in=list(page))}
    cards = TrialCard.for_finder(
        [found[key] for key in page if key in found], asked.where.place, hits.km
    )  # fmt: skip
    is_empty = not hits.keys
    finder = FinderPage(
        asked=asked,
        hits=hits,
        page=page,
        cards=cards,
        ways_on=ways_on(asked) if is_empty and asked.is_narrowed else [],
        organisations=organisations_for(asked) if is_empty else [],
    )
    return private(render(request, "trials/trial_index.html", {"finder": finder}), request)


def trial_detail(request, slug):
    """One trial; with distances where the address names a place."""
    trial = public_record(Trial.objects.public().with_page_parts(), slug)
    place = place_meant(typed_query(request, "near")[:100], request.GET.get("place", "")).place
    return private(render(request, Trial.template, {"page": TrialPage.of(trial, place=place)}), request)


def private(response, request):
    """Let no shared cache keep a page whose address says where somebody lives or what they have."""
    if request.GET:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def organisations_for(asked):
    """Return organisations for the conditions a reader asked about (one query, none without a condition)."""
    if not asked.condition.keys:
        return []
    there = Organisation.objects.public().filter(conditions__translation_key__in=asked.condition.keys)
    return list(there.distinct().order_by("folded_name", "pk")[:MOST_ORGANISATIONS])
