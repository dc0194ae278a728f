"""The public API, below /api/v1/: published records of each kind to read, and nothing else. Described by openapi.py."""

import json
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from portal.base.conditional import answer, state_of
from portal.base.fetching import Gone, public_record
from portal.base.frame import language_codes
from portal.home.open_records import KINDS, api_address, open_records
from portal.home.openapi import document

SECONDS_KEPT = 300
PAGE_SIZE, LARGEST_PAGE = 50, 100
LARGEST_KEY = 9_223_372_036_854_775_807
JSON = "application/json; charset=utf-8"


class Refused(Exception):
    """What was asked cannot be answered; the message says why, and what to do instead."""

    def __init__(self, message: str, status: int = 400):
        super().__init__(message)
        self.status = status


def for_programs(view):
    """Answer in JSON whatever happens, in the language asked for, to scripts of any site: no reader is known here."""

    @require_safe
    @wraps(view)
    def answering(request, *args, **kwargs):
        try:
            with translation.override(language_in(request)):
                facts = view(request, *args, **kwargs)
            written = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
            response = answer(request, state_of(written), lambda: HttpResponse(written, JSON), seconds=SECONDS_KEPT)
        except Refused as refused:
            response = problem(str(refused), refused.status)
        except Http404:
            response = problem("There is no published record here.", 404)
        except Gone:
            response = problem("This record was taken away.", 410)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answering


def problem(message: str, status: int) -> HttpResponse:
    """Return why there is no answer, as JSON."""
    return HttpResponse(json.dumps({"status": status, "problem": message}) + "\n", JSON, status)


def language_in(request) -> str:
    """Return the language asked for. Raises Refused for one that the site has nothing in."""
    asked = request.GET.get("language", settings.LANGUAGE_CODE)
    there = sorted(set(language_codes().values()) | {settings.LANGUAGE_CODE})
    if asked not in there:
        raise Refused(f"“language” must be one of: {', '.join(there)}.")
    return asked


def number_in(request, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number from the address. Raises Refused for anything else."""
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most):
        raise Refused(f"“{name}” must be a whole number from {least} to {most}.")
    return int(text)


def kind_called(name: str):
    if name not in KINDS:
        raise Refused(f"There is no kind of record called so. There are: {', '.join(KINDS)}.", 404)
    return KINDS[name]


@for_programs
def api_root(request):
    """Where everything is."""
    return {
        "version": "1",
        "description": settings.SITE_ADDRESS + reverse("api_description"),
        "languages": sorted(set(language_codes().values())),
        "kinds": {name: api_address(kind) for name, kind in KINDS.items()},
    }


@for_programs
def api_description(request):
    """The description of the API, as OpenAPI."""
    return document()


@for_programs
def api_list(request, kind):
    """Published records of one kind, in the order in which they were made; the next page is named in the answer."""
    found = kind_called(kind)
    size = number_in(request, "limit", PAGE_SIZE, 1, LARGEST_PAGE)
    after = number_in(request, "after", 0, 0, LARGEST_KEY)
    # By key and not by number of page: the last page of half a million records costs no more than the first.
    keys = found.model.objects.public().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    rows = list(keys[: size + 1])
    records = found.model.objects.public().filter(pk__in=rows[:size]).order_by("pk")
    following = api_address(found)
    following += f"{'&' if '?' in following else '?'}limit={size}&after={rows[size - 1]}" if len(rows) > size else ""
    return {"results": open_records(found, records), "next": following if len(rows) > size else None}


@for_programs
def api_detail(request, kind, slug):
    """One published record."""
    found = kind_called(kind)
    there = public_record(found.model.objects.public(), slug)
    records = open_records(found, found.model.objects.public().filter(pk=there.pk))
    if not records:
        raise Http404
    return records[0]
