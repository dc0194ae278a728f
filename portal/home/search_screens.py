"""The report of searches that found nothing, by week. There is nothing in it about who searched, or when on a day."""

import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.models import Locale

from portal.base.exporting import as_csv
from portal.home.failed_searches import DAYS_NEEDED, WEEKS_KEPT
from portal.home.search_feedback import FailedSearch, PinnedAnswer

PER_PAGE = 50
CSV_HEADER = ("language", "week beginning", "words", "times")


def may_see(user) -> bool:
    """Return whether a user may see the report."""
    return user.has_perm("home.view_failedsearch")


def failed_searches_report(request):
    """List the words that found nothing, those of one week or of all, the most frequent first; also as CSV."""
    if not may_see(request.user):
        raise PermissionDenied
    languages = [(locale.language_code, locale.get_display_name()) for locale in Locale.objects.order_by("pk")]
    language = request.GET.get("language") or languages[0][0]
    if language not in dict(languages):
        raise Http404
    rows = FailedSearch.objects.filter(language=language)
    weeks = list(rows.order_by("-week").values_list("week", flat=True).distinct())
    week = _week(request.GET.get("week", ""), weeks)
    rows = rows.filter(week=week) if week else rows
    if request.GET.get("export") == "csv":
        return _as_file(rows.order_by("-week", "-times", "words"))
    words = rows.values("words").annotate(total=Sum("times")).order_by("-total", "words")
    page = Paginator(words, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [{**row, "address": _search_address(row["words"], language)} for row in page],
        "total": page.paginator.count,
        "languages": languages,
        "language": language,
        "weeks": [one.isoformat() for one in weeks],
        "week": week.isoformat() if week else "",
        "days": DAYS_NEEDED,
        "weeks_kept": WEEKS_KEPT,
        "asked": urlencode({"language": language, "week": week.isoformat() if week else ""}),
        "pin_address": _pin_address(request.user),
        "header_title": _t("Searches without result"),
    }
    return render(request, "wagtailadmin/home/failed_searches.html", context)


def _week(typed: str, known: list[datetime.date]) -> datetime.date | None:
    return next((week for week in known if week.isoformat() == typed), None)


def _search_address(words: str, language: str) -> str:
    with translation.override(language):
        return f"{reverse('search')}?{urlencode({'q': words})}"


def _pin_address(user) -> str:
    viewset = PinnedAnswer.snippet_viewset
    return reverse(viewset.get_url_name("add")) if user.has_perm("home.add_pinnedanswer") else ""


def _as_file(rows) -> HttpResponse:
    lines = rows.values_list("language", "week", "words", "times")
    headers = {"Content-Disposition": 'attachment; filename="failed-searches.csv"'}
    return HttpResponse(as_csv(CSV_HEADER, lines), content_type="text/csv; charset=utf-8", headers=headers)


class FailedSearchesItem(MenuItem):
    """Shown in the menu of reports to whoever may see it."""

    def is_shown(self, request):
        return may_see(request.user)


def menu_item_of_failed_searches():
    """“Searches without result” in the menu of reports."""
    return FailedSearchesItem(
        _("Searches without result"), reverse("portal_failed_searches"), name="failed-searches", icon_name="search",
        order=860,
    )  # fmt: skip
