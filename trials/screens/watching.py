"""Lists of trials that need an editor: without plain words, not looked at for long, changed by a registry."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.enums import TherapyKind
from portal.base.review_screens import edit_address
from trials.enums import DraftState, RegistryStatus
from trials.importing.compare import sentences
from trials.lists import STALE, Staleness, changed_lately, stale, unwritten
from trials.screens.frame import chosen, for_editors, page_of, query_of, show

SPANS = [("7", gettext_lazy("7 days")), ("30", gettext_lazy("30 days")), ("90", gettext_lazy("90 days"))]

DECISIONS = [
    ("accepted", gettext_lazy("accepted")),
    ("waiting", gettext_lazy("nobody has decided")),
    ("ours", gettext_lazy("begun by an editor")),
]
DECISION_FILTERS = {
    "accepted": Q(synced_draft__state=DraftState.ACCEPTED),
    "waiting": Q(synced_draft__state=DraftState.WAITING),
    "ours": Q(synced_draft__isnull=True),
}


@for_editors
def summaries(request):
    """Trials that need a plain title or summary: those that look for people come first."""
    status = chosen(request, "status", RegistryStatus.choices)
    kind = chosen(request, "kind", TherapyKind.choices)
    trials = unwritten().select_related("synced_draft")
    decision = chosen(request, "decision", DECISIONS)
    trials = trials.filter(DECISION_FILTERS[decision]) if decision else trials
    trials = trials.filter(main_status=status) if status else trials
    trials = trials.filter(therapy_kind=kind) if kind else trials
    page = page_of(trials, request)
    rows = [{"trial": trial, "edit_address": edit_address(trial), "status": status_in_words(trial)} for trial in page]
    return show(
        request,
        "wagtailadmin/trials/summaries.html",
        _("Needs a plain summary"),
        page=page,
        rows=rows,
        status=status,
        kind=kind,
        statuses=RegistryStatus.choices,
        kinds=TherapyKind.choices,
        decision=decision,
        decisions=DECISIONS,
        query=query_of(status=status, kind=kind, decision=decision),
    )


@for_editors
def stale_list(request):
    """Published trials whose status a reader cannot rely on any more."""
    why = chosen(request, "why", STALE)
    page = page_of(stale(why), request)
    rows = [
        {
            "trial": trial,
            "edit_address": edit_address(trial),
            "status": status_in_words(trial),
            "reasons": Staleness.of(trial).reasons,
        }
        for trial in page
    ]
    return show(
        request,
        "wagtailadmin/trials/stale.html",
        _("Not up to date"),
        page=page,
        rows=rows,
        why=why,
        whys=STALE,
        query=query_of(why=why),
    )


@for_editors
def changes(request):
    """What registries changed in published trials: whether our text is still true is for an editor to see."""
    days = chosen(request, "days", SPANS) or "30"
    page = page_of(changed_lately(int(days)), request)
    rows = [
        {
            "version": version,
            "trial": version.record.trial,
            "edit_address": edit_address(version.record.trial),
            "sentences": sentences(version.changes),
        }
        for version in page
    ]
    return show(
        request,
        "wagtailadmin/trials/changes.html",
        _("Changed by registries"),
        page=page,
        rows=rows,
        days=days,
        spans=SPANS,
        query=query_of(days=days),
    )


def status_in_words(trial) -> str:
    """Return the status of a trial's main registry record in words."""
    known = trial.main_status in RegistryStatus.values
    return str(RegistryStatus(trial.main_status).label) if known else _("no registry record")
