"""Countries without a code, which an editor can map, and values that no reading understood."""

from django.db.models import Count, Max, Min
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_countries import countries
from wagtail.admin import messages

from trials.enums import FailureOutcome
from trials.finder.filling import refresh
from trials.importing.country_mapping import map_country, suggestion, take_back
from trials.models import CountryName, SyncFailure, Trial, UnmappedCountry
from trials.screens.frame import for_editors, page_of, show


@for_editors
def unmapped(request):
    """Names of countries that wait for a country, those mapped by hand, and values taken as unknown."""
    names = list(UnmappedCountry.objects.all()[:200])
    for row in names:
        row.suggestion = suggestion(row.name)
    values = SyncFailure.objects.filter(outcome=FailureOutcome.UNKNOWN).values("field", "why")
    values = values.annotate(times=Count("pk"), first=Min("number"), last=Max("run__started_at"))
    return show(
        request,
        "wagtailadmin/trials/unmapped.html",
        _("Countries and values"),
        names=names,
        countries=list(countries),
        mapped=CountryName.objects.select_related("mapped_by"),
        query="",
        page=page_of(values.order_by("-last", "field", "why"), request),
    )


@require_POST
@for_editors
def map_name(request, pk):
    """Give a country to a name."""
    row = get_object_or_404(UnmappedCountry, pk=pk)
    code = request.POST.get("country", "")
    if code not in dict(countries):
        messages.error(request, _("Choose a country for “%(name)s”.") % {"name": row.name})
        return redirect(reverse("trials_unmapped"))
    name = row.name
    sites = map_country(row, code, by=request.user)
    refresh(_trials_in(name))
    told = ngettext(
        "“%(name)s” is %(country)s from now on; %(n)s site has its country.",
        "“%(name)s” is %(country)s from now on; %(n)s sites have their country.",
        sites,
    )
    messages.success(request, told % {"name": name, "country": countries.name(code), "n": sites})
    return redirect(reverse("trials_unmapped"))


@require_POST
@for_editors
def unmap_name(request, pk):
    """Take a mapping back."""
    row = get_object_or_404(CountryName, pk=pk)
    name = row.name
    take_back(row)
    refresh(_trials_in(name))
    messages.success(request, _("“%(name)s” waits for a country again.") % {"name": name})
    return redirect(reverse("trials_unmapped"))


def _trials_in(name):
    """Return the keys of the published trials with a site under a country's name: the finder looks at them anew."""
    trials = Trial.objects.live().filter(registry_records__sites__country_as_sent=name)
    return trials.values_list("pk", flat=True).distinct()
