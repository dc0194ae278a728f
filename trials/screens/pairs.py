"""Trials that may be one: the list, both side by side, and merging."""

import datetime

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django_countries import countries
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from portal.base.partial_dates import in_words
from portal.base.review_screens import edit_address
from portal.base.richtext import plain_text
from trials.duplicates import find_duplicates
from trials.enums import PairReason, PairState, Phase, RegistryStatus
from trials.forms import merge_address
from trials.merging import MergeRefused, may_merge, merge, plan_merge
from trials.models import Trial, TrialPair
from trials.registries import normalise_number
from trials.screens.frame import chosen, for_editors, page_of, query_of, show


@for_editors
def pairs(request):
    """Pairs in one state; pressing the button looks for new ones."""
    if request.method == "POST":
        number = find_duplicates()
        messages.success(request, ngettext("%(n)s new pair.", "%(n)s new pairs.", number) % {"n": number})
        return redirect(reverse("trials_pairs"))
    state = chosen(request, "state", PairState.choices) or PairState.OPEN
    reason = chosen(request, "reason", PairReason.choices)
    rows = TrialPair.objects.filter(state=state).select_related("first", "second", "decided_by")
    rows = rows.filter(reason=reason) if reason else rows
    return show(
        request,
        "wagtailadmin/trials/pairs.html",
        _("Possible duplicates"),
        page=page_of(rows, request),
        state=state,
        reason=reason,
        states=PairState.choices,
        reasons=PairReason.choices,
        query=query_of(state=state, reason=reason),
    )


@for_editors
def compare(request, pk):
    """Both trials of a pair side by side; the editor merges them or says that they are two."""
    pair = get_object_or_404(TrialPair.objects.select_related("first", "second"), pk=pk)
    sides = [_side(trial) for trial in (pair.first, pair.second)]
    lines = [(label, sides[0][name], sides[1][name]) for name, label in LINES]
    return show(
        request,
        "wagtailadmin/trials/compare.html",
        _("Are these one trial?"),
        pair=pair,
        first=sides[0],
        second=sides[1],
        lines=[{"label": label, "first": a, "second": b, "differs": a != b} for label, a, b in lines],
        is_open=pair.state == PairState.OPEN,
    )


@require_POST
@for_editors
def tell_apart(request, pk):
    """Say that a pair are two trials; it is not proposed again."""
    pair = get_object_or_404(TrialPair, pk=pk)
    note = " ".join(request.POST.get("note", "").split())[:300]
    if not note:
        messages.error(request, _("Say why they are two trials: the next person must understand it."))
        return redirect(reverse("trials_pair", args=[pk]))
    TrialPair.objects.filter(pk=pk, state=PairState.OPEN).update(
        state=PairState.DIFFERENT, note=note, decided_by=request.user, decided_on=datetime.date.today()
    )
    messages.success(
        request,
        _("Noted: “%(first)s” and “%(second)s” are two trials.")
        % {
            "first": pair.first,
            "second": pair.second,
        },
    )
    return redirect(reverse("trials_pairs"))


LINES = [
    ("name", gettext_lazy("Our title")),
    ("state", gettext_lazy("State")),
    ("numbers", gettext_lazy("Numbers")),
    ("named", gettext_lazy("Numbers its registries name")),
    ("title", gettext_lazy("Official title")),
    ("status", gettext_lazy("Status")),
    ("sponsor", gettext_lazy("Sponsor")),
    ("phases", gettext_lazy("Phase")),
    ("start", gettext_lazy("Start")),
    ("people", gettext_lazy("Number of people")),
    ("countries", gettext_lazy("Countries")),
    ("conditions", gettext_lazy("Conditions")),
    ("interventions", gettext_lazy("What is tested")),
    ("summary", gettext_lazy("Plain summary")),
]


def _side(trial):
    """Return what the comparison says of one trial."""
    records = list(trial.registry_records.prefetch_related("other_numbers"))
    main = records[0] if records else None
    codes = trial.registry_records.exclude(sites__country="").values_list("sites__country", flat=True).distinct()
    side = {
        "trial": trial,
        "edit_address": edit_address(trial),
        "merge_address": merge_address(trial),
        "name": trial.name,
        "state": _("published") if trial.live else _("draft"),
        "numbers": ", ".join(row.number for row in trial.identifiers.all()),
        "named": ", ".join(row.number for record in records for row in record.other_numbers.all()),
        "conditions": ", ".join(str(one) for one in trial.conditions.all()),
        "countries": ", ".join(sorted(str(countries.name(code)) for code in codes if code)),
        "summary": plain_text(trial.summary),
    }
    values = dict.fromkeys(("title", "status", "sponsor", "phases", "start", "people", "interventions"), "")
    if main is not None:
        values = {
            "title": main.official_title,
            "status": str(RegistryStatus(main.status).label),
            "sponsor": main.sponsor,
            "phases": ", ".join(str(Phase(phase).label) for phase in main.phases if phase in Phase.values),
            "start": in_words(main.start_date) if main.start_date else "",
            "people": "" if main.enrolment is None else str(main.enrolment),
            "interventions": "; ".join(main.interventions_as_registered),
        }
    return {**side, **values}


# --- merging ---------------------------------------------------------------------------------------------------------


class MergeForm(forms.Form):
    """The trial that stays, by one of its numbers."""

    number = forms.CharField(
        label=gettext_lazy("Number of the trial that stays"),
        max_length=100,
        help_text=gettext_lazy("Any of its numbers, as you have it: NCT01234567, 2023-508508-39-01."),
    )

    def __init__(self, *args, trial, **kwargs):
        super().__init__(*args, **kwargs)
        self.trial = trial

    def clean_number(self):
        """Return the trial that has the number."""
        pair = normalise_number(self.cleaned_data["number"])
        if pair is None:
            raise forms.ValidationError(_("This is not a number of a registry that we know."))
        same = Q(identifiers__registry=pair[0], identifiers__number=pair[1])
        same |= Q(registry_records__registry=pair[0], registry_records__number=pair[1])
        found = Trial.objects.filter(same, locale_id=self.trial.locale_id).distinct().first()
        if found is None:
            raise forms.ValidationError(_("We have no trial with the number %(number)s.") % {"number": pair[1]})
        return found


@for_editors
def merge_screen(request, pk):
    """Choose the trial that stays, look at what will happen, and say yes."""
    trial = get_object_or_404(Trial.objects.select_related("locale"), pk=pk)
    form = MergeForm(request.POST if "number" in request.POST else None, trial=trial)
    into, problems = _into(request), []
    if into is None and form.is_valid():
        into = form.cleaned_data["number"]
    plan = plan_merge(trial, into, by=request.user) if into else None
    if plan and plan.problems:
        problems, plan = plan.problems, None
    elif plan and "merge" in request.POST:
        try:
            merge(trial, into, by=request.user)
        except MergeRefused as refusal:
            problems, plan = refusal.problems, None
        else:
            facts = {"trial": trial.name, "into": into.name}
            messages.success(request, _("“%(trial)s” was merged into “%(into)s”.") % facts)
            return redirect(edit_address(into))
    return show(
        request,
        "wagtailadmin/trials/merge.html",
        _("Merge into another trial"),
        trial=trial,
        form=form,
        plan=plan,
        problems=problems,
        edit_address=edit_address(trial),
        merge_address=merge_address(trial),
    )


def _into(request):
    key = request.POST.get("into") or request.GET.get("into") or ""
    return Trial.objects.select_related("locale").filter(pk=key).first() if key.isdecimal() else None


def button_of_merging(snippet, user, next_url=None):
    """“Merge into another trial” in the menu of each trial in the list."""
    if isinstance(snippet, Trial) and may_merge(user, snippet):
        yield Button(_("Merge into another trial"), merge_address(snippet), icon_name="link", priority=27)
