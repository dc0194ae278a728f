"""Example content for the gallery of components; never medical content, never shown outside development."""

import datetime
from types import SimpleNamespace

from django import forms
from django.http import QueryDict

from articles.blocks import ArticleBody
from articles.models import Resource
from portal.base.headings import Heading
from portal.base.listing import Filter, Listing, paginate
from portal.base.presenters import Crumb, SourceLine, review_note

EXAMPLES = [
    {
        "type": "text",
        "value": "<h2>A heading</h2><p>Running text with a <a href='/glossary/'>link</a> and <b>weight</b>.</p>",
    },
    {"type": "inset", "value": "<p>One or two sentences that stand out.</p>"},
    {"type": "details", "value": {"summary": "How is a vector made?", "text": "<p>A longer explanation.</p>"}},
    {
        "type": "care",
        "value": {
            "level": "later",
            "heading": "Tell your team if you:",
            "points": ["feel tired for weeks"],
            "phone": "",
        },
    },
    {
        "type": "care",
        "value": {"level": "soon", "heading": "Call your team if you:", "points": ["have a fever"], "phone": ""},
    },
    {
        "type": "care",
        "value": {"level": "now", "heading": "Call at once if someone:", "points": ["cannot be woken"], "phone": ""},
    },
    {"type": "warning", "value": {"heading": "Be careful", "text": "<p>A warning that is not about symptoms.</p>"}},
    {"type": "questions", "value": {"heading": "Questions to ask", "questions": ["What are the risks for me?"]}},
    {"type": "number", "value": {"figure": "8 of 100", "sentence": "8 of 100 people had this effect (example)."}},
    {"type": "table", "value": {"caption": "An example table", "rows": "Name|Since\nExample|2018"}},
    {
        "type": "timeline",
        "value": {"entries": [{"date": "1990-09", "heading": "An example", "text": "<p>What happened.</p>"}]},
    },
]


FILM = Resource(
    title="An example film",
    kind="video",
    publisher="An example publisher",
    url="https://example.org/film",
    summary="What one finds there.",
    transcript="What the film says first.\n\nWhat it says then.",
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Your name", help_text="As others will see it.")
    agreed = forms.BooleanField(label="I agree", required=False)


def gallery_blocks():
    """Return the example blocks as a stream value, ready to be rendered."""
    body = ArticleBody().to_python(EXAMPLES)
    body.append(("links", {"resources": [FILM]}))
    body.append(("video", {"resource": FILM, "text": "A sentence on what the film shows."}))
    return body


def gallery_examples():
    """Return the parameters of every component that is not a block."""
    query = QueryDict("q=example&topic=b&page=2")
    listing = Listing(
        "example", [Filter("topic", "Topic", [("", "All"), ("a", "A"), ("b", "B")], "b")], parameters=query
    )
    listing.page = paginate(range(1, 200), SimpleNamespace(GET=query))
    return {
        "crumbs": [Crumb("Home", "/"), Crumb("Components")],
        "review": review_note([]),
        "points": ["A first <b>point</b>.", "A second point."],
        "tags": [
            {"look": look, "words": words}
            for look, words in [
                ("open", "Approved"),
                ("soon", "Not open yet"),
                ("unsure", "Not sure"),
                ("off", "Ended"),
            ]
        ],
        "headings": [Heading("main", "How it works"), Heading("sources", "Sources")],
        "cards": [
            {"title": f"Card {number}", "address": "#main", "text": "Two lines.", "note": "Today"} for number in (1, 2)
        ],
        "listing": listing,
        "form": ExampleForm({"agreed": "on"}),
        "sources": [SourceLine(1, "An example source", "A publisher", "https://example.org/", "2018", "", True)],
        "changes": [{"changed_on": datetime.date(2026, 11, 3), "sentence": "An example of a change."}],
        "day": "3 November 2026",
    }
