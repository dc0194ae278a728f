"""Public pages of trials."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django_countries import countries

from portal.base.enums import TherapyKind
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query
from trials.enums import Standing
from trials.models import Trial
from trials.presenters import TrialCard, TrialPage


def trial_index(request):
    """The finder: by condition or number, country, standing and kind of therapy; all of it in the address."""
    query = typed_query(request)
    filters = filters_in(request)
    trials = narrowed(Trial.objects.public().with_registry().order_by_openness(), query, filters)
    listing = Listing(query, filters, paginate(trials, request), request.GET)
    cards = TrialCard.with_conditions(listing.page)
    return render(request, "trials/trial_index.html", {"listing": listing, "cards": cards})


def trial_detail(request, slug):
    """One trial."""
    trial = public_record(Trial.objects.public().with_page_parts(), slug)
    return render(request, Trial.template, {"page": TrialPage.of(trial)})


def filters_in(request):
    """Return the filters of the finder with what the address chooses (one query)."""
    rows = [
        ("country", _("Country"), [("", _("Any country")), *countries_with_sites()]),
        ("status", _("Is the trial open?"), [("", _("All")), *Standing.choices]),
        ("kind", _("Kind of therapy"), [("", _("All kinds")), *TherapyKind.choices]),
    ]
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]


def narrowed(trials, query, filters):
    """Return only the trials that fit what was typed and chosen."""
    chosen = {row.name: row.chosen for row in filters}
    if query:
        trials = trials.called_like(query)
    if chosen["country"]:
        there = Trial.objects.live().filter(registry_records__sites__country=chosen["country"])
        trials = trials.filter(translation_key__in=there.values("translation_key"))
    if chosen["status"]:
        trials = trials.standing(Standing(chosen["status"]))
    if chosen["kind"]:
        trials = trials.filter(therapy_kind=chosen["kind"])
    return trials


def countries_with_sites():
    """Return the countries in which a published trial has a site, by name."""
    sites = Trial.objects.live().order_by().values_list("registry_records__sites__country", flat=True)
    codes = set(sites.distinct())
    return [(code, name) for code, name in countries if code in codes]
