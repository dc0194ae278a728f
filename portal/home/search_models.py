"""What the public search reads: one document for each published record and page, and the names that lead to it.

None of these tables has revisions, and all of them can be built again from the records: nothing is ever edited here.
"""

from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The groups in which results are shown."""

    TERM = "terms", _("Glossary")
    CONDITION = "conditions", _("Conditions")
    THERAPY = "therapies", _("Therapies")
    TRIAL = "trials", _("Trials")
    ORGANISATION = "organisations", _("Organisations")
    PAGE = "pages", _("Articles and pages")


class NameRole(models.TextChoices):
    """Why a name leads to a document; what is only asked with, and a misspelling, are never offered to a reader."""

    NAME = "name", _("name")
    FORM = "form", _("other form")
    ASKED = "asked", _("asked as")
    MISSPELLING = "misspelling", _("misspelling")
    NUMBER = "number", _("trial number")
    CODE = "code", _("code")


NEVER_OFFERED = (NameRole.ASKED, NameRole.MISSPELLING)


class PublicQuerySet(models.QuerySet):
    """Everything here is public already; ``public()`` keeps to the language of the page, as for records."""

    def public(self, language=None):
        """What a reader of a page in this language may be shown."""
        return self.filter(language=language or translation.get_language())


class SearchDocument(models.Model):
    """What can be found of one published record or page. There is none of a draft, so none can be found.

    ``names`` and the columns below it are compared with what readers type and hold words as they are compared: folded,
    in one of two spellings. ``body`` holds the words as they are printed. Nothing that changes by itself is here: where
    a therapy or trial stands is looked up when it is shown.
    """

    kind = models.CharField(max_length=14, choices=Kind.choices)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=255)
    address = models.CharField(max_length=400)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    names = models.TextField(blank=True)
    forms = models.TextField(blank=True)
    topics = models.TextField(blank=True)
    words = models.TextField(blank=True)
    vocabulary = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    published_on = models.DateField(null=True, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(name="home_searchdocument_once", fields=["kind", "object_id"])]
        indexes = [models.Index(fields=["language", "kind"], name="home_searchdocument_kind")]

    def __str__(self):
        return self.title


class SearchName(models.Model):
    """One whole name, number or code of a document, reduced to a key that all ways of typing it share.

    ``sound`` is what is left when only its consonants are listened to; empty for numbers, which have no typing errors
    that could be guessed.
    """

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    role = models.CharField(max_length=12, choices=NameRole.choices)
    text = models.CharField(max_length=255)
    key = models.CharField(max_length=200)
    sound = models.CharField(max_length=60, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("search name")
        verbose_name_plural = _("search names")
        indexes = [
            models.Index(fields=["key"], name="home_searchname_key"),
            models.Index(fields=["sound"], name="home_searchname_sound", condition=~Q(sound="")),
        ]

    def __str__(self):
        return self.text


class SearchWord(models.Model):
    """A word that published texts use, and in how many documents: what a mistyped word is compared with."""

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=60)
    sound = models.CharField(max_length=60, blank=True, db_index=True)
    uses = models.IntegerField(default=0)
    in_names = models.IntegerField(default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints = [models.UniqueConstraint(name="home_searchword_once", fields=["language", "word"])]

    def __str__(self):
        return self.word


class SearchBuild(models.Model):
    """How far the documents were built, so that a build that was stopped goes on where it was."""

    version = models.CharField(max_length=20)
    model = models.CharField(max_length=60, blank=True)
    last_key = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("build of the search")
        verbose_name_plural = _("builds of the search")

    def __str__(self):
        return f"{self.version}: {self.done}"
