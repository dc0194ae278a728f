"""Markdown of starter files as the HTML that Wagtail's rich text stores."""

import re

import nh3
from markdown_it import MarkdownIt

from portal.starter.reading import CITED

ALLOWED = {"p", "b", "i", "a", "ul", "ol", "li", "h2", "h3", "h4", "br", "sup", "sub"}
_markdown = MarkdownIt("commonmark", {"html": False})


def rich_text(markdown: str) -> str:
    """Return Markdown as clean rich text; ``[2]`` becomes a link to the second source."""
    html = _markdown.render(markdown)
    html = re.sub(r"<(/?)strong>", r"<\1b>", html)
    html = re.sub(r"<(/?)em>", r"<\1i>", html)
    html = nh3.clean(
        html, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )
    return CITED.sub(_citations, html).replace("\n", "")


def bullets(markdown: str) -> list[str]:
    """Return the texts of the list items of Markdown, without the mark-up."""
    items = re.findall(r"^[-*] +(.+(?:\n(?![-*] ).+)*)", markdown, re.MULTILINE)
    return [" ".join(item.split()) for item in items]


def _citations(match) -> str:
    numbers = [number.strip() for number in match.group(1).split(",")]
    return "".join(f'<a href="#source-{number}">[{number}]</a>' for number in numbers)
