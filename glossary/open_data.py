"""Reads published terms for the open formats, and tells when what they give away changed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from glossary.formats import Link, OpenTerm, Scheme, SourceFacts
from glossary.models import Term, TermQuerySet
from portal.base.conditional import State, state_of
from portal.base.frame import STAMP as FRAME_STAMP
from portal.base.frame import identity_of, language_of
from portal.base.models import Review
from portal.base.richtext import plain_text
from portal.base.stamps import current, keep

STAMP = "glossary"
# Renewed by what a term's data show without being part of the term: its sources and reviews (signal_handlers.py).
PARTS_STAMP = "glossary-parts"
# Raise it when the form of a file changes, so that nobody is told "not modified".
EDITION = "1"


def scheme_of(request, changed_at: datetime | None = None) -> Scheme:
    """Return the glossary in the language of the page, as others are to name and credit it."""
    identity = identity_of(request)
    return Scheme(
        name=_("%(site)s: glossary") % {"site": identity.name},
        address=settings.SITE_ADDRESS + Term.index_address(),
        language=request.LANGUAGE_CODE,
        publisher=_("%(site)s contributors") % {"site": identity.name},
        changed_at=changed_at,
    )


def state_of_data(terms: TermQuerySet, *about: str) -> State:
    """Return what changes whenever the data of some published terms do (one query): asked before anything is built."""
    found = terms.aggregate(number=Count("pk"), latest=Max("last_published_at"))
    stamps = [current(name) for name in (STAMP, PARTS_STAMP, FRAME_STAMP)]
    noticed = keep_time_of(stamps)
    changed = max(found["latest"], noticed) if found["latest"] else noticed
    return state_of(
        EDITION, settings.SITE_ADDRESS, *about, *stamps, found["number"], found["latest"], changed_at=changed
    )
