"""The blocks of editorial texts. At most two levels deep, so that a form stays readable."""

import re

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal.base.headings import put_anchors
from portal.base.partial_dates import check_partial_date
from portal.base.richtext import ARTICLE_TEXT, SHORT_TEXT, reader_html

CARE_LEVELS = [
    ("later", _("At your next visit")),
    ("soon", _("Today, day or night")),
    ("now", _("Emergency")),
]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings."""

    def __init__(self, **kwargs):
        super().__init__(features=ARTICLE_TEXT, **kwargs)

    def get_context(self, value, parent_context=None):
        """Add the text as HTML; its headings carry the page's ``anchors``, where the page has given any."""
        context = super().get_context(value, parent_context)
        context["html"] = mark_safe(put_anchors(reader_html(value), context.get("anchors") or ()))  # noqa: S308
        return context

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text")
        template = "components/blocks/text.html"


class InsetBlock(blocks.RichTextBlock):
    """One or two sentences that stand out; never the only place of a key fact."""

    def __init__(self, **kwargs):
        super().__init__(features=["bold", "link"], **kwargs)

    class Meta:
        icon = "openquote"
        label = _("Inset")
        group = _("Text")
        template = "components/blocks/inset.html"


class CareCardBlock(blocks.StructBlock):
    """When to ask for help and how fast."""

    level = blocks.ChoiceBlock(choices=CARE_LEVELS, label=_("how fast"))
    heading = blocks.CharBlock(max_length=120, label=_("heading"), help_text=_("“Tell your team if you:”"))
    points = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("signs"), min_num=1)
    phone = blocks.CharBlock(
        max_length=20, required=False, label=_("phone number"),
        help_text=_("Leave empty for the site's emergency number, which every emergency card shows."),
    )  # fmt: skip

    class Meta:
        icon = "warning"
        label = _("Care card")
        group = _("Care and safety")
        template = "components/blocks/care_card.html"


class WarningBlock(blocks.StructBlock):
    """A warning that is not about symptoms."""

    heading = blocks.CharBlock(max_length=120, label=_("heading"))
    text = blocks.RichTextBlock(features=SHORT_TEXT, label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Warning")
        group = _("Care and safety")
        template = "components/blocks/warning.html"


SHARE_OF_PEOPLE = re.compile(r"(\d{1,3}) of (10|100)")


class NumberBlock(blocks.StructBlock):
    """A number that matters, said in a sentence; a share such as “8 of 100” is drawn as figures too."""

    figure = blocks.CharBlock(max_length=30, label=_("number"), help_text=_("“8 of 100” is drawn as 100 figures."))
    sentence = blocks.CharBlock(max_length=400, label=_("what the number means"))

    def clean(self, value):
        cleaned = super().clean(value)
        share = SHARE_OF_PEOPLE.fullmatch(cleaned["figure"].strip())
        if share and int(share.group(1)) > int(share.group(2)):
            error = ValidationError(_t("More people than there are: %(figure)s.") % {"figure": cleaned["figure"]})
            raise blocks.StructBlockValidationError(block_errors={"figure": error})
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        share = SHARE_OF_PEOPLE.fullmatch(value["figure"].strip())
        counted, out_of = (int(share.group(1)), int(share.group(2))) if share else (0, 0)
        context["figures"] = [
            {"x": 10 * (place % 10), "y": 10 * (place // 10), "is_counted": place < counted} for place in range(out_of)
        ]
        context["height"] = out_of // 10 * 10
        return context

    class Meta:
        icon = "decimal"
        label = _("Number")
        group = _("Facts")
        template = "components/blocks/number.html"


class TableBlock(blocks.StructBlock):
    """A table with a caption; the first row and the first column are headings."""

    caption = blocks.CharBlock(max_length=200, label=_("caption"))
    rows = blocks.TextBlock(
        label=_("rows"), help_text=_("One row a line, cells divided by “|”. The first line holds the column headings.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        rows = table_rows(cleaned["rows"])
        widths = {len(row) for row in rows}
        if len(rows) < 2 or len(widths) != 1:
            error = ValidationError(_t("Give at least two lines, each with the same number of cells."))
            raise blocks.StructBlockValidationError(block_errors={"rows": error})
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        rows = table_rows(value["rows"])
        context["head"], context["body"] = (rows[0], rows[1:]) if rows else ([], [])
        return context

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Facts")
        template = "components/blocks/table.html"


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of each line of a table as typed."""
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.strip()]


class QuestionsBlock(blocks.StructBlock):
    """Questions to ask; on paper each has a box to tick."""

    heading = blocks.CharBlock(max_length=120, label=_("heading"), default=_("Questions to ask your team"))
    questions = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions to ask")
        group = _("Care and safety")
        template = "components/blocks/questions.html"


class DetailsBlock(blocks.StructBlock):
    """A longer explanation that opens on request; opened in print."""

    summary = blocks.CharBlock(max_length=150, label=_("what it is about"))
    text = blocks.RichTextBlock(features=SHORT_TEXT, label=_("text"))

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        group = _("Text")
        template = "components/blocks/details.html"


class FigureBlock(blocks.StructBlock):
    """A picture with its description."""

    image = ImageChooserBlock(label=_("picture"))
    description = blocks.CharBlock(
        max_length=300, required=False, label=_("what it shows"), help_text=_("For people who cannot see it.")
    )
    is_decoration = blocks.BooleanBlock(required=False, label=_("only decoration"))
    caption = blocks.CharBlock(max_length=300, required=False, label=_("caption"))

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["description"] and not cleaned["is_decoration"]:
            error = ValidationError(_t("Say what the picture shows, or tick that it is only decoration."))
            raise blocks.StructBlockValidationError(block_errors={"description": error})
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Pictures and films")
        template = "components/blocks/figure.html"


class TimelineEntryBlock(blocks.StructBlock):
    """One dated entry."""

    date = blocks.CharBlock(
        max_length=10, label=_("date"), validators=[check_partial_date], help_text=_("2021, 2021-03 or 2021-03-05")
    )
    heading = blocks.CharBlock(max_length=150, label=_("heading"))
    text = blocks.RichTextBlock(features=["bold", "link"], label=_("text"))

    class Meta:
        icon = "date"
        label = _("entry")


class TimelineBlock(blocks.StructBlock):
    """Dated entries in order of time."""

    entries = blocks.ListBlock(TimelineEntryBlock(), label=_("entries"), min_num=1)

    def clean(self, value):
        cleaned = super().clean(value)
        dates = [entry["date"] for entry in cleaned["entries"]]
        if [date[:4] for date in dates] != sorted(date[:4] for date in dates):
            error = ValidationError(_t("The entries are not in order of time: the earliest comes first."))
            raise blocks.StructBlockValidationError(non_block_errors=[error])
        return cleaned

    class Meta:
        icon = "history"
        label = _("Timeline")
        group = _("Facts")
        template = "components/blocks/timeline.html"
