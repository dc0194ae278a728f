"""What every record has in common."""

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from portal.base.text import fold, initial


class RecordQuerySet(models.QuerySet):
    """Public code starts from ``public()``: a draft's text is in the table too, only ``live`` tells it apart."""

    def live(self):
        return self.filter(live=True)

    def in_language(self, language=None):
        """Only the records written in a language, by default the one of the reader's page."""
        return self.filter(locale__language_code=language or translation.get_language())

    def public(self, language=None):
        """What a reader may see: published, and in the language of the page."""
        return self.live().in_language(language)

    def order_by_name(self):
        """By name as a reader would look it up: case and accents do not count."""
        return self.order_by("folded_name", "pk")

    def about(self, *records, through):
        """Only those whose ``through`` relation leads to one of ``records``, in whatever language it was linked."""
        keys = [record.translation_key for record in records]
        return self.filter(**{f"{through}__translation_key__in": keys}).distinct()


class Record(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """A term, condition, therapy, trial or organisation: drafted, reviewed, published and translated in the admin.

    Only editorial text belongs on a record. Publishing copies every field of a revision back onto the row, and a
    revision keeps what was once typed: what registries say, reviews, submissions and personal data have tables of
    their own.
    """

    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=400, editable=False, default="", db_index=True)
    slug = models.SlugField(
        _("slug"), max_length=120, help_text=_("Part of the address. Keep it: a change leaves a redirect behind.")
    )
    live = models.BooleanField(_("live"), default=False, editable=False)

    objects = RecordQuerySet.as_manager()

    presenter = ""
    template = ""
    url_name = ""

    class Meta(TranslatableMixin.Meta):
        abstract = True
        unique_together = [("translation_key", "locale"), ("slug", "locale")]
        ordering = ["folded_name", "pk"]

    def __str__(self):
        return self.name

    def check_sentence(self, sentence):
        """Raise ValidationError for a sentence to readers that is against what the entry holds; here for none."""

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.name)[:400]
        update_fields = kwargs.get("update_fields")
        # Saving a draft stores only where its revision is; the address is still the published one.
        may_move = update_fields is None or "slug" in update_fields
        address_before = self._published_address_in_database() if may_move else ""
        if update_fields and "name" in update_fields:
            kwargs["update_fields"] = [*update_fields, "folded_name"]
        super().save(*args, **kwargs)
        if address_before and address_before != self.get_absolute_url():
            paths = [Redirect.normalise_path(path) for path in (address_before, self.get_absolute_url())]
            Redirect.objects.filter(old_path__in=paths).delete()
            Redirect.add_redirect(address_before, self.get_absolute_url(), is_permanent=True)

    def copy_for_translation(self, locale, exclude_fields=None):
        """Return an unsaved, unpublished copy in another language.

        Wagtail copies the latest draft and its live flag, which would make draft text public; a translation starts
        as a draft whatever its original is.
        """
        copy = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.live = False
        copy.has_unpublished_changes = True
        copy.first_published_at = copy.last_published_at = copy.live_revision = copy.latest_revision = None
        copy.go_live_at = copy.expire_at = None
        copy.expired = False
        copy.locked = False
        copy.locked_at = copy.locked_by = None
        return copy

    @property
    def initial(self):
        """The letter under which the record stands in an A-Z list."""
        return initial(self.name)

    def get_absolute_url(self):
        # frame.py needs the kernel's models; the language of a locale is looked up without a query there.
        from portal.base.frame import language_of

        with translation.override(language_of(self.locale_id) if self.locale_id else None):
            return reverse(self.url_name, args=[self.slug or "-"])

    def get_full_url(self):
        return None

    def get_preview_template(self, request, mode_name):
        return self.template

    def get_preview_context(self, request, mode_name):
        return {"request": request, "page": import_string(self.presenter).of(self), "is_preview": True}

    def _published_address_in_database(self):
        if not self.pk:
            return ""
        before = type(self).objects.filter(pk=self.pk, live=True).first()
        return before.get_absolute_url() if before else ""
