"""The editing screen of a therapy."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

from portal.base.panels import record_tabs
from therapies.publish_checks import MissingPartsPanel

EVENT_PANELS = [
    FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
    FieldPanel("reason"),
    FieldPanel("source"),
]

AUTHORISATION_PANELS = [
    FieldRowPanel([FieldPanel("jurisdiction"), FieldPanel("regulator")]),
    FieldRowPanel([FieldPanel("brand_name"), FieldPanel("number")]),
    FieldRowPanel([FieldPanel("holder"), FieldPanel("kind")]),
    FieldPanel("indication"),
    FieldPanel("regulator_page"),
    FieldRowPanel([FieldPanel("last_seen_on"), FieldPanel("is_verified")]),
    FieldPanel("editor_note"),
    InlinePanel("events", heading=_("Events, in order of time"), label=_("event")),
]

AVAILABILITY_PANELS = [
    FieldRowPanel([FieldPanel("country"), FieldPanel("state")]),
    FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
]

THERAPY_PANELS = record_tabs(
    name_help=_("The name most readers know, usually the brand name."),
    text=[
        MissingPartsPanel(heading=_("What is missing")),
        FieldPanel("inn"),
        FieldPanel("in_short"),
        FieldPanel("how_it_works"),
        FieldPanel("what_it_can_do"),
        FieldPanel("risks"),
        MultiFieldPanel(
            [FieldPanel("help_now"), FieldPanel("help_soon"), FieldPanel("help_later")],
            heading=_("Risks: when to ask for help, and how fast"),
        ),
        FieldPanel("without_it"),
        FieldPanel("other_choices"),
        FieldPanel("follow_up"),
        FieldPanel("not_known"),
    ],
    facts=[
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("modification")]),
                FieldRowPanel([FieldPanel("given"), FieldPanel("cell_source")]),
                FieldRowPanel([FieldPanel("vector"), FieldPanel("target")]),
            ],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("once_only"), FieldPanel("may_rule_out_others"), FieldPanel("follow_up_years")]
                )
            ],
            heading=_("Before you decide"),
        ),
        HelpPanel(_("The status is never typed: it is worked out from the events of each authorisation.")),
        InlinePanel("authorisations", heading=_("Authorisations"), label=_("authorisation")),
        InlinePanel("availability", heading=_("Can people get it"), label=_("country")),
    ],
    relations=[
        FieldPanel("conditions"),
        InlinePanel("also_called", heading=_("Also called"), label=_("name")),
    ],
)
