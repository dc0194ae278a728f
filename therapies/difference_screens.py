"""Admin screen: on what regulators' lists and we disagree, to be settled or dismissed one by one."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.base.exporting import as_csv
from portal.base.review_screens import edit_address, may_check_any
from therapies.enums import DifferenceState
from therapies.models import RegulatorDifference, RegulatorReading, Therapy


def differences(request):
    """The differences in one state, the readings they come from, and a CSV of them."""
    _require_permission(request)
    state = request.GET.get("state", DifferenceState.OPEN)
    if state not in DifferenceState.values:
        state = DifferenceState.OPEN
    rows = RegulatorDifference.objects.filter(state=state).select_related("therapy", "first_reading", "settled_by")
    if request.GET.get("export") == "csv":
        cells = [(row.regulator, row.product_name, row.product_number, row.field, row.ours, row.theirs) for row in rows]
        header = ("list", "product", "number", "fact", "we say", "the list says")
        return HttpResponse(as_csv(header, cells), content_type="text/csv")
    page = Paginator(rows, 50).get_page(request.GET.get("p"))
    for row in page:
        row.edit_address = edit_address(row.therapy) if row.therapy else ""
    context = {
        "page": page,
        "state": state,
        "states": DifferenceState.choices,
        "readings": RegulatorReading.objects.all()[:10],
        "header_title": _t("Differences from regulators"),
    }
    return render(request, "wagtailadmin/therapies/differences.html", context)


@require_POST
def settle(request, pk):
    """Settle a difference (our entry was corrected) or dismiss it with a reason (the list is wrong)."""
    _require_permission(request)
    difference = get_object_or_404(RegulatorDifference, pk=pk)
    note = request.POST.get("note", "").strip()
    is_dismissed = "dismiss" in request.POST
    if is_dismissed and not note:
        messages.error(request, _t("Say why it is dismissed: the next person must understand it."))
        return redirect(reverse("therapies_differences"))
    difference.state = DifferenceState.DISMISSED if is_dismissed else DifferenceState.SETTLED
    difference.note = note
    difference.settled_by = request.user
    difference.settled_at = timezone.now()
    difference.save()
    messages.success(request, _t("“%(difference)s” is off the list.") % {"difference": difference})
    return redirect(reverse("therapies_differences"))


def _require_permission(request):
    if not may_check_any(request.user, Therapy):
        raise PermissionDenied
