"""Admin screens: import and export of the glossary, and merging one term into another."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.widgets import AdminSnippetChooser

from glossary.exporting import ExportError, as_csv, as_xlsx, may_export
from glossary.importing import waiting
from glossary.importing.sync import import_terms, may_import
from glossary.merging import MergeRefused, may_merge, merge, plan_merge
from glossary.models import Term
from portal.base.review_screens import edit_address

LARGEST_UPLOAD = 10_000_000
# 100 take about 12 seconds, in which SQLite lets nobody else write; others give up after 20. The command has no limit.
MOST_CHANGES = 100
MOST_SHOWN = 200
EXPORTS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class ImportForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, or XLSX, with the columns of the export; at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _t("The file is larger than 10 MB: take part of it, or have it imported on the server.")
            )
        return file


def import_screen(request):
    """Take a file and show what it would change; or only the way to the export, for whoever may not import."""
    if not (may_import(request.user) or may_export(request.user)):
        raise PermissionDenied
    waiting.sweep()
    form = ImportForm()
    if request.method == "POST" and may_import(request.user):
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            return _report(request, file.read(), file.name)
    context = {
        "form": form if may_import(request.user) else None,
        "may_export": may_export(request.user),
        "languages": [(one.language_code, one.get_display_name()) for one in Locale.objects.order_by("pk")],
        "header_title": _t("Import and export"),
    }
    return render(request, "wagtailadmin/glossary/import.html", context)


@require_POST
def confirm_import(request):
    """Make the drafts that the report told of, from the same file; or let the file go."""
    if not may_import(request.user):
        raise PermissionDenied
    key = request.user.pk
    if "cancel" in request.POST:
        waiting.drop(user_key=key)
        messages.success(request, _t("Nothing was imported; the file is deleted here."))
        return redirect("glossary_import")
    try:
        file = waiting.fetch(request.POST.get("token", ""), user_key=key)
    except waiting.NothingWaits:
        messages.error(request, _t("The file does not wait any more: choose it again."))
        return redirect("glossary_import")
    report = import_terms(
        file.content, by=request.user, file_name=file.file_name, commit=True, expected=file.report_digest
    )
    waiting.drop(user_key=key)
    if not report.is_written:
        messages.warning(request, _t("The glossary has changed since you looked: here is the report as it is now."))
        return _report(request, file.content, file.file_name)
    number = len(report.created) + len(report.changed)
    messages.success(
        request,
        ngettext("%(number)s draft is in review now.", "%(number)s drafts are in review now.", number)
        % {"number": number},
    )
    return redirect(f"{reverse(Term.snippet_viewset.get_url_name('list'))}?has_unpublished_changes=true")


def export_file(request, form):
    """The glossary as a file, in all languages or one."""
    if not may_export(request.user):
        raise PermissionDenied
    if form not in EXPORTS:
        raise Http404
    write, content_type = EXPORTS[form]
    language = request.GET.get("language", "")
    try:
        content = write(language)
    except ExportError as error:
        messages.error(request, str(error))
        return redirect("glossary_import")
    name = f"glossary-{language}.{form}" if language.isalpha() else f"glossary.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _report(request, content, file_name):
    """Show what a file would change; keep it only where there is something to say yes to."""
    report = import_terms(content, by=request.user, file_name=file_name)
    number = len(report.created) + len(report.changed)
    is_too_much = number > MOST_CHANGES
    token = ""
    if report.changes_something and not is_too_much:
        token = waiting.keep(
            content, user_key=request.user.pk, file_name=file_name, report_digest=report.digest
        )  # fmt: skip
    context = {
        "report": report,
        "created": report.created[:MOST_SHOWN],
        "changed": report.changed[:MOST_SHOWN],
        "number": number,
        "most_shown": MOST_SHOWN,
        "is_too_much": is_too_much,
        "most": MOST_CHANGES,
        "token": token,
        "header_title": _t("What this file would change"),
    }
    return render(request, "wagtailadmin/glossary/import_report.html", context)


class MergeForm(forms.Form):
    """The term that stays."""

    into = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=Term.objects.all(),
        widget=AdminSnippetChooser(model=Term),
        help_text=_("It keeps its text, and gets the names and relations of the other."),
    )


def merge_screen(request, pk):
    """Choose the term that stays, look at what will happen, and say yes."""
    if not may_merge(request.user):
        raise PermissionDenied
    term = get_object_or_404(Term.objects.select_related("locale"), pk=pk)
    form, plan = MergeForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        if "merge" in request.POST:
            try:
                merge(term, into, by=request.user)
            except MergeRefused as refusal:
                form.add_error("into", refusal.problems)
            else:
                facts = {"term": term.name, "into": into.name}
                messages.success(request, _t("“%(term)s” was merged into “%(into)s”.") % facts)
                return redirect(edit_address(into))
        else:
            plan = plan_merge(term, into)
            if plan.problems:
                form.add_error("into", plan.problems)
                plan = None
    context = {
        "term": term,
        "form": form,
        "plan": plan,
        "edit_address": edit_address(term),
        "header_title": _t("Merge into another term"),
    }
    return render(request, "wagtailadmin/glossary/merge.html", context)


def button_of_merging(snippet, user, next_url=None):
    """“Merge into another term” in the menu of each term in the list."""
    if isinstance(snippet, Term) and may_merge(user):
        yield Button(_("Merge into another term"), merge_address(snippet), icon_name="link", priority=27)


def merge_address(term) -> str:
    """Return the address of the screen that merges a term into another."""
    return reverse("glossary_merge", args=[term.pk])


class WithWayToMerging:
    """A term's editing screen, with the way to merging it."""

    @cached_property
    def header_more_buttons(self):
        button = Button(_("Merge into another term"), merge_address(self.object), icon_name="link", priority=7)
        return [*super().header_more_buttons, *([button] if may_merge(self.request.user) else [])]


class WithWayToImport:
    """The list of terms, with the way to import and export."""

    @cached_property
    def header_more_buttons(self):
        user = self.request.user
        button = Button(_("Import and export"), reverse("glossary_import"), icon_name="upload", priority=80)
        return [*super().header_more_buttons, *([button] if may_import(user) or may_export(user) else [])]
