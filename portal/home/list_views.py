"""A reader's list: the list itself, its trials side by side, and the sheet for the doctor as page and as PDF."""

from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from portal.base.frame import identity_of
from portal.home.doctor_sheet import LONGEST_QUESTIONS, sheet_of
from portal.home.list_presenters import ListPage
from portal.home.my_list import list_in
from portal.home.pdf import PdfFailed, pdf_of
from portal.home.qr_codes import qr_code

FILE_NAME = "my-visit.pdf"


def about_one_reader(view):
    """Nobody keeps or indexes the answer: its address, or what was typed, says something about a reader."""

    @wraps(view)
    def private(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return private


@about_one_reader
@require_safe
def my_list(request):
    """The list, with ways to reorder and shorten it."""
    return render(request, "home/my_list.html", {"page": _page(request, with_terms=False)})


@about_one_reader
@require_safe
def compare(request):
    """The trials of the list side by side."""
    return render(request, "home/my_list_compare.html", {"page": _page(request, with_terms=False)})


@about_one_reader
@require_safe
def sheet(request):
    """The sheet for the doctor, to be printed."""
    return _sheet_page(request, _page(request))


@about_one_reader
@sensitive_post_parameters()
@sensitive_variables("questions", "typed")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_pdf(request):
    """The same as PDF. What the reader wants to ask comes with the request, goes into the file, and is forgotten."""
    page = _page(request)
    if comes_from_elsewhere(request):
        return _sheet_page(request, page, problem=_("Please press the button on this page."), status=403)
    typed = request.POST.get("questions", "")
    if len(typed) > LONGEST_QUESTIONS + typed.count("\r\n"):
        problem = _("Your questions have more than %(most)s letters: shorten them.") % {"most": LONGEST_QUESTIONS}
        return _sheet_page(request, page, problem=problem, typed=typed[: 2 * LONGEST_QUESTIONS], status=422)
    try:
        made = pdf_of(page.sheet, typed)
    except PdfFailed:
        problem = _("We could not make the PDF just now. Please try again, or print this page.")
        return _sheet_page(request, page, problem=problem, typed=typed, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def comes_from_elsewhere(request) -> bool:
    """Whether another site sent this form; our pages send no address of theirs, so an Origin of "null" is ours."""
    origin = request.headers.get("Origin", "null")
    is_foreign = origin != "null" and urlsplit(origin).netloc != request.get_host()
    return request.method == "POST" and (is_foreign or request.headers.get("Sec-Fetch-Site") == "cross-site")


def _page(request, *, with_terms: bool = True) -> ListPage:
    return ListPage(sheet_of(list_in(request), identity_of(request).name, with_terms=with_terms))


def _sheet_page(request, page: ListPage, *, problem: str = "", typed: str = "", status: int = 200):
    context = {
        "page": page,
        "qr": mark_safe(qr_code(page.address)) if page.entries else "",  # noqa: S308 - drawn by us
        "problem": problem,
        "typed": typed,
    }
    return render(request, "home/doctor_sheet.html", context, status=status)
