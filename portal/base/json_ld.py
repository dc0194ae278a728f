"""What a page says about itself to machines, in the words of schema.org (docs/decisions/0010). Pure; no models."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"

Node = dict[str, Any]


def written(facts: Node) -> str:
    """Return facts as JSON that may stand inside an HTML script element."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    # Nothing that an editor types may end the element or begin a comment in it.
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")


def data_block(facts: Node) -> SafeString:
    """Return facts as an element of the page: a block of data, which no browser runs."""
    return mark_safe(f'<script type="application/ld+json">{written(facts)}</script>')  # noqa: S308 - escaped by written


def graph(*nodes: Node) -> SafeString:
    """Return several things, which may name each other by "@id", as one element of the page."""
    return data_block({"@context": CONTEXT, "@graph": [filled(node) for node in nodes]})


def filled(node: Node) -> Node:
    """Return a thing without what is not known; nothing is said of it then."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def web_page(kind: str, *, address: str, name: str, description: str, language: str, published: Any) -> Node:
    """Return the page itself as a thing."""
    return {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": name,
        "description": description,
        "inLanguage": language,
        "dateModified": published.date().isoformat() if published else "",
    }


def reviewed(reviews: Sequence[Any]) -> Node:
    """Return when a page was last reviewed and by whom; nothing for one that never was. ``reviews``: latest first."""
    if not reviews:
        return {}
    latest = reviews[0]
    return {
        "lastReviewed": latest.reviewed_on.isoformat(),
        "reviewedBy": {"@type": "Person", "name": latest.reviewer_name},
    }


def entity(address: str) -> str:
    """Return the name under which a page's subject is spoken of, which is not the page."""
    return f"{address}#entry"


def link_to(kind: str, name: str, address: str) -> Node:
    """Return another thing that has a page of its own."""
    return {"@type": kind, "@id": entity(address), "name": name, "url": address}
