"""Public pages of the glossary, and its data for everybody."""

import re
from functools import wraps

from csp.constants import NONE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from glossary import formats, skos
from glossary.enums import Topic
from glossary.finding import at_most, find
from glossary.models import Term
from glossary.open_data import open_terms, scheme_of, state_of_data, with_citations
from glossary.presenters import EmbeddedTerm, Findings, TermPage, letters
from portal.base.conditional import answer
from portal.base.fetching import public_record
from portal.base.json_ld import data_block
from portal.base.listing import Filter, Listing, chosen_value, typed_query

SECONDS_KEPT = 300
LARGEST_EMBED = 3000
FORMS = {
    "json": ("application/json", formats.glossary_json),
    "csv": ("text/csv; charset=utf-8", formats.glossary_csv),
    "ttl": ("text/turtle; charset=utf-8", skos.glossary_skos),
}


def term_index(request):
    """A-Z of every term on one page, with a topic filter; or what the find box found, best first."""
    query = typed_query(request)
    topics = [("", _("All topics")), *Topic.choices]
    topic = chosen_value(request, "topic", topics)
    listing = Listing(query, [Filter("topic", _("Topic"), topics, topic)], parameters=request.GET)
    if query:
        found = {"listing": listing, "found": findings(query, topic), "linked_data": ""}
        return render(request, "glossary/term_found.html", found)
    terms = Term.objects.public().order_by_name()
    listed = list(terms.filter(topic=topic) if topic else terms)
    data = data_block(formats.set_json_ld(scheme_of(request)))
    context = {"listing": listing, "letters": letters(listed), "total": len(listed), "linked_data": data}
    return render(request, "glossary/term_index.html", context)


def findings(query, topic) -> Findings:
    """Return what the find box found, fetched (two queries)."""
    found = find(query, topic)
    shown = at_most(found)
    terms = Term.objects.public().filter(pk__in=shown.terms).prefetch_related("also_called")
    return Findings.of(found, shown, {term.pk: term for term in terms})


def term_detail(request, slug):
    """One term."""
    term = public_record(Term.objects.public().with_page_parts(), slug)
    return render(request, Term.template, {"page": TermPage.of(term, scheme=scheme_of(request))})


def moves_with_its_term(view):
    """Lead an address that hangs on a term's to where the term has moved, as the term's own page does."""

    @wraps(view)
    def moving(request, slug):
        try:
            return view(request, slug)
        except Http404:
            moved = get_redirect(request, Redirect.normalise_path(reverse("glossary:term_detail", args=[slug])))
            index = reverse("glossary:term_index")
            there = re.fullmatch(rf"{index}([-\w]+)/", (moved and moved.link) or "")
            if there is None:
                raise
            return redirect(request.resolver_match.view_name, slug=there[1], permanent=moved.is_permanent)

    return moving


def for_everybody(view):
    """Let pages of other sites read the answer: it is open data, and no reader is known here."""

    @wraps(view)
    def shared(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return shared


@for_everybody
@moves_with_its_term
def term_json(request, slug):
    """One term as JSON."""
    term = public_record(Term.objects.public(), slug)
    state = state_of_data(Term.objects.public(), request.LANGUAGE_CODE, "term", slug)

    def build():
        only = open_terms(Term.objects.public().filter(pk=term.pk))
        if not only:
            raise Http404
        return HttpResponse(formats.term_json(only[0], scheme_of(request)), content_type="application/json")

    return answer(request, state, build, seconds=SECONDS_KEPT)


@for_everybody
def glossary_data(request, form):
    """All terms of the language as JSON, CSV or SKOS."""
    if form not in FORMS:
        raise Http404
    terms = Term.objects.public()
    state = state_of_data(terms, request.LANGUAGE_CODE, form)
    content_type, write = FORMS[form]

    def build():
        return HttpResponse(write(open_terms(terms), scheme_of(request)), content_type=content_type)

    return answer(request, state, build, seconds=SECONDS_KEPT)


# The one page that others may show inside theirs: no script, no style, nothing to click but links.
@csp({"default-src": NONE, "form-action": NONE, "base-uri": NONE, "frame-ancestors": "*"})
@xframe_options_exempt
@moves_with_its_term
def term_embed(request, slug):
    """The definition of one term for the pages of others."""
    term = public_record(with_citations(Term.objects.public()), slug)
    response = HttpResponse()
    for sources in (3, 2, 1, 0):
        response = render(request, "glossary/term_embed.html", {"page": EmbeddedTerm.of(term, sources)})
        if len(response.content) < LARGEST_EMBED:
            break
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    return response
