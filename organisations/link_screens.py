"""Admin screen: links that do not work, that lead elsewhere, or that cannot be looked at by a program."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from organisations.models import LinkCheck, Organisation
from portal.base.enums import LinkState
from portal.base.exporting import as_csv
from portal.base.links import is_long_broken
from portal.base.models import Source
from portal.base.review_screens import edit_address, may_check_any

STATES = {
    "broken": (_("do not work"), Q(state=LinkState.BROKEN)),
    "failed": (_("failed once"), ~Q(state=LinkState.BROKEN) & Q(failed_on__isnull=False)),
    "moved": (_("lead to another address"), Q(state=LinkState.REDIRECTED, failed_on=None)),
    "unsure": (_("do not answer programs: open them yourself"), ~Q(problem="") & Q(failed_on=None)),
}


def broken_links():
    """Return the checks of links that do not work."""
    return LinkCheck.objects.filter(STATES["broken"][1])


def may_see_links(user) -> bool:
    """Return whether a user may see the report: whoever may edit or publish organisations."""
    return may_check_any(user, Organisation)


def links(request):
    """List the links in one state with the entries that use them, as a table or as CSV."""
    if not may_see_links(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "broken")
    state = state if state in STATES else "broken"
    checks = LinkCheck.objects.filter(STATES[state][1]).order_by("failed_on", "address")
    if request.GET.get("export") == "csv":
        cells = [(check.address, check.problem, check.leads_to, check.failed_on, check.checked_on) for check in checks]
        header = ("address", "what was found", "leads to", "fails since", "checked on")
        return HttpResponse(as_csv(header, cells), content_type="text/csv")
    page = Paginator(checks, 50).get_page(request.GET.get("p"))
    used_by = entries_using([check.address for check in page])
    for check in page:
        check.used_by = used_by[check.address]
        check.is_shown = is_long_broken(check.state, check.failed_on)
    context = {
        "page": page,
        "state": state,
        "states": [(name, label) for name, (label, _condition) in STATES.items()],
        "header_title": _t("Links"),
    }
    return render(request, "wagtailadmin/organisations/links.html", context)


def entries_using(addresses: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Return title and editing address of the organisations and sources behind each address (two queries)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for organisation in Organisation.objects.filter(website__in=addresses).order_by("folded_name", "pk"):
        found[organisation.website].append((organisation.name, edit_address(organisation)))
    for source in Source.objects.filter(url__in=addresses).order_by("title", "pk"):
        found[source.url].append((_t("Source: %(title)s") % {"title": source.title}, edit_address(source)))
    return found
