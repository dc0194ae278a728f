"""Public pages of organisations."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django_countries import countries

from conditions.models import Condition
from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGES
from organisations.models import Organisation
from organisations.presenters import OrganisationCard, OrganisationPage, count_by_country
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query


def organisation_index(request):
    """The directory: by name, condition, country served, language, service and kind; all of it in the address."""
    query = typed_query(request)
    everyone = list(Organisation.objects.public().only("languages", "countries_served", "locale"))
    filters = filters_in(request, everyone)
    chosen = {row.name: row for row in filters}
    found = narrowed(Organisation.objects.public().order_by_name(), query, filters)
    listing = Listing(query, filters, paginate(found, request), request.GET)
    context = {
        "listing": listing,
        "cards": OrganisationCard.with_page_parts(listing.page),
        "by_country": count_by_country(everyone),
        "country": chosen["country"].chosen_label if chosen["country"].chosen else "",
        "condition": chosen["condition"].chosen_label if chosen["condition"].chosen else "",
    }
    return render(request, "organisations/organisation_index.html", context)


def organisation_detail(request, slug):
    """One organisation."""
    organisation = public_record(Organisation.objects.public().with_page_parts(), slug)
    return render(request, Organisation.template, {"page": OrganisationPage.of(organisation)})


def filters_in(request, everyone):
    """Return the filters of the directory with what the address chooses (one query).

    Every condition is offered: where no organisation names it, those that are there for all conditions remain.
    """
    conditions = Condition.objects.public().order_by_name().values_list("slug", "name")
    rows = [
        ("condition", _("Condition"), [("", _("All conditions")), *conditions]),
        ("country", _("Helps people in"), [("", _("Any country")), *countries_served_by(everyone)]),
        ("language", _("Language"), [("", _("Any language")), *languages_of(everyone)]),
        ("service", _("Kind of help"), [("", _("Any help")), *Service.choices]),
        ("kind", _("Kind"), [("", _("All kinds")), *OrganisationKind.choices]),
    ]
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]


def narrowed(found, query, filters):
    """Return only the organisations that fit what was typed and chosen, the nearest to it first.

    Nearest are those that name the condition, its group or a member of it, before those that are there for all; then
    those that name the country, before international ones.
    """
    chosen = {row.name: row.chosen for row in filters}
    if query:
        found = found.called_like(query)
    if chosen["condition"]:
        condition = Condition.objects.public().select_related("broader").get(slug=chosen["condition"])
        found = found.helping_with(condition)
    if chosen["country"]:
        found = found.serving(chosen["country"])
    if chosen["language"]:
        found = found.speaking(chosen["language"])
    if chosen["service"]:
        found = found.offering(chosen["service"])
    if chosen["kind"]:
        found = found.filter(kind=chosen["kind"])
    return found.order_by_nearness(condition=bool(chosen["condition"]), country=bool(chosen["country"]))


def countries_served_by(organisations):
    """Return the countries that at least one organisation names as one it serves, by name."""
    codes = {code for organisation in organisations for code in organisation.countries_served}
    return [(code, name) for code, name in countries if code in codes]


def languages_of(organisations):
    """Return the languages in which at least one organisation works."""
    codes = {code for organisation in organisations for code in organisation.languages}
    return [(code, name) for code, name in LANGUAGES if code in codes]
