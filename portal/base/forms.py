"""Checks that need a record together with its children, or with the other records."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.fields import RichTextField

from portal.base.models import check_names_are_free
from portal.base.richtext import plain_text


def kept_rows(formset):
    """Return the valid rows of an inline panel that are not marked for deletion, in the order the editor sees."""
    if formset is None:
        return []
    formset.is_valid()
    rows = [row for row in formset.forms if getattr(row, "cleaned_data", None) and not row.cleaned_data.get("DELETE")]
    return sorted(rows, key=lambda row: row.cleaned_data.get("ORDER") or 0)


class RecordForm(WagtailAdminModelForm):
    """A record's form: refuses a slug, name or other form that already leads to another record.

    The database refuses them too, but only with an error page; here the editor is told what to do.
    """

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self._check_texts_are_written(cleaned)
        if cleaned.get("slug"):
            self._check_slug_is_free(cleaned["slug"])
        if cleaned.get("name"):
            try:
                check_names_are_free(self.instance, [cleaned["name"], *self._other_forms()])
            except ValidationError as error:
                self.add_error("name", error)
        return cleaned

    def rows_of(self, name):
        """Return the kept rows of one inline panel."""
        return kept_rows(getattr(self, "formsets", {}).get(name))

    def _check_texts_are_written(self, cleaned):
        """Refuse a required text left empty: an empty editor sends an empty paragraph, which counts as something."""
        for field in self.instance._meta.get_fields():
            is_required = isinstance(field, RichTextField) and not field.blank and field.name in cleaned
            if is_required and not plain_text(cleaned[field.name]):
                self.add_error(field.name, self.fields[field.name].error_messages["required"])

    def _check_slug_is_free(self, slug):
        same = (
            type(self.instance)
            .objects.filter(slug=slug, locale_id=self.instance.locale_id)
            .exclude(pk=self.instance.pk)
        )
        taken = same.first()
        if taken:
            self.add_error(
                "slug",
                _("“%(slug)s” is already the address of “%(name)s”: choose another one.")
                % {"slug": slug, "name": taken},
            )

    def _other_forms(self):
        return [row.cleaned_data["text"] for row in self.rows_of("also_called") if row.cleaned_data.get("text")]
