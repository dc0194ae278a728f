"""Answers "not modified" before anything is fetched or built, where a state can be had cheaply."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from portal.base.stamps import current, keep


@dataclass(frozen=True)
class State:
    """What a document was made from: a tag that differs whenever it would, and when that last changed."""

    tag: str
    changed_at: datetime | None = None


def state_of(*parts: object, changed_at: datetime | None = None) -> State:
    """Return the state of a document that depends on nothing but the given parts."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return State(f'"{digest[:32]}"', changed_at)


def noticed_at(stamp: str, now: Callable[[], datetime]) -> datetime:
    """Return when this process first saw the present stamp: no earlier than the change, whatever it was.

    Times in the database do not show that something was taken away; this does.
    """
    return keep(stamp, "noticed", now)


def stamps_of(*names: str) -> list[str]:
    """Return the present stamps of several names, as parts of a state."""
    return [current(name) for name in names]


def answer(request: HttpRequest, state: State, build: Callable[[], HttpResponse], *, seconds: int) -> HttpResponseBase:
    """Return what ``build`` makes, or 304 without building it where the reader's copy is the present one.

    Any cache may keep the answer for some ``seconds``, and must ask again after that.
    """
    changed = int(state.changed_at.timestamp()) if state.changed_at else None
    response = get_conditional_response(request, etag=state.tag, last_modified=changed) or build()
    response.headers["ETag"] = state.tag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=seconds)
    return response
