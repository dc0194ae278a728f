"""The editing screen of a condition."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from portal.base.panels import record_tabs

CONDITION_PANELS = record_tabs(
    name_help=_("The name patients use."),
    text=[FieldPanel("summary"), FieldPanel("what_it_is"), FieldPanel("state_of_play")],
    facts=[
        FieldRowPanel([FieldPanel("body_area"), FieldPanel("inheritance")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("orphacode"), FieldPanel("mondo_id")]),
                FieldRowPanel([FieldPanel("mesh_id"), FieldPanel("icd11_codes")]),
            ],
            heading=_("Codes"),
            help_text=_("Only codes that mean exactly this condition."),
        ),
    ],
    relations=[
        InlinePanel(
            "also_called",
            heading=_("Also called"),
            label=_("name"),
            help_text=_("Lay names, abbreviations, other spellings and misspellings that people type."),
        ),
        MultiFieldPanel([FieldPanel("is_group"), FieldPanel("broader")], heading=_("Groups")),
    ],
)
