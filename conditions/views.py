"""Public pages of conditions."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from conditions.enums import BodyArea
from conditions.models import Condition
from conditions.presenters import ConditionCard, ConditionPage
from portal.base.countries import european_countries
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query


def condition_index(request):
    """Conditions by name, with a find box that knows misspellings and codes."""
    query = typed_query(request)
    areas = [("", _("All parts of the body")), *BodyArea.choices]
    area = chosen_value(request, "area", areas)
    conditions = Condition.objects.public().order_by_name()
    if query:
        conditions = conditions.called_like(query)
    if area:
        conditions = conditions.filter(body_area=area)
    filters = [Filter("area", _("Part of the body"), areas, area)]
    listing = Listing(query, filters, paginate(conditions, request, size=40), request.GET)
    cards = ConditionCard.of_all(listing.page)
    return render(request, "conditions/condition_index.html", {"listing": listing, "cards": cards})


def condition_detail(request, slug):
    """One condition and all that belongs to it."""
    condition = public_record(Condition.objects.public().with_page_parts(), slug)
    country = chosen_value(request, "country", european_countries())
    return render(request, Condition.template, {"page": ConditionPage.of(condition, country=country)})
