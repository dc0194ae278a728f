"""Public pages of organisations."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_countries import countries

from organisations.enums import OrganisationKind, Service
from organisations.languages import LANGUAGES
from organisations.models import Organisation
from organisations.presenters import OrganisationCard, OrganisationPage, count_by_country
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query


def organisation_index(request):
    """The directory: by condition or name, country served, language, service and kind; all of it in the address."""
    query = typed_query(request)
    everyone = list(Organisation.objects.public().only("country", "languages", "countries_served", "locale"))
    choices = {
        "country": [("", _("Any country")), *countries_served_by(everyone)],
        "language": [("", _("Any language")), *languages_of(everyone)],
        "service": [("", _("Any help")), *Service.choices],
        "kind": [("", _("All kinds")), *OrganisationKind.choices],
    }
    chosen = {name: chosen_value(request, name, options) for name, options in choices.items()}
    found = Organisation.objects.public().prefetch_related("conditions").order_by_name()
    if query:
        found = found.called_like(query)
    if chosen["country"]:
        found = found.serving(chosen["country"])
    if chosen["language"]:
        found = found.speaking(chosen["language"])
    if chosen["service"]:
        found = found.offering(chosen["service"])
    if chosen["kind"]:
        found = found.filter(kind=chosen["kind"])
    labels = {
        "country": _("Helps people in"), "language": _("Language"), "service": _("Kind of help"), "kind": _("Kind"),
    }  # fmt: skip
    filters = [Filter(name, labels[name], options, chosen[name]) for name, options in choices.items()]
    listing = Listing(query, filters, paginate(found, request), request.GET)
    cards = [OrganisationCard(organisation) for organisation in listing.page]
    by_country = count_by_country(everyone)
    return render(
        request,
        "organisations/organisation_index.html",
        {"listing": listing, "cards": cards, "by_country": by_country},
    )


def organisation_detail(request, slug):
    """One organisation."""
    organisation = get_object_or_404(Organisation.objects.public().with_page_parts(), slug=slug)
    return render(request, Organisation.template, {"page": OrganisationPage.of(organisation)})


def countries_served_by(organisations):
    """Return the countries that at least one organisation serves or sits in, by name."""
    codes = {code for organisation in organisations for code in organisation.countries_served}
    return [(code, name) for code, name in countries if code in codes]


def languages_of(organisations):
    """Return the languages in which at least one organisation works."""
    codes = {code for organisation in organisations for code in organisation.languages}
    return [(code, name) for code, name in LANGUAGES if code in codes]
