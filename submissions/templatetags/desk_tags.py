"""What templates of the desk need."""

from django import template

register = template.Library()


@register.filter
def model_label(record) -> str:
    """Return the label of a record's model, such as "glossary.term"."""
    return record._meta.label_lower
