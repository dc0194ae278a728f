"""Public pages of the glossary."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from glossary.enums import Topic
from glossary.models import Term
from glossary.presenters import TermPage, letters
from portal.base.fetching import public_record
from portal.base.listing import Filter, Listing, chosen_value, typed_query


def term_index(request):
    """A-Z of every term on one page, with a find box and a topic filter."""
    query = typed_query(request)
    topics = [("", _("All topics")), *Topic.choices]
    topic = chosen_value(request, "topic", topics)
    terms = Term.objects.public().order_by_name().prefetch_related("also_called")
    if query:
        terms = terms.called_like(query)
    if topic:
        terms = terms.filter(topic=topic)
    listing = Listing(query, [Filter("topic", _("Topic"), topics, topic)], parameters=request.GET)
    found = list(terms)
    return render(
        request,
        "glossary/term_index.html",
        {"listing": listing, "letters": letters(found), "total": len(found)},
    )


def term_detail(request, slug):
    """One term."""
    term = public_record(Term.objects.public().with_page_parts(), slug)
    return render(request, Term.template, {"page": TermPage.of(term)})
