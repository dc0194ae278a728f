"""Blocks that need the articles' own records, and the full set of an article."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.base.blocks import (
    CareCardBlock,
    DetailsBlock,
    FigureBlock,
    InsetBlock,
    NumberBlock,
    QuestionsBlock,
    TableBlock,
    TextBlock,
    TimelineBlock,
    WarningBlock,
)


class VideoBlock(blocks.StructBlock):
    """A film: a drawn poster and a sentence first; nothing is fetched from anywhere until the reader presses."""

    resource = SnippetChooserBlock("articles.Resource", label=_("film"))
    text = blocks.CharBlock(max_length=400, label=_("what it shows"))

    class Meta:
        icon = "media"
        label = _("Film")
        group = _("Pictures and films")
        template = "components/blocks/video.html"


class LinksBlock(blocks.StructBlock):
    """Links to registers, regulators and other places, each with what one finds there."""

    resources = blocks.ListBlock(SnippetChooserBlock("articles.Resource"), label=_("links"), min_num=1)

    class Meta:
        icon = "link-external"
        label = _("Links")
        group = _("Facts")
        template = "components/blocks/links.html"


class ArticleBody(blocks.StreamBlock):
    """What an article may be made of."""

    text = TextBlock()
    inset = InsetBlock()
    details = DetailsBlock()
    care = CareCardBlock()
    warning = WarningBlock()
    questions = QuestionsBlock()
    number = NumberBlock()
    table = TableBlock()
    timeline = TimelineBlock()
    links = LinksBlock()
    figure = FigureBlock()
    video = VideoBlock()
