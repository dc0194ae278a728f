"""What the screens of “From registries” share: who may use them, pages, filters kept in the address."""

from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

PER_PAGE = 25


def may_use(user) -> bool:
    """Return whether a user works on trials: whoever may change them."""
    return user.has_perm("trials.change_trial")


def for_editors(view):
    """Let only those in who may change trials."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_use(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def page_of(rows, request, per_page=PER_PAGE):
    """Return the page of a list that the address asks for."""
    return Paginator(rows, per_page).get_page(request.GET.get("p"))


def chosen(request, name, choices) -> str:
    """Return a value from the address if it is one of the choices, else nothing."""
    value = request.GET.get(name, "")
    return value if value in {str(key) for key, _label in choices} else ""


def query_of(**values) -> str:
    """Return filters as the beginning of an address's query, to which the number of a page is added."""
    return urlencode({name: value for name, value in values.items() if value})


def show(request, template, title, **context):
    """Return a screen."""
    return render(request, template, {"header_title": title, **context})
