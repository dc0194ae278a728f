"""Public pages of therapies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from conditions.models import Condition
from portal.base.enums import TherapyKind
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, paginate, typed_query
from therapies.enums import Given, Jurisdiction, Standing
from therapies.models import Therapy
from therapies.presenters import TherapyCard, TherapyPage
from therapies.timeline import Timeline

PLACES_TO_CHOOSE = (Jurisdiction.EU, Jurisdiction.US, Jurisdiction.UK)


def therapy_index(request):
    """Therapies by name, with filters by kind, how given and where an authorisation exists or existed."""
    query = typed_query(request)
    filters = filters_in(request)
    therapies = narrowed(Therapy.objects.public().with_status().order_by_name(), query, filters)
    listing = Listing(query, filters, paginate(therapies, request), request.GET)
    cards = TherapyCard.with_conditions(listing.page)
    picture = None if listing.is_narrowed else timeline_of_all().svg(right_to_left=get_language_bidi())
    context = {"listing": listing, "cards": cards, "picture": picture}
    return render(request, "therapies/therapy_index.html", context)


def therapy_detail(request, slug):
    """One therapy."""
    therapy = public_record(Therapy.objects.public().with_page_parts(), slug)
    return render(request, Therapy.template, {"page": TherapyPage.of(therapy)})


def therapy_timeline(request):
    """Every approval and ending since 1990: a picture, and the same as a table."""
    timeline = timeline_of_all()
    context = {"timeline": timeline, "picture": timeline.svg(right_to_left=get_language_bidi())}
    return render(request, "therapies/therapy_timeline.html", context)


def therapy_timeline_csv(request):
    """Every approval and ending as a file."""
    response = HttpResponse(timeline_of_all().csv(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="approvals.csv"'
    return response


def timeline_of_all():
    """Return the timeline of all published therapies (three queries)."""
    return Timeline.of(Therapy.objects.public().with_status().order_by_name())


def filters_in(request):
    """Return the filters of the list with what the address chooses."""
    kinds = [choice for choice in TherapyKind.choices if choice[0] != TherapyKind.OTHER_CELLS]
    places = [(place.value, place.label) for place in PLACES_TO_CHOOSE]
    rows = [
        ("condition", _("Condition"), [("", _("All conditions")), *conditions_with_therapies()]),
        ("status", _("Where it stands"), [("", _("All")), *Standing.choices]),
        ("kind", _("Kind"), [("", _("All kinds")), *kinds]),
        ("given", _("How it is given"), [("", _("Any way")), *Given.choices]),
        ("where", _("Where"), [("", _("Anywhere")), *places]),
    ]
    return [Filter(name, label, options, chosen_value(request, name, options)) for name, label, options in rows]


def conditions_with_therapies():
    """Return address and name of the conditions that at least one published therapy is for."""
    treated = Condition.objects.public().filter(therapies__live=True).distinct().order_by_name()
    return list(treated.values_list("slug", "name"))


def narrowed(therapies, query, filters):
    """Return only the therapies that fit what was typed and chosen."""
    chosen = {row.name: row.chosen for row in filters}
    if query:
        therapies = therapies.called_like(query)
    if chosen["kind"]:
        therapies = therapies.filter(kind=chosen["kind"])
    if chosen["given"]:
        therapies = therapies.filter(given=chosen["given"])
    if chosen["condition"]:
        therapies = therapies.filter(conditions__slug=chosen["condition"]).distinct()
    if chosen["status"]:
        return therapies.standing(Standing(chosen["status"]), chosen["where"])
    if chosen["where"]:
        therapies = therapies.filter(authorisations__jurisdiction=chosen["where"]).distinct()
    return therapies
