"""What may be meant by the letters typed so far; for a small script only, no page needs it."""

from portal.home.search.engines import engine
from portal.home.search.words import key_of, normal, words_of
from portal.home.search_index.following import follow
from portal.home.search_models import NameRole

SHORTEST = 2
MOST = 8
MOST_LOOKED_AT = 60


def suggestions(typed: str, language: str) -> list[str]:
    """Return up to eight names that begin so, own names before other forms; one query."""
    key = normal(typed, language).replace(" ", "") or key_of(words_of(typed, language))
    if len(key) < SHORTEST:
        return []
    follow()
    names = engine().starting(language, key[:100], MOST_LOOKED_AT)
    ordered = sorted(names, key=lambda name: (name.role != NameRole.NAME, len(name.key), name.key))
    found: dict[str, str] = {}
    documents = set()
    for name in ordered:
        if name.document_id not in documents:
            documents.add(name.document_id)
            found.setdefault(name.text.casefold(), name.text)
    return list(found.values())[:MOST]
