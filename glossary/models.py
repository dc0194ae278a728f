"""Glossary terms: what a word means, in plain words."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from glossary.enums import PartOfSpeech, Topic
from glossary.panels import TERM_PANELS
from portal.base.forms import RecordForm
from portal.base.listing import named_like
from portal.base.models import AlsoCalled, Citation, Record, RecordQuerySet, with_sources
from portal.base.richtext import RECORD_TEXT
from portal.base.text import count_words, fold

LONGEST_DEFINITION = 40


def check_definition_length(text):
    """Validator: a short definition has at most 40 words, so that it fits into a pop-up."""
    words = count_words(text)
    if words > LONGEST_DEFINITION:
        raise ValidationError(
            _t("%(words)s words: shorten the definition to %(most)s, and move the rest to “More detail”.")
            % {"words": words, "most": LONGEST_DEFINITION},
            code="too_long",
        )


class TermQuerySet(RecordQuerySet):
    """Terms."""

    def called_like(self, query):
        """Terms whose name or other form holds the words typed."""
        return self.filter(named_like(query, other_fields=["short_definition"])).distinct()

    def with_page_parts(self):
        """Everything a term's page shows, in a constant number of queries."""
        return self.select_related("broader").prefetch_related(
            "also_called", with_sources(TermCitation.objects), "see_also", "not_same_as", "narrower"
        )


class Term(index.Indexed, Record):
    """A word a reader may not know, with a short meaning that fits into a pop-up and more detail on its own page."""

    short_definition = models.TextField(
        _("short definition"),
        validators=[check_definition_length],
        help_text=_("At most 40 words, in plain language, without the word itself. Shown in pop-ups."),
    )
    more = RichTextField(_("more detail"), blank=True, features=RECORD_TEXT)
    say_it_like = models.CharField(
        _("say it like"),
        max_length=120,
        blank=True,
        help_text=_("For example “VEK-ter”; the stressed part in capitals."),
    )
    part_of_speech = models.CharField(
        _("part of speech"), max_length=12, choices=PartOfSpeech.choices, default=PartOfSpeech.NOUN
    )
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower", verbose_name=_("broader term")
    )
    see_also = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="+", verbose_name=_("see also")
    )
    not_same_as = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="+", verbose_name=_("not the same as")
    )
    sentence = models.CharField(_("in a sentence"), max_length=300, blank=True)
    topic = models.CharField(_("topic"), max_length=30, choices=Topic.choices, blank=True)
    mark_in_text = models.BooleanField(
        _("mark in texts"),
        default=True,
        help_text=_("Take this away for a word that texts mostly use in another sense."),
    )
    tags = ClusterTaggableManager(through="glossary.TermTag", blank=True)

    objects = TermQuerySet.as_manager()

    presenter = "glossary.presenters.TermPage"
    template = "glossary/term_detail.html"
    url_name = "glossary:term_detail"
    base_form_class = RecordForm
    edit_handler = TERM_PANELS
    search_fields = [
        index.SearchField("name", boost=3),
        index.SearchField("short_definition"),
        index.AutocompleteField("name"),
        index.RelatedFields("also_called", [index.SearchField("text"), index.AutocompleteField("text")]),
        index.FilterField("live"),
        index.FilterField("topic"),
        index.FilterField("locale_id"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                name="glossary_term_name_once", fields=["locale", "folded_name"],
                violation_error_message=_("Another term has this name."),
            ),
            models.CheckConstraint(
                name="glossary_term_not_broader_than_itself",
                condition=models.Q(broader__isnull=True) | ~models.Q(broader=models.F("id")),
            ),
        ]  # fmt: skip

    def clean(self):
        super().clean()
        self._check_definition_explains()
        self._check_broader_has_no_cycle()

    def _check_definition_explains(self):
        definition = f" {fold(self.short_definition or '')} "
        name = fold(self.name or "")
        if name and definition.startswith((f" {name} ", f" a {name} ", f" an {name} ", f" the {name} ")):
            raise ValidationError(
                {"short_definition": _t("The definition begins with the word it should explain: use other words.")}
            )

    def _check_broader_has_no_cycle(self):
        seen = {self.pk} if self.pk else set()
        step = self.broader
        while step is not None:
            if step.pk in seen:
                raise ValidationError(
                    {
                        "broader": _t("“%(term)s” is itself narrower than this term: choose another one.")
                        % {"term": step}
                    }
                )
            seen.add(step.pk)
            step = step.broader


class TermAlsoCalled(AlsoCalled):
    """Another form of a term."""

    record = ParentalKey(Term, on_delete=models.CASCADE, related_name="also_called")
    mark_in_text = models.BooleanField(_("mark in texts"), default=True)

    panels = [*AlsoCalled.panels, FieldPanel("mark_in_text")]

    class Meta(AlsoCalled.Meta):
        verbose_name = _("other form")
        verbose_name_plural = _("other forms")
        constraints = [models.UniqueConstraint(name="glossary_alsocalled_once", fields=["locale", "folded"])]


class TermCitation(Citation):
    """A source of a term."""

    record = ParentalKey(Term, on_delete=models.CASCADE, related_name="citations")


class TermTag(TaggedItemBase):
    """A tag on a term."""

    content_object = ParentalKey(Term, on_delete=models.CASCADE, related_name="tagged_items")


class TermUse(models.Model):
    """One published page or record in which a term is marked, with the sentence; rebuilt, never edited."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    sentence = models.TextField(_("sentence"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("use of a term")
        verbose_name_plural = _("uses of terms")
        constraints = [
            models.UniqueConstraint(name="glossary_termuse_once", fields=["term", "content_type", "object_id"])
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="glossary_termuse_subject")]

    def __str__(self):
        return self.sentence[:80]


class IgnoredWord(models.Model):
    """A hard word that the editors decided not to explain."""

    language = models.CharField(_("language"), max_length=10)
    word = models.CharField(_("word"), max_length=100)
    ignored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ignored_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("word without an entry on purpose")
        verbose_name_plural = _("words without an entry on purpose")
        constraints = [models.UniqueConstraint(name="glossary_ignoredword_once", fields=["language", "word"])]

    def __str__(self):
        return self.word
