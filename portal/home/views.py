"""Search, health and error pages."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import never_cache

from portal.base.listing import typed_query
from portal.home.gallery import gallery_blocks, gallery_examples
from portal.home.search import search_everything


def search(request):
    """Results from every kind of record and page for the words in the address."""
    query = typed_query(request)
    groups = search_everything(query)
    total = sum(group.total for group in groups)
    return render(request, "home/search.html", {"query": query, "groups": groups, "total": total})


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
