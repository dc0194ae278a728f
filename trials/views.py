"""Public pages of trials."""

from collections import defaultdict

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_countries import countries

from portal.base.enums import TherapyKind
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query
from trials.enums import Standing
from trials.models import RegistrySite, Trial
from trials.presenters import TrialCard, TrialPage


def trial_index(request):
    """The finder: by condition or number, country, standing and kind of therapy; all of it in the address."""
    query = typed_query(request)
    choices = {
        "country": [("", _("Any country")), *countries_with_sites()],
        "status": [("", _("All")), *Standing.choices],
        "kind": [("", _("All kinds")), *TherapyKind.choices],
    }
    chosen = {name: chosen_value(request, name, options) for name, options in choices.items()}
    trials = Trial.objects.public().with_registry().prefetch_related("conditions").order_by_openness()
    if query:
        trials = trials.called_like(query)
    if chosen["country"]:
        there = RegistrySite.objects.filter(country=chosen["country"]).values("record__trial__translation_key")
        trials = trials.filter(translation_key__in=there)
    if chosen["status"]:
        trials = trials.standing(Standing(chosen["status"]))
    if chosen["kind"]:
        trials = trials.filter(therapy_kind=chosen["kind"])
    labels = {"country": _("Country"), "status": _("Is the trial open?"), "kind": _("Kind of therapy")}
    filters = [Filter(name, labels[name], options, chosen[name]) for name, options in choices.items()]
    listing = Listing(query, filters, paginate(trials, request), request.GET)
    return render(request, "trials/trial_index.html", {"listing": listing, "cards": cards_of(listing.page)})


def trial_detail(request, slug):
    """One trial."""
    trial = get_object_or_404(Trial.objects.public().with_page_parts(), slug=slug)
    return render(request, Trial.template, {"page": TrialPage.of(trial)})


def countries_with_sites():
    """Return the countries in which a published trial has a site, by name."""
    codes = set(RegistrySite.objects.filter(record__trial__live=True).values_list("country", flat=True).distinct())
    return [(code, name) for code, name in countries if code in codes]


def cards_of(trials):
    """Return the cards of a page of trials, each with the countries where the trial has sites (one query)."""
    trials = list(trials)
    keys = [trial.translation_key for trial in trials]
    rows = RegistrySite.objects.filter(record__trial__translation_key__in=keys)
    names = dict(countries)
    found = defaultdict(set)
    for key, country in rows.values_list("record__trial__translation_key", "country").distinct():
        found[key].add(names.get(country, ""))
    return [TrialCard(trial, sorted(found[trial.translation_key] - {""})) for trial in trials]
