"""What editors may know of searches without result: words that came on three different days, and how often.

Until then only a keyed hash of words and day is kept. Nothing tells who searched, when on that day, or what else.
"""

import datetime
import hashlib
import hmac
import logging
import re

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal.home.search.words import normal
from portal.home.search_feedback import FailedSearch, SearchMark

DAYS_NEEDED = 3
DAYS_REMEMBERED = 28
WEEKS_KEPT = 52
LONGEST_WORDS = 80
# So many different ones a day are enough to learn from; whoever sends more is no reader.
MOST_MARKS_A_DAY = 2000

# What may belong to one person: addresses, numbers of phones, insurance or patients, dates of birth, handles.
PERSONAL = re.compile(
    r"@|https?:|www\.|\d[\d\s().\-/+]{4,}\d|\d{5,}|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b(?:mr|mrs|ms|miss|dr|prof|herr|frau|mme|monsieur|madame)\b\.?\s+\w",
    re.IGNORECASE,
)

logger = logging.getLogger(__name__)


def note_failed_search(typed: str, language: str, today: datetime.date | None = None) -> None:
    """Remember that words found nothing; never fails, never keeps what looks like personal data."""
    words = kept_form(typed, language)
    if not words:
        return
    try:
        with transaction.atomic():
            _note(words, language, today or timezone.localdate())
    except DatabaseError as error:
        # The kind of error only: its text would hold the words.
        logger.warning("A failed search could not be counted (%s).", type(error).__name__)


def kept_form(typed: str, language: str) -> str:
    """Return words as they are counted; empty for what is never kept."""
    if PERSONAL.search(typed):
        return ""
    words = normal(typed, language)
    return words if 1 < len(words) <= LONGEST_WORDS and any(letter.isalpha() for letter in words) else ""


def _note(words: str, language: str, today: datetime.date) -> None:
    week = today - datetime.timedelta(days=today.weekday())
    if FailedSearch.objects.filter(language=language, words=words).exists():
        _count(language, words, week, 1)
        return
    days = [today - datetime.timedelta(days=back) for back in range(DAYS_REMEMBERED)]
    digests = {digest_of(words, language, day): day for day in days}
    marks = SearchMark.objects.filter(digest__in=digests)
    seen = {digests[digest] for digest in marks.values_list("digest", flat=True)} | {today}
    if len(seen) < DAYS_NEEDED:
        _mark(digest_of(words, language, today), today)
        return
    marks.delete()
    for day in seen:
        _count(language, words, day - datetime.timedelta(days=day.weekday()), 1)


def _mark(digest: str, today: datetime.date) -> None:
    if not SearchMark.objects.filter(day=today).exists():
        purge(today)
    if SearchMark.objects.filter(day=today).count() < MOST_MARKS_A_DAY:
        SearchMark.objects.get_or_create(digest=digest, defaults={"day": today})


def _count(language: str, words: str, week: datetime.date, times: int) -> None:
    row, is_new = FailedSearch.objects.get_or_create(
        language=language, words=words, week=week, defaults={"times": times}
    )
    if not is_new:
        FailedSearch.objects.filter(pk=row.pk).update(times=F("times") + times)


def purge(today: datetime.date | None = None) -> None:
    """Delete marks that are too old to count, and words of more than a year ago; done on the first mark of a day."""
    today = today or timezone.localdate()
    SearchMark.objects.filter(day__lte=today - datetime.timedelta(days=DAYS_REMEMBERED)).delete()
    FailedSearch.objects.filter(week__lt=today - datetime.timedelta(weeks=WEEKS_KEPT)).delete()


def digest_of(words: str, language: str, day: datetime.date) -> str:
    """Return the keyed hash of words on one day; of another day it is another one."""
    key = hashlib.sha256(f"failed searches {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, f"{day.isoformat()} {language} {words}".encode(), hashlib.sha256).hexdigest()
