"""The editing screen of an organisation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from portal.base.panels import CodeListPanel, record_tabs

ORGANISATION_PANELS = record_tabs(
    text=[
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("kind")]),
        FieldPanel("what_they_do"),
        FieldPanel("website"),
        InlinePanel("social_addresses", heading=_("Other public pages"), label=_("page")),
        FieldPanel("funding"),
        FieldPanel("editor_note"),
    ],
    facts=[
        MultiFieldPanel([FieldRowPanel([FieldPanel("city"), FieldPanel("country")])], heading=_("Seat")),
        CodeListPanel("services"),
        CodeListPanel("languages"),
        CodeListPanel("countries_served"),
    ],
    relations=[FieldPanel("conditions")],
)
