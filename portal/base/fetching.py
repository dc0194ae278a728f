"""One published record for its page, or the right kind of "not here"."""

from django.http import Http404
from wagtail.contrib.redirects.models import Redirect


class Gone(Exception):
    """There was a published page here and it was taken away on purpose; answered with 410."""


def public_record(records, slug):
    """Return the published record with a slug, in the language of the page.

    ``records`` is a queryset that starts from ``public()``. Raises Gone for a record that was published once and is
    not any more, Http404 for everything else; a draft that was never published is indistinguishable from nothing.
    Http404 also for one whose address leads elsewhere, as that of a merged term does: redirects are looked up then.
    """
    found = records.filter(slug=slug).first()
    if found is not None:
        return found
    was_public = (
        records.model.objects.in_language().filter(slug=slug, live=False, first_published_at__isnull=False).first()
    )
    if was_public is not None and not _leads_elsewhere(was_public.get_absolute_url()):
        raise Gone
    raise Http404


def _leads_elsewhere(address) -> bool:
    return Redirect.objects.filter(old_path=Redirect.normalise_path(address)).exists()
