"""The editing screen of a term."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from portal.base.panels import record_tabs

TERM_PANELS = record_tabs(
    text=[
        FieldPanel("short_definition"),
        FieldPanel("more"),
        FieldPanel("sentence"),
        FieldRowPanel([FieldPanel("say_it_like"), FieldPanel("part_of_speech"), FieldPanel("topic")]),
        FieldPanel("mark_in_text"),
    ],
    relations=[
        InlinePanel(
            "also_called",
            heading=_("Also called"),
            label=_("form"),
            help_text=_("Abbreviations, plurals, other spellings. One form may lead to one term only."),
        ),
        MultiFieldPanel(
            [FieldPanel("broader"), FieldPanel("see_also"), FieldPanel("not_same_as")], heading=_("Other terms")
        ),
    ],
)
