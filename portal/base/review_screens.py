"""Admin screens: the checks and change notes of one entry, and the report of what is due."""

import datetime

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from portal.base.enums import ChangeKind, ReviewerRole
from portal.base.exporting import as_csv
from portal.base.models import ChangeNote, Review
from portal.base.partial_dates import check_partial_date
from portal.base.reviewing import due_entries, months_until_due, note_change, record_review, reviewable_models


def check_not_in_future(date):
    """Validator: nobody can have checked something tomorrow."""
    if date > datetime.date.today():
        raise forms.ValidationError(_t("This day is still to come: give the day on which it happened."))


class ReviewForm(forms.Form):
    """Who checked the whole entry, when, and with what ties to companies."""

    prefix = "review"
    reviewer_name = forms.CharField(label=_("Reviewer's name, as readers will see it"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=ReviewerRole.choices)
    interests = forms.CharField(
        label=_("Statement of interests"),
        help_text=_("“none” if there are none."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reviewed_on = forms.DateField(
        label=_("Checked on"), initial=datetime.date.today, widget=AdminDateInput, validators=[check_not_in_future]
    )
    evidence_up_to = forms.CharField(
        label=_("Evidence up to"), required=False, max_length=10, validators=[check_partial_date],
        help_text=_("2026, 2026-03 or 2026-03-05"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note for staff"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ChangeNoteForm(forms.Form):
    """One sentence that tells readers what changed."""

    prefix = "change"
    sentence = forms.CharField(
        label=_("Sentence for the public"), max_length=300, help_text=_("For example “The trial stopped recruiting.”")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ChangeKind.choices)
    changed_on = forms.DateField(
        label=_("Changed on"), initial=datetime.date.today, widget=AdminDateInput, validators=[check_not_in_future]
    )


def checks(request, model_label, pk):
    """Show the checks and change notes of an entry; take a new one of either."""
    subject = get_object_or_404(reviewable_model(model_label), pk=pk)
    if not may_check(request.user, subject):
        raise PermissionDenied
    review_form, change_form = ReviewForm(), ChangeNoteForm()
    if request.method == "POST" and "review" in request.POST:
        review_form = ReviewForm(request.POST)
        if review_form.is_valid():
            review = record_review(subject=subject, by=request.user, **review_form.cleaned_data)
            messages.success(
                request, _t("The check is recorded; the next one is due on %(date)s.") % {"date": review.next_due_on}
            )
            return redirect(checks_address(subject))
    elif request.method == "POST":
        change_form = ChangeNoteForm(request.POST)
        if change_form.is_valid() and _noted(request, subject, change_form):
            messages.success(request, _t("Readers will see this change on the page and on the home page."))
            return redirect(checks_address(subject))
    context = {
        "subject": subject,
        "edit_address": edit_address(subject),
        "review_form": review_form,
        "change_form": change_form,
        "reviews": Review.objects.of(subject),
        "changes": ChangeNote.objects.of(subject),
        "months": months_until_due(subject),
        "header_title": _t("Checks and changes"),
    }
    return render(request, "wagtailadmin/portal/checks.html", context)


def _noted(request, subject, form) -> bool:
    """Store a change; what is against it is said in the form."""
    try:
        note_change(subject=subject, by=request.user, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error("sentence", refused.messages)
        return False
    return True


def due_report(request):
    """List every published entry that is due for a check or never had one; as a table or as CSV."""
    if not any(may_check_any(request.user, model) for model in reviewable_models()):
        raise PermissionDenied
    entries = due_entries()
    kinds = sorted({entry.kind for entry in entries})
    kind = request.GET.get("kind", "")
    entries = [entry for entry in entries if not kind or entry.kind == kind]
    if request.GET.get("export") == "csv":
        rows = [(entry.kind, entry.title, entry.state, entry.due_on or "") for entry in entries]
        return HttpResponse(as_csv(("kind", "title", "state", "due on"), rows), content_type="text/csv")
    page = Paginator(entries, 50).get_page(request.GET.get("p"))
    context = {"page": page, "kind": kind, "kinds": kinds, "total": len(entries), "header_title": _t("Checks due")}
    return render(request, "wagtailadmin/portal/due_report.html", context)


def reviewable_model(model_label):
    """Return the model with a label such as "glossary.term"; Http404 for anything that has no checks."""
    known = {model._meta.label_lower: model for model in reviewable_models()}
    if model_label not in known:
        raise Http404
    return known[model_label]


def may_check(user, subject) -> bool:
    """Return whether a user may record a check: whoever may edit or publish the entry."""
    if isinstance(subject, Page):
        permissions = subject.permissions_for_user(user)
        return permissions.can_edit() or permissions.can_publish()
    return may_check_any(user, type(subject))


def may_check_any(user, model) -> bool:
    """Return whether a user may record checks of a kind of entry."""
    options = model._meta
    return any(user.has_perm(f"{options.app_label}.{action}_{options.model_name}") for action in ("change", "publish"))


def checks_address(subject) -> str:
    """Return the address of an entry's screen of checks."""
    return reverse("portal_checks", args=[subject._meta.label_lower, subject.pk])


def edit_address(subject) -> str:
    """Return the address of an entry's editing screen."""
    if isinstance(subject, Page):
        return reverse("wagtailadmin_pages:edit", args=[subject.pk])
    viewset = apps.get_model(subject._meta.label).snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[subject.pk])
