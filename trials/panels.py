"""The editing screen of a trial."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel

from portal.base.panels import record_tabs

TRIAL_PANELS = record_tabs(
    name_help=_("A plain title without a promise: “A trial of gene-edited cells for children with leukaemia”."),
    text=[
        FieldPanel("summary"),
        FieldPanel("may_join"),
        FieldPanel("cannot_join"),
        FieldPanel("asks_of_you"),
        FieldPanel("caution"),
    ],
    facts=[
        HelpPanel(_("Status, dates, places and the official title come from the registry and cannot be edited here.")),
        InlinePanel("identifiers", heading=_("Numbers"), label=_("number"), min_num=1),
        FieldRowPanel([FieldPanel("therapy_kind"), FieldPanel("may_rule_out_later"), FieldPanel("follow_up_years")]),
        HelpPanel(
            _(
                "A trial can be published only if a public source names the regulator or ethics committee that agreed, "
                "and if nobody has to pay to join. An EU trial number counts. Finished trials need no reference."
            )
        ),
        FieldRowPanel([FieldPanel("oversight"), FieldPanel("oversight_reference")]),
        FieldRowPanel([FieldPanel("participant_pays"), FieldPanel("travel_paid")]),
    ],
    relations=[FieldPanel("conditions"), FieldPanel("therapies")],
)
