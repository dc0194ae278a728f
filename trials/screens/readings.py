"""The report of readings: when a registry was read, what it brought, and what could not be used and why."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.exporting import as_csv
from trials.enums import FailureOutcome, Registry
from trials.models import SyncRun
from trials.screens.frame import chosen, for_editors, page_of, query_of, show

ENDS = [
    ("well", gettext_lazy("all went well")),
    ("some", gettext_lazy("some studies could not be used")),
    ("not", gettext_lazy("could not be read")),
    ("open", gettext_lazy("not finished")),
]
CODES = {"well": 0, "some": 1, "not": 2}


@for_editors
def readings(request):
    """All readings, the latest first."""
    source = chosen(request, "source", Registry.choices)
    end = chosen(request, "end", ENDS)
    runs = SyncRun.objects.all()
    runs = runs.filter(source=source) if source else runs
    if end:
        runs = runs.filter(exit_code__isnull=True) if end == "open" else runs.filter(exit_code=CODES[end])
    page = page_of(runs, request)
    rows = [{"run": run, "end": end_of(run)} for run in page]
    return show(
        request,
        "wagtailadmin/trials/readings.html",
        _("Readings of registries"),
        page=page,
        rows=rows,
        source=source,
        end=end,
        ends=ENDS,
        sources=[(value, label) for value, label in Registry.choices if value in (Registry.CTGOV, Registry.EUCT)],
        query=query_of(source=source, end=end),
    )


@for_editors
def reading(request, pk):
    """One reading with everything it could not use; as a CSV too."""
    run = get_object_or_404(SyncRun, pk=pk)
    outcome = chosen(request, "outcome", FailureOutcome.choices)
    failures = run.failures.filter(outcome=outcome) if outcome else run.failures.all()
    failures = failures.order_by("outcome", "number", "field", "pk")
    if request.GET.get("export") == "csv":
        rows = failures.values_list("number", "field", "why", "outcome")
        return HttpResponse(as_csv(("number", "field", "why", "outcome"), rows), content_type="text/csv")
    return show(
        request,
        "wagtailadmin/trials/reading.html",
        _("Reading"),
        run=run,
        end=end_of(run),
        page=page_of(failures, request, 50),
        counts=[(run._meta.get_field(name).verbose_name, getattr(run, name)) for name in SyncRun.COUNTS],
        outcome=outcome,
        outcomes=FailureOutcome.choices,
        query=query_of(outcome=outcome),
        waiting=run.made.filter(state="waiting", trial__live=False).count(),
    )


def end_of(run) -> str:
    """Return how a reading ended, in words."""
    if run.finished_at is None and run.exit_code is None:
        return _("not finished: it is running, or was stopped; the next call goes on from there")
    return str({CODES[name]: label for name, label in ENDS if name in CODES}.get(run.exit_code, ""))
