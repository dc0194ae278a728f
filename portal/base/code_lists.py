"""Several codes (languages, countries, services) in one field that can be filtered on every database."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class CodeListFormField(forms.MultipleChoiceField):
    """Check boxes for a list of codes."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial, data):
        return sorted(initial or []) != sorted(data or [])


class CodeListField(models.CharField):
    """A list of short codes, stored as ",de,fr," so that ``contains=",fr,"`` finds exactly one code.

    The value is a sorted list of strings. A code that is not among ``choices`` is refused.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if value is None:
            return []
        parts = value.split(",") if isinstance(value, str) else list(value)
        return sorted({part.strip() for part in parts if part.strip()})

    def get_prep_value(self, value):
        codes = self.to_python(value)
        return f",{','.join(codes)}," if codes else ""

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        known = {code for code, label in self.flatchoices}
        unknown = [code for code in value if code not in known]
        if unknown:
            raise ValidationError(f"Not in the list: {', '.join(unknown)}.", code="invalid_choice")
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value):
        return

    def formfield(self, **kwargs):
        return CodeListFormField(
            choices=self.flatchoices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def labels(self, codes):
        """Return the reader's words for codes, in the order of ``choices``."""
        return [label for code, label in self.flatchoices if code in codes]


def containing(field: str, code: str) -> models.Q:
    """Return the condition that a code list holds a code; no code at all never matches."""
    return models.Q(**{f"{field}__contains": f",{code},"})
