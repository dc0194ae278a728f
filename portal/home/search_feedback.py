"""What editors learn from searches without result, and what they answer themselves. No reader is in these tables."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.home.search_models import Kind, SearchDocument


class SearchMark(models.Model):
    """That some words were searched on a day without result: a keyed hash of words and day, and nothing else.

    The hash is the primary key, so that rows have no order; the same words give another hash on another day, so that
    rows of two days cannot be joined by anybody who does not know the words. Deleted after ``DAYS_REMEMBERED`` days.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("mark of a search")
        verbose_name_plural = _("marks of searches")

    def __str__(self):
        return f"{self.day}"


class FailedSearch(models.Model):
    """Words that found nothing, and how often in one week; kept once they were searched on three different days."""

    language = models.CharField(_("language"), max_length=10)
    words = models.CharField(_("words"), max_length=80)
    week = models.DateField(_("week beginning"), help_text=_("A Monday."))
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("failed search")
        verbose_name_plural = _("failed searches")
        ordering = ["-week", "-times", "words"]
        constraints = [models.UniqueConstraint(name="home_failedsearch_once", fields=["language", "words", "week"])]

    def __str__(self):
        return self.words


class PinnedAnswer(models.Model):
    """A record or page that editors put on top for some words. It is shown only while it is published."""

    language = models.CharField(_("language"), max_length=10)
    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_("What readers type, one search a line. Capitals and accents do not count."),
    )
    keys = models.TextField(editable=False, default="")
    target_kind = models.CharField(max_length=14, choices=Kind.choices, editable=False)
    target_id = models.BigIntegerField(editable=False)
    target_address = models.CharField(
        _("page to show"), max_length=400,
        help_text=_("The address of a published record or page of this site, for example /therapies/glybera/."),
    )  # fmt: skip
    shown_from = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: from now on."))
    shown_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Empty: without end."))
    note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        verbose_name = _("pinned answer")
        verbose_name_plural = _("pinned answers")
        ordering = ["language", "words", "pk"]
        constraints = [
            models.CheckConstraint(
                name="home_pinnedanswer_ends_after_it_began",
                condition=models.Q(shown_from__isnull=True)
                | models.Q(shown_until__isnull=True)
                | models.Q(shown_until__gte=models.F("shown_from")),
                violation_error_message=_("The last day is before the first: correct one of them."),
            )
        ]

    def __str__(self):
        return self.first_words

    @property
    def first_words(self):
        """The first search of several, for lists."""
        lines = self.words.splitlines() or [""]
        return lines[0] if len(lines) == 1 else f"{lines[0]} …"

    @property
    def is_shown_now(self):
        """Whether readers see it today: within its days, and while what it leads to is published."""
        today = timezone.localdate()
        holds = (self.shown_from or today) <= today <= (self.shown_until or today)
        return holds and SearchDocument.objects.filter(kind=self.target_kind, object_id=self.target_id).exists()

    def clean(self):
        super().clean()
        from portal.home.pinning import keys_of_words, published_at

        self.keys = keys_of_words(self.words or "", self.language or "")
        if not self.keys.strip():
            raise ValidationError({"words": _t("Write at least one word that readers type.")})
        document = published_at(self.target_address or "")
        if document is None:
            raise ValidationError(
                {"target_address": _t("Nothing is published at this address: copy it from the page itself.")}
            )
        if document.language != self.language:
            raise ValidationError(
                {"target_address": _t("This page is in another language: choose that language above.")}
            )
        self.target_kind, self.target_id, self.target_address = document.kind, document.object_id, document.address
        self._check_nobody_has_them()

    def _check_nobody_has_them(self):
        for key in self.keys.split():
            others = PinnedAnswer.objects.filter(language=self.language, keys__contains=f"\n{key}\n").exclude(
                pk=self.pk
            )
            if other := others.first():
                raise ValidationError(
                    {
                        "words": _t("“%(other)s” already leads to %(address)s for the same words: change that one.")
                        % {"other": other.first_words, "address": other.target_address}
                    }
                )
