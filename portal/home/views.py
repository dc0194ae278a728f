"""Search, health and error pages."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django_countries import countries

from conditions.models import Condition
from portal.base.listing import LONGEST_QUERY, chosen_value, typed_query
from portal.home.failed_searches import note_failed_search
from portal.home.gallery import gallery_blocks, gallery_examples
from portal.home.heatmap import MEASURES, Heatmap, picture_context
from portal.home.search.finding import find_number
from portal.home.search.presenters import SearchPage
from portal.home.search.reading import understand
from portal.home.search.suggesting import suggestions


def search(request):
    """Results from every kind of record and page for the words in the address; a trial's number leads to the trial."""
    query = typed_query(request)
    typed = request.GET.get("q", "")
    kind, exact = request.GET.get("kind", ""), request.GET.get("exact") == "1"
    if query and not kind and (trial := find_number(understand(query, get_language() or ""))):
        return redirect(trial.address)
    view = SearchPage.of(
        query, kind=kind, number=request.GET.get("page", "1"), as_typed=exact, was_cut=len(typed) > LONGEST_QUERY
    )
    if query and not view.total and not view.kind and not exact:
        note_failed_search(query, get_language() or "")
    return render(request, "home/search.html", {"view": view})


@never_cache
def search_suggestions(request):
    """Names that begin with what is typed so far, for the script of the search box; nothing of it is kept."""
    query = typed_query(request)
    return JsonResponse({"names": suggestions(query, get_language() or "")})


def support_map(request):
    """Organisations, trial sites or therapies by country: diagrams, a picture and tables; all of it in the address."""
    conditions = list(Condition.objects.public().order_by_name().values_list("slug", "name"))
    heatmap = heatmap_in(request, conditions)
    return render(request, "home/support_map.html", {"heatmap": heatmap, "conditions": conditions})


def support_picture(request):
    """The picture of Europe that goes with the map, shaded by the same numbers."""
    heatmap = heatmap_in(request, Condition.objects.public().values_list("slug", "name"))
    context = picture_context(heatmap, is_dark=request.GET.get("theme") == "dark")
    response = HttpResponse(render_to_string("home/europe.svg", context), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=3600)
    return response


def heatmap_in(request, conditions):
    """Return the map with what the address chooses; what it does not know is as if it were not there."""
    slug = chosen_value(request, "condition", conditions)
    known = Condition.objects.public().select_related("broader").prefetch_related("narrower")
    condition = known.filter(slug=slug).first() if slug else None
    show = request.GET.get("show")
    measure = next((measure for measure in MEASURES if measure.slug == show), MEASURES[0])
    return Heatmap(measure, condition, chosen_value(request, "country", countries))


@never_cache
def is_alive(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def is_ready(request):
    """The process can serve pages: the database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the balancer must hear "not ready"
        return JsonResponse({"ready": False, "database": type(error).__name__}, status=503)
    return JsonResponse(
        {"ready": not waiting, "database": "ok", "migrations_waiting": len(waiting)}, status=503 if waiting else 200
    )


def favicon(request):
    """Old browsers ask for this address whatever the page says."""
    return redirect(static("images/icon.svg"), permanent=True)


def styleguide(request):
    """Every component with example content; in development only."""
    return render(request, "home/styleguide.html", {"blocks": gallery_blocks(), "examples": gallery_examples()})


def not_found(request, exception=None):
    """404, with ways on and no blame."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500: rendered without database or context processors, for one of them may be what is broken."""
    return HttpResponse(render_to_string("500.html", {}), status=500)
