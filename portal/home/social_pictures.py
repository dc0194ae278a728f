"""Where the picture of each page is, and giving it out. Its address holds a digest of what it shows."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.base.frame import identity_of
from portal.home.doctor_sheet import kind_label
from portal.home.my_list import RECORDS
from portal.home.social_drawing import SIZE, drawn

EDITION = 1  # raise it when the drawing changes
SECONDS_KEPT = 31_536_000
SECONDS_IN_CACHE = 86_400
PAGE, SITE = "page", "site"


@dataclass(frozen=True)
class Picture:
    """What a picture shows, and for which page it stands: a kind and a key that its address names."""

    kind: str
    key: str
    title: str
    caption: str
    site: str

    width, height = SIZE

    @property
    def digest(self) -> str:
        parts = (EDITION, get_language(), self.title, self.caption, self.site)
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        return reverse("social_picture", args=[self.kind, self.key, self.digest])

    @property
    def full_address(self) -> str:
        return settings.SITE_ADDRESS + self.address

    def png(self) -> bytes:
        """Return the picture, drawn once a day at most for each text."""
        right_to_left = get_language_bidi()

        def draw() -> bytes:
            return drawn(self.title, self.caption, self.site, right_to_left=right_to_left)

        return cache.get_or_set(f"social:{self.digest}", draw, SECONDS_IN_CACHE)


def index_titles() -> dict[str, tuple[str, str]]:
    """Return the key and the title of the picture of each index, by the name of its address."""
    return {
        "glossary:term_index": ("glossary", _("Glossary")),
        "conditions:condition_index": ("conditions", _("Conditions")),
        "therapies:therapy_index": ("therapies", _("Therapies")),
        "trials:trial_index": ("trials", _("Find a clinical trial")),
        "organisations:organisation_index": ("organisations", _("Find support")),
        "change_index": ("changes", _("What changed")),
    }


def picture_of(request, thing: Any = None) -> Picture:
    """Return the picture of a record or page, of an index, or of the site as a whole (no query)."""
    identity = identity_of(request)
    if isinstance(thing, Page) and thing.pk and thing.depth > 2:
        return Picture(PAGE, str(thing.pk), thing.title, "", identity.name)
    kinds = {model: kind for kind, model in RECORDS.items()}
    if type(thing) in kinds and thing.slug:
        return Picture(kinds[type(thing)], thing.slug, thing.name, kind_label(thing), identity.name)
    match = request.resolver_match if request is not None else None
    key, title = index_titles().get(match.view_name if match else "", (SITE, identity.description))
    return Picture(SITE, key, title, "", identity.name)


@require_safe
def social_picture(request, kind, key, digest):
    """One picture. An address whose text has changed since leads to the present one."""
    picture = _found(request, kind, key)
    if picture is None:
        raise Http404
    if digest != picture.digest:
        return redirect(picture.address)
    response = HttpResponse(picture.png(), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}, immutable"
    return response


def _found(request, kind: str, key: str) -> Picture | None:
    """Return the picture of something public (one query); None where there is nothing to be seen."""
    if kind in RECORDS:
        record = RECORDS[kind].objects.public().filter(slug=key).first()
        return picture_of(request, record) if record is not None else None
    if kind == PAGE:
        pages = Page.objects.live().public().filter(locale__language_code=get_language())
        page = pages.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
        return picture_of(request, page) if page is not None else None
    identity = identity_of(request)
    titles = dict(index_titles().values()) | {SITE: identity.description}
    return Picture(SITE, key, titles[key], "", identity.name) if kind == SITE and key in titles else None
