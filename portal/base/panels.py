"""The editing screen that all records share: the same tabs in the same order."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison, diff_text
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)


class CodeListComparison(FieldComparison):
    """Two versions of a list of codes, in the reader's words: what was taken away and what was added."""

    def htmldiff(self):
        before, after = (", ".join(map(str, self.field.labels(value))) for value in (self.val_a, self.val_b))
        return diff_text(before, after).to_html()


class CodeListPanel(FieldPanel):
    """A list of codes. Wagtail compares a field that has choices as if it held one of them, and fails on a list."""

    def get_comparison_class(self):
        return CodeListComparison


def record_tabs(*, text, relations, facts=None, name_help="", with_sources=True):
    """Return the tabs of a record: text, facts (where there are any), relations, sources, publishing."""
    name = TitleFieldPanel("name", targets=["slug"], help_text=name_help, required_on_save=True)
    tabs = [ObjectList([name, *text], heading=_("Text"))]
    if facts:
        tabs.append(ObjectList(facts, heading=_("Facts")))
    tabs.append(ObjectList([*relations, FieldPanel("tags")], heading=_("Names and relations")))
    if with_sources:
        sources = InlinePanel(
            "citations",
            heading=_("Sources"),
            label=_("source"),
            help_text=_("Their order gives the numbers: [1] in the text is the first one."),
        )
        tabs.append(ObjectList([sources], heading=_("Sources")))
    address = MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))
    tabs.append(ObjectList([address, PublishingPanel()], heading=_("Publishing")))
    return TabbedInterface(tabs)
