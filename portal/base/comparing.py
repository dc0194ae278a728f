"""Whether two versions of an entry say the same, however an editor's browser wrote them down."""

import html
import re
from typing import Any

# Draftail gives each paragraph a key of its own, and a form sends bookkeeping back as it was.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
BOOKKEEPING = {
    "latest_revision", "live_revision", "has_unpublished_changes", "live", "locked", "locked_at", "locked_by",
    "first_published_at", "last_published_at", "expired", "folded_name", "folded", "pk", "id", "sort_order",
}  # fmt: skip


def meaning(content: Any) -> Any:
    """Return the content of a version reduced to what it says: no keys of paragraphs, bookkeeping or white space."""
    if isinstance(content, dict):
        return {name: meaning(value) for name, value in content.items() if name not in BOOKKEEPING}
    if isinstance(content, list):
        return [meaning(value) for value in content]
    if isinstance(content, str):
        return " ".join(html.unescape(BLOCK_KEY.sub("", content)).replace("> <", "><").split())
    return content


def says_the_same(before: dict, after: dict) -> bool:
    """Return whether two versions of an entry, as revisions store them, say the same to a reader."""
    return meaning(before) == meaning(after)
