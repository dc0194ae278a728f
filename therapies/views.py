"""Public pages of therapies."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from portal.base.enums import TherapyKind
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query
from therapies.enums import Given, Jurisdiction
from therapies.models import Authorisation, Therapy
from therapies.presenters import TherapyCard, TherapyPage


def therapy_index(request):
    """Therapies by name, with filters by kind, how given and where an authorisation exists or existed."""
    query = typed_query(request)
    choices = {
        "kind": [("", _("All kinds")), *[choice for choice in TherapyKind.choices if choice[0] != "other_cells"]],
        "given": [("", _("Any way")), *Given.choices],
        "where": [("", _("Anywhere")), *[choice for choice in Jurisdiction.choices if choice[0] in ("EU", "US", "UK")]],
    }
    chosen = {name: chosen_value(request, name, options) for name, options in choices.items()}
    therapies = Therapy.objects.public().with_status().order_by_name()
    if query:
        therapies = therapies.called_like(query)
    if chosen["kind"]:
        therapies = therapies.filter(kind=chosen["kind"])
    if chosen["given"]:
        therapies = therapies.filter(given=chosen["given"])
    if chosen["where"]:
        there = Authorisation.objects.filter(therapy=OuterRef("pk"), jurisdiction=chosen["where"])
        therapies = therapies.filter(Exists(there))
    labels = {"kind": _("Kind"), "given": _("How it is given"), "where": _("Where")}
    filters = [Filter(name, labels[name], options, chosen[name]) for name, options in choices.items()]
    listing = Listing(query, filters, paginate(therapies, request), request.GET)
    cards = [TherapyCard(therapy) for therapy in listing.page]
    return render(request, "therapies/therapy_index.html", {"listing": listing, "cards": cards})


def therapy_detail(request, slug):
    """One therapy."""
    therapy = get_object_or_404(Therapy.objects.public().with_page_parts(), slug=slug)
    return render(request, Therapy.template, {"page": TherapyPage.of(therapy)})
