"""The words a reader sees of an entry, whatever kind it is: as HTML for marking, as plain lines for reading."""

import re
from collections.abc import Iterator
from html import escape, unescape

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from portal.base.richtext import CITATION, TAGS

READ_BY_NOBODY = {
    "editor_note", "main_message", "audience", "folded_name", "seo_title", "search_description", "url_path",
    "also_asked",
}  # fmt: skip
HEADING = re.compile(r"<h[2-4]\b[^>]*>.*?</h[2-4]>", re.IGNORECASE | re.DOTALL)
ENDS_OF_LINES = re.compile(r"</(?:p|h[1-6]|li|dt|dd|t[dh]|blockquote)>|<[bh]r\s*/?>|\n", re.IGNORECASE)


def text_of(entry) -> str:
    """Return the running text of a record or page, a paragraph, heading or point a line; nothing for staff only."""
    return "\n".join(line for html in html_of(entry) for line in lines_of(html))


def html_of(entry) -> list[str]:
    """Return the running text of a record or page as stored HTML, one part a field, in the order of its fields."""
    parts = []
    for field in entry._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in READ_BY_NOBODY:
            continue
        value = field.value_from_object(entry)
        if isinstance(field, StreamField):
            parts.append("".join(_html_of_block(field.stream_block, value)))
        elif isinstance(field, RichTextField):
            parts.append(str(value or ""))
        elif isinstance(field, models.TextField) or field.name in ("summary", "caution", "sentence"):
            parts.append(_paragraphs(str(value or "")))
    return [part for part in parts if part]


def headings_of(entry) -> list[str]:
    """Return the headings within the running text of a record or page."""
    return [line for html in html_of(entry) for heading in HEADING.findall(html) for line in lines_of(heading)]


def lines_of(html: str) -> list[str]:
    """Return the lines a reader sees of HTML: the text of each paragraph, heading or point, without citations."""
    texts = (TAGS.sub("", part) for part in ENDS_OF_LINES.split(CITATION.sub("", html)))
    lines = (" ".join(unescape(text).split()) for text in texts)
    return [line for line in lines if line]


def _html_of_block(block, value) -> Iterator[str]:
    if isinstance(block, blocks.RichTextBlock):
        yield value.source
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _html_of_block(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            yield from _html_of_block(block.child_block, child)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _html_of_block(child, value.get(name))
    else:
        yield from map(_paragraphs, block.get_searchable_content(value))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
