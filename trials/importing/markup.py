"""Registry text (Markdown with backslash escapes) as clean HTML, and eligibility in two lists. Pure; no database."""

import re
from dataclasses import dataclass
from html import unescape

import nh3
from markdown_it import MarkdownIt

ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "sub", "sup"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})

HEADINGS = re.compile(
    r"^\W*(?:key |general |main |major )?(?P<kind>inclusion|exclusion)(?: criteria)?\b(?P<rest>[^\n]{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Eligibility:
    """Registry text on who may join: two texts where it can be divided, else the whole as it is."""

    may_join: str = ""
    cannot_join: str = ""
    whole: str = ""


def registry_html(text: str) -> str:
    """Return registry text as safe HTML: escapes resolved, raw HTML shown as text, links only to http and https."""
    html = _markdown.render(text or "")
    html = re.sub(r"<(/?)h[1-6]>", r"<\1p>", html)
    return nh3.clean(html, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https"}).strip()


def plain(text: str) -> str:
    """Return registry text without mark-up, for titles and short lines."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", registry_html(text))).split())


def split_eligibility(text: str) -> Eligibility:
    """Divide eligibility at its own headings ("Inclusion Criteria:", "Key exclusion criteria (Part A)").

    Several blocks of one kind are joined with their headings kept; a text without both kinds is left whole.
    """
    headings = list(HEADINGS.finditer(text or ""))
    kinds = {heading["kind"].lower() for heading in headings}
    if kinds != {"inclusion", "exclusion"} or text[: headings[0].start()].strip():
        return Eligibility(whole=registry_html(text))
    parts: dict[str, list[str]] = {"inclusion": [], "exclusion": []}
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        rest = heading["rest"].strip(" :()-")
        body = text[heading.end() : end].strip()
        parts[heading["kind"].lower()].append(f"**{rest}**\n\n{body}" if rest else body)
    return Eligibility(registry_html("\n\n".join(parts["inclusion"])), registry_html("\n\n".join(parts["exclusion"])))
