"""Other forms under which a record is found."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from portal.base.enums import NameKind
from portal.base.text import fold


class AlsoCalled(TranslatableMixin, Orderable):
    """A synonym, abbreviation, plural, spelling or misspelling of a record's name.

    Concrete classes add ``record``, a parental key with ``related_name="also_called"``.
    """

    text = models.CharField(_("also called"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=NameKind.choices, default=NameKind.SYNONYM)
    folded = models.CharField(max_length=400, editable=False, default="", db_index=True)

    panels = [FieldPanel("text"), FieldPanel("kind")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.folded = fold(self.text)[:400]
        super().save(*args, **kwargs)


# What an app refuses besides forms that are taken: label of the model -> why, from a form and a language code.
_refusals: dict[str, Callable[[str, str], str]] = {}


def refuse_forms(model_label: str, problem_of_form: Callable[[str, str], str]) -> None:
    """Let an app refuse forms of its records: the function returns why and what to do, or an empty text."""
    _refusals[model_label] = problem_of_form


def check_names_are_free(record, forms_of_name):
    """Raise ValidationError when one of a record's names or other forms already leads to another record.

    ``forms_of_name`` are the texts as typed, the name first. Two plurals that differ in case only count as one form.
    A form that the record's app refuses, for example a stop word as a glossary term, is refused here too.
    """
    _check_nobody_has_them(record, forms_of_name)
    problem_of_form = _refusals.get(record._meta.label)
    for text in forms_of_name if problem_of_form else []:
        if problem := problem_of_form(text, record.locale.language_code):
            raise ValidationError(problem, code="form_refused")


def _check_nobody_has_them(record, forms_of_name):
    seen = {}
    for text in forms_of_name:
        form = fold(text)
        if form in seen:
            raise ValidationError(
                _t("“%(text)s” is given twice: remove one of the two.") % {"text": text}, code="name_twice"
            )
        seen[form] = text
    others = type(record).objects.filter(locale_id=record.locale_id).exclude(pk=record.pk)
    taken = others.filter(folded_name__in=seen).first()
    if taken:
        raise ValidationError(
            _t("“%(text)s” is already the name of “%(other)s”: choose another form, or edit that entry instead.")
            % {"text": seen[taken.folded_name], "other": taken.name},
            code="name_taken",
        )
    if not hasattr(type(record), "also_called"):
        return
    also_called = type(record).also_called.rel.related_model
    claimed = also_called.objects.filter(folded__in=seen, record__in=others).select_related("record").first()
    if claimed:
        raise ValidationError(
            _t("“%(text)s” already leads to “%(other)s”: remove it there first, or leave it out here.")
            % {"text": seen[claimed.folded], "other": claimed.record.name},
            code="name_taken",
        )
