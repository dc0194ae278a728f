"""The words a reader sees of a published entry, whatever kind it is."""

from django.db import models
from wagtail.fields import RichTextField, StreamField

from portal.base.richtext import plain_text

READ_BY_NOBODY = {"editor_note", "main_message", "audience", "folded_name", "seo_title", "search_description"}


def text_of(entry) -> str:
    """Return the running text of a record or page, one part a line; names, codes and notes for staff left out."""
    parts = []
    for field in entry._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in READ_BY_NOBODY:
            continue
        value = field.value_from_object(entry)
        if isinstance(field, StreamField):
            parts += [plain_text(part) for part in field.stream_block.get_searchable_content(value)]
        elif isinstance(field, RichTextField):
            parts.append(plain_text(value))
        elif isinstance(field, models.TextField) or field.name in ("summary", "caution", "sentence"):
            parts.append(str(value or ""))
    return "\n".join(part for part in parts if part.strip())
