"""Where each term is used: kept up to date when something is published, rebuilt by ``refresh_term_uses``."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from glossary.marking import glossary_of
from glossary.models import Term, TermUse
from glossary.sentences import sentence_around
from portal.base.published_text import text_of
from portal.base.reviewing import reviewable_models
from portal.base.stamps import renew

# Changes whenever an entry, or all of them, were read again; what is worked out of all texts is kept by it.
TEXTS = "published-texts"


def uses_in(entry, language: str) -> list[TermUse]:
    """Return the uses of terms in one entry, unsaved: the first sentence of each term and how often it comes."""
    text = text_of(entry)
    own = frozenset({entry.pk}) if isinstance(entry, Term) else frozenset()
    found = glossary_of(language).matcher.find(text, own)
    times = Counter(match.term for match in found)
    content_type = ContentType.objects.get_for_model(entry)
    first = {}
    for match in found:
        first.setdefault(match.term, match.start)
    return [
        TermUse(
            term_id=term, content_type=content_type, object_id=str(entry.pk), sentence=sentence_around(text, start),
            times=times[term],
        )
        for term, start in first.items()
    ]  # fmt: skip


@transaction.atomic
def refresh_uses_of(entry) -> None:
    """Rebuild the uses in one entry; one that is not published has none."""
    forget_uses_of(entry)
    if getattr(entry, "live", False):
        TermUse.objects.bulk_create(uses_in(entry, entry.locale.language_code))


def forget_uses_of(entry) -> None:
    """Take the uses in one entry out of the list."""
    content_type = ContentType.objects.get_for_model(entry)
    TermUse.objects.filter(content_type=content_type, object_id=str(entry.pk)).delete()
    renew(TEXTS)


@transaction.atomic
def refresh_all_uses() -> int:
    """Rebuild the uses in everything that is published, in every language; return how many there are."""
    TermUse.objects.all().delete()
    renew(TEXTS)
    count = 0
    for model in reviewable_models():
        entries = model.objects.filter(live=True).select_related("locale").order_by("pk")
        batch = []
        for entry in entries.iterator(chunk_size=500):
            batch += uses_in(entry, entry.locale.language_code)
        TermUse.objects.bulk_create(batch, batch_size=1000)
        count += len(batch)
    return count
