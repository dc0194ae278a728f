"""Records that may be the same thing as what was sent: by name, short name, other form, website or registry number."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from glossary.models import Term
from organisations.models import Organisation
from portal.base.text import fold
from submissions.enums import SubmissionKind
from submissions.placing import locale_of
from trials.models import Trial
from trials.registries import find_numbers

ALIKE = 88  # of 100; below it, organisations that share only “patient organisation of …” are offered
MOST = 5


@dataclass(frozen=True)
class Likely:
    """A record that may be the same, why, and how alike the names are (0-100)."""

    record: Any
    why: str
    alike: int


def likely_duplicates(submission, besides=None) -> list[Likely]:
    """Return published records that may be the same, the likeliest first; ``besides`` is the submission's own draft."""
    finders = {
        SubmissionKind.ORGANISATION: _organisations,
        SubmissionKind.TRIAL: _trials,
        SubmissionKind.TERM: _terms,
    }
    find = finders.get(submission.kind)
    if find is None:
        return []
    own = (type(besides), besides.pk) if besides is not None else None
    found = {(type(like.record), like.record.pk): like for like in reversed(list(find(submission)))}
    found.pop(own, None)
    return sorted(found.values(), key=lambda like: -like.alike)[:MOST]


def _organisations(submission):
    theirs = Organisation.objects.live().filter(locale=locale_of(submission))
    host = _host(submission.sent.get("website") or "")
    if host:
        for record in theirs.filter(website__icontains=host)[:MOST]:
            if _host(record.website) == host:
                yield Likely(record, _("same website"), 100)
    short = submission.sent.get("short_name") or ""
    name = submission.sent.get("name") or ""
    wanted = Q(short_name__iexact=short) if short else Q(pk=None)
    for record in theirs.filter(wanted | Q(short_name__iexact=name.strip() or "-"))[:MOST]:
        yield Likely(record, _("same short name"), 99)
    yield from _called_alike(theirs, name)


def _trials(submission):
    ours = Trial.objects.live().filter(locale=locale_of(submission))
    numbers = [number for _registry, number in find_numbers(" ".join(_said(submission, "number", "link", "why")))]
    for record in ours.filter(identifiers__number__in=numbers).distinct()[:MOST]:
        yield Likely(record, _("same number"), 100)
    yield from _called_alike(ours, submission.sent.get("title") or "")


def _terms(submission):
    ours = Term.objects.live().filter(locale=locale_of(submission))
    said = [submission.sent.get("name") or "", *(submission.sent.get("also_called") or "").split(",")]
    folded = [fold(form) for form in said if fold(form)]
    for record in ours.filter(Q(folded_name__in=folded) | Q(also_called__folded__in=folded)).distinct()[:MOST]:
        yield Likely(record, _("same name or other form"), 100)
    yield from _called_alike(ours, said[0])


def _called_alike(records, name):
    """Records whose folded name is much like a name, wherever the words stand in it."""
    folded = fold(name)
    if not folded:
        return
    names = dict(records.order_by().values_list("pk", "folded_name"))
    close = process.extract(folded, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=MOST)
    rows = records.in_bulk([pk for _name, _score, pk in close])
    for _name, score, pk in close:
        yield Likely(rows[pk], _("name much alike"), round(score))


def _said(submission, *names):
    return [str(submission.sent.get(name) or "") for name in names]


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
