"""Search, health, sitemap and error pages."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from conditions.sitemaps import ConditionSitemap
from glossary.sitemaps import TermSitemap
from organisations.sitemaps import OrganisationSitemap
from portal.base.listing import LONGEST_QUERY, typed_query
from portal.base.sitemaps import IndexSitemap
from portal.home.failed_searches import note_failed_search
from portal.home.gallery import gallery_blocks, gallery_examples
from portal.home.search.finding import find_number
from portal.home.search.presenters import SearchPage
from portal.home.search.reading import understand
from portal.home.search.suggesting import suggestions
from therapies.sitemaps import TherapySitemap
from trials.sitemaps import TrialSitemap

INDEXES = [
    "glossary:term_index",
    "conditions:condition_index",
    "therapies:therapy_index",
    "trials:trial_index",
    "organisations:organisation_index",
    "search",
]


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


def sitemap(request):
    """Every public address, in every language."""
    maps = {
        "indexes": IndexSitemap(INDEXES),
        "pages": PageSitemap(request),
        "terms": TermSitemap(),
        "conditions": ConditionSitemap(),
        "therapies": TherapySitemap(),
        "trials": TrialSitemap(),
        "organisations": OrganisationSitemap(),
    }
    return sitemap_view(request, sitemaps=maps, content_type="application/xml")


def robots(request):
    """What crawlers may read: everything public but search results."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /staff/",
        "Disallow: /search/",
        "Disallow: /contribute/status/",
    ]
    return HttpResponse(
        "\n".join([*lines, f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml", ""]), content_type="text/plain"
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
