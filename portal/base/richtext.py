"""Which rich-text features an editor has, by purpose, and how rich text reaches the reader."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

# The last two come from the glossary: “mark this meaning” and “do not mark here”.
SHORT_TEXT = ["bold", "link", "ul", "ol", "document-link", "glossary-term", "glossary-unmarked"]
RECORD_TEXT = [*SHORT_TEXT, "h3"]
ARTICLE_TEXT = [
    "h2",
    "h3",
    "bold",
    "link",
    "ul",
    "ol",
    "document-link",
    "superscript",
    "subscript",
    "glossary-term",
    "glossary-unmarked",
]

CITATION = re.compile(r'\s?<a href="#source-(\d+)">\[?\d+\]?</a>')
TYPED_CITATION = re.compile(r"\s?\[(\d+(?:\s*,\s*\d+)*)\]")
TAGS = re.compile(r"<[^>]+>")


def _citation_mark(number: str) -> str:
    return format_html(
        '<sup><a class="cite" href="#source-{}"><span class="vh">{} </span>{}</a></sup>', number, _("Source"), number
    )


def reader_html(value) -> str:
    """Return rich text as safe HTML for a reader, with citations as numbered links to the list of sources."""
    if not value:
        return ""
    html = expand_db_html(value.source if isinstance(value, RichText) else str(value))
    return mark_safe(CITATION.sub(lambda match: _citation_mark(match.group(1)), html))  # noqa: S308 - Wagtail whitelisted it on saving


def cited(text) -> str:
    """Return plain text as safe HTML in which “[2]”, typed by an editor, leads to the second source."""

    def marks(match):
        return "".join(_citation_mark(number.strip()) for number in match.group(1).split(","))

    return mark_safe(TYPED_CITATION.sub(marks, escape(text)))  # noqa: S308 - escaped just before


def plain_text(value) -> str:
    """Return rich text without mark-up, for extracts, word counts and descriptions."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    return " ".join(TAGS.sub(" ", CITATION.sub("", source)).split())


def bullets(value) -> list[str]:
    """Return the items of the first list in rich text as HTML, or the paragraphs where there is no list."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    return re.findall(r"<li[^>]*>(.*?)</li>", source, re.DOTALL) or re.findall(r"<p[^>]*>(.*?)</p>", source, re.DOTALL)
