"""Answers that editors pinned: which words they are for, and to which published record or page they lead."""

from urllib.parse import unquote, urlsplit

from portal.home.search.reading import Asked
from portal.home.search.words import key_of, words_of
from portal.home.search_feedback import PinnedAnswer
from portal.home.search_models import SearchDocument


def keys_of_words(text: str, language: str) -> str:
    """Return the keys of what readers type, one search a line, each between line breaks so that one can be looked up."""
    keys = dict.fromkeys(filter(None, (key_of(words_of(line, language)) for line in text.splitlines())))
    return "".join(f"\n{key}\n" for key in keys)


def published_at(address: str) -> SearchDocument | None:
    """Return what is published at an address, whole or as a path; a language is told by the address itself."""
    path = unquote(urlsplit(address.strip()).path)
    return SearchDocument.objects.filter(address__in=(path, f"{path.rstrip('/')}/")).first() if path else None


def pinned_for(asked: Asked) -> SearchDocument | None:
    """Return what editors pinned for exactly these words, if it is published (at most two queries)."""
    keys = {key_of(asked.words), key_of(asked.content)} - {""}
    for answer in PinnedAnswer.objects.public(asked.language):
        if any(f"\n{key}\n" in answer.keys for key in keys):
            return SearchDocument.objects.public(asked.language).filter(
                kind=answer.target_kind, object_id=answer.target_id
            ).first()  # fmt: skip
    return None
