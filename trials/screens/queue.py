"""The queue of drafts that readings of registries made, and deciding about many of them at once."""

from django.db.models import Count, Prefetch, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_countries import countries
from wagtail.admin import messages

from portal.base.enums import TherapyKind
from portal.base.review_screens import edit_address
from portal.base.text import fold
from trials.enums import DraftState, Phase, RegistryStatus
from trials.importing.compare import sentences
from trials.importing.linking import key_of
from trials.models import RegistryRecord, RegistryVersion, SyncedDraft, Trial, TrialIdentifier
from trials.screens.frame import chosen, for_editors, page_of, query_of, show
from trials.waiting import DecisionRefused, accept, bring_back, decline, waiting_drafts

MOST_COUNTRIES = 6
MOST_AT_ONCE = 100
STATES = [choice for choice in DraftState.choices if choice[0] != DraftState.MERGED]


@for_editors
def queue(request):
    """Drafts in one state, by default those that wait, with what the registry says and what differs."""
    state = chosen(request, "state", STATES) or DraftState.WAITING
    status = chosen(request, "status", RegistryStatus.choices)
    kind = chosen(request, "kind", TherapyKind.choices)
    words = " ".join(request.GET.get("q", "").split())[:100]
    run = request.GET.get("run", "") if request.GET.get("run", "").isdecimal() else ""
    drafts = waiting_drafts() if state == DraftState.WAITING else SyncedDraft.objects.filter(state=state)
    for filters in _filters(status, kind, words, run):
        drafts = drafts.filter(filters)
    page = page_of(drafts.distinct().order_by("-made_on", "pk").select_related("trial", "decided_by"), request)
    rows = _rows(page.object_list)
    return show(
        request,
        "wagtailadmin/trials/queue.html",
        _("Drafts from registries"),
        page=page,
        rows=rows,
        state=state,
        status=status,
        kind=kind,
        words=words,
        run=run,
        states=STATES,
        statuses=RegistryStatus.choices,
        kinds=TherapyKind.choices,
        query=query_of(state=state, status=status, kind=kind, q=words, run=run),
        waiting=DraftState.WAITING,
        declined=DraftState.DECLINED,
    )


def _filters(status, kind, words, run):
    if status:
        yield Q(trial__registry_records__status=status)
    if kind:
        yield Q(trial__therapy_kind=kind)
    if run:
        yield Q(run=run)
    if words:
        by_number = Q(trial__identifiers__number__icontains="".join(words.split()))
        by_text = Q(trial__folded_name__contains=fold(words))
        yield by_number | by_text | Q(trial__registry_records__official_title__icontains=words)


@require_POST
@for_editors
def decide(request):
    """Accept, decline or bring back the drafts that were ticked; each by itself, and all problems are told."""
    back = f"{reverse('trials_queue')}?{request.POST.get('query', '')}"
    keys = [key for key in request.POST.getlist("draft") if key.isdecimal()][:MOST_AT_ONCE]
    drafts = list(SyncedDraft.objects.filter(pk__in=keys).order_by("pk"))
    if not drafts:
        messages.error(request, _("Nothing was ticked."))
        return redirect(back)
    action = next((name for name in ("accept", "decline", "back") if name in request.POST), "")
    reason = request.POST.get("reason", "")
    counts = {"on": 0, "written": 0, "declined": 0, "back": 0}
    problems = []
    for draft in drafts:
        try:
            outcome = _decide_one(draft, action, reason, request.user)
        except DecisionRefused as refusal:
            problems.append(str(refusal))
        else:
            counts[outcome] += 1
    for told in _told(counts):
        messages.success(request, told)
    for problem in dict.fromkeys(problems):
        messages.error(request, problem)
    return redirect(back)


def _decide_one(draft, action, reason, user) -> str:
    if action == "accept":
        return "on" if accept(draft, by=user) else "written"
    if action == "decline":
        decline(draft, by=user, reason=reason)
        return "declined"
    if action == "back":
        bring_back(draft, by=user)
        return "back"
    raise DecisionRefused(_("Choose what to do."))


def _told(counts):
    texts = {
        "on": ngettext(
            "%(n)s draft went on to the medical review.", "%(n)s drafts went on to the medical review.", counts["on"]
        ),
        "written": ngettext(
            "%(n)s draft is accepted and waits for an editor to write what is missing.",
            "%(n)s drafts are accepted and wait for an editor to write what is missing.",
            counts["written"],
        ),
        "declined": ngettext("%(n)s draft was declined.", "%(n)s drafts were declined.", counts["declined"]),
        "back": ngettext("%(n)s draft waits again.", "%(n)s drafts wait again.", counts["back"]),
    }
    return [texts[name] % {"n": number} for name, number in counts.items() if number]


# --- what a line of the queue says -----------------------------------------------------------------------------------


def _rows(drafts):
    """Return what the queue says of each draft, in a number of queries that does not depend on how many there are."""
    drafts = list(drafts)
    trials = [draft.trial_id for draft in drafts]
    versions = RegistryVersion.objects.exclude(changes={}).order_by("pk")
    records = RegistryRecord.objects.filter(trial__in=trials).annotate(site_count=Count("sites")).order_by("pk")
    records = records.prefetch_related("other_numbers", Prefetch("versions", queryset=versions))
    of_trial = {}
    for record in records:
        of_trial.setdefault(record.trial_id, []).append(record)
    places = _countries(trials)
    conditions = {trial.pk: list(trial.conditions.all()) for trial in _with_conditions(trials)}
    others = _holders([record for rows in of_trial.values() for record in rows])
    return [
        _row(draft, of_trial.get(draft.trial_id, []), places.get(draft.trial_id, []), conditions, others)
        for draft in drafts
    ]


def _with_conditions(trials):
    return Trial.objects.filter(pk__in=trials).prefetch_related("conditions")


def _row(draft, records, places, conditions, others):
    record = records[0] if records else None
    registered = record.conditions_as_registered if record else []
    matched = [str(one) for one in conditions.get(draft.trial_id, [])]
    changed = [text for one in records for version in one.versions.all() for text in sentences(version.changes)]
    title = draft.registry_title
    return {
        "draft": draft,
        "trial": draft.trial,
        "edit_address": edit_address(draft.trial),
        "record": record,
        "records": records,
        "our_title": draft.trial.name if draft.trial.name != title else "",
        "phases": [str(Phase(phase).label) for phase in record.phases if phase in Phase.values] if record else [],
        "registered": registered,
        "matched": matched,
        "countries": [str(countries.name(code)) or code for code in places[:MOST_COUNTRIES]],
        "more_countries": max(0, len(places) - MOST_COUNTRIES),
        "changed": changed,
        "held": others.get(draft.trial_id, []),
    }


def _countries(trials):
    found = {}
    rows = Trial.objects.filter(pk__in=trials).exclude(registry_records__sites__country="").order_by()
    pairs = rows.values_list("pk", "registry_records__sites__country").distinct()
    for trial, country in sorted(pair for pair in pairs if pair[1]):
        found.setdefault(trial, []).append(country)
    return found


def _holders(records):
    """Return, for each trial, the other trials that hold a number which its registry record names."""
    wanted = {
        (row.registry, row.key): record.trial_id
        for record in records
        for row in record.other_numbers.all()
        if not row.is_alias and not row.is_declined
    }
    if not wanted:
        return {}
    numbers = Q(pk__in=[])
    for registry, key in wanted:
        numbers |= Q(registry=registry, number__startswith=key)
    found = {}
    for row in TrialIdentifier.objects.filter(numbers).select_related("trial"):
        trial = wanted.get((row.registry, key_of(row.registry, row.number)))
        if trial is not None and trial != row.trial_id:
            merging = reverse("trials_merge", args=[trial])
            found.setdefault(trial, []).append(
                {"number": row.number, "trial": row.trial, "merge_address": f"{merging}?into={row.trial_id}"}
            )
    return found
