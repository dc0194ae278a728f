"""Public pages of therapies."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.base.enums import TherapyKind
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query
from therapies.enums import Given, Jurisdiction
from therapies.models import Therapy
from therapies.presenters import TherapyCard, TherapyPage

PLACES_TO_CHOOSE = (Jurisdiction.EU, Jurisdiction.US, Jurisdiction.UK)


def therapy_index(request):
    """Therapies by name, with filters by kind, how given and where an authorisation exists or existed."""
    query = typed_query(request)
    filters = filters_in(request)
    therapies = narrowed(Therapy.objects.public().with_status().order_by_name(), query, filters)
    listing = Listing(query, filters, paginate(therapies, request), request.GET)
    cards = TherapyCard.with_conditions(listing.page)
    return render(request, "therapies/therapy_index.html", {"listing": listing, "cards": cards})


def therapy_detail(request, slug):
    """One therapy."""
    therapy = public_record(Therapy.objects.public().with_page_parts(), slug)
    return render(request, Therapy.template, {"page": TherapyPage.of(therapy)})


def filters_in(request):
    """Return the filters of the list with what the address chooses."""
    kinds = [choice for choice in TherapyKind.choices if choice[0] != TherapyKind.OTHER_CELLS]
    places = [(place.value, place.label) for place in PLACES_TO_CHOOSE]
    rows = [
        ("kind", _("Kind"), [("", _("All kinds")), *kinds]),
        ("given", _("How it is given"), [("", _("Any way")), *Given.choices]),
        ("where", _("Where"), [("", _("Anywhere")), *places]),
    ]
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]


def narrowed(therapies, query, filters):
    """Return only the therapies that fit what was typed and chosen."""
    chosen = {row.name: row.chosen for row in filters}
    if query:
        therapies = therapies.called_like(query)
    if chosen["kind"]:
        therapies = therapies.filter(kind=chosen["kind"])
    if chosen["given"]:
        therapies = therapies.filter(given=chosen["given"])
    if chosen["where"]:
        therapies = therapies.filter(authorisations__jurisdiction=chosen["where"]).distinct()
    return therapies
