"""Answers that editors pinned: which words they are for, and to which published record or page they lead."""

import datetime
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from portal.base.stamps import keep, renew
from portal.home.search.reading import Asked
from portal.home.search.words import key_of, words_of
from portal.home.search_feedback import PinnedAnswer
from portal.home.search_models import SearchDocument

STAMP = "pinned-answers"


@dataclass(frozen=True)
class Pin:
    """One pinned answer as it is kept in memory: there are few, and every search asks for them."""

    keys: frozenset[str]
    kind: str
    object_id: int
    shown_from: datetime.date | None
    shown_until: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether it is to be shown on a day; the first and the last day belong to it."""
        return (self.shown_from or day) <= day <= (self.shown_until or day)


def keys_of_words(text: str, language: str) -> str:
    """Return the keys of what readers type, one search a line; each stands between line breaks."""
    keys = dict.fromkeys(filter(None, (key_of(words_of(line, language)) for line in text.splitlines())))
    return "".join(f"\n{key}\n" for key in keys)


def published_at(address: str) -> SearchDocument | None:
    """Return what is published at an address, whole or as a path; a language is told by the address itself."""
    path = unquote(urlsplit(address.strip()).path)
    return SearchDocument.objects.filter(address__in=(path, f"{path.rstrip('/')}/")).first() if path else None


def pinned_for(asked: Asked) -> SearchDocument | None:
    """Return what editors pinned for exactly these words, if it is published (a query only where there is one)."""
    keys = {key_of(asked.words), key_of(asked.content)}
    today = timezone.localdate()
    for pin in keep(STAMP, asked.language, lambda: _pins(asked.language)):
        if keys & pin.keys and pin.holds_on(today):
            documents = SearchDocument.objects.public(asked.language)
            return documents.filter(kind=pin.kind, object_id=pin.object_id).first()
    return None


def _pins(language: str) -> list[Pin]:
    rows = PinnedAnswer.objects.filter(language=language).order_by("pk")
    fields = ("keys", "target_kind", "target_id", "shown_from", "shown_until")
    return [Pin(frozenset(keys.split()), *rest) for keys, *rest in rows.values_list(*fields)]


def connect() -> None:
    """Called once when the application starts: every process notices a changed pin."""
    for signal in (post_save, post_delete):
        signal.connect(pin_changed, sender=PinnedAnswer, dispatch_uid=f"pins_{id(signal)}")


def pin_changed(sender, **kwargs):
    """An editor pinned, changed or removed an answer."""
    renew(STAMP)
