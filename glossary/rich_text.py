"""Two tools for editors of running text: “mark this meaning” and “do not mark”."""

from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler, LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature, InlineStyleFeature
from wagtail.rich_text import LinkHandler

from glossary.models import Term

MEANING = "glossary-term"
UNMARKED = "glossary-unmarked"


class TermLinkHandler(LinkHandler):
    """A word that an editor gave a meaning. Marking decides whether its term may be shown: no query is needed here."""

    identifier = "glossary"

    @staticmethod
    def get_model():
        return Term

    @classmethod
    def expand_db_attributes(cls, attrs):
        return format_html('<a data-term="{}">', attrs.get("id", ""))

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs):
        if attrs.get("id", "").isdecimal():
            yield Term, attrs["id"], "", ""


class TermElementHandler(LinkElementHandler):
    """From the stored text to the editor; the link to a term that was deleted stays, without a name."""

    def get_attribute_data(self, attrs):
        key = attrs.get("id") or ""
        if not key.isdecimal():
            return {}
        return {"id": int(key), "string": Term.objects.filter(pk=key).values_list("name", flat=True).first() or ""}


def term_entity(props):
    """From the editor to the stored text."""
    if not props.get("id"):
        return props["children"]
    return DOM.create_element("a", {"linktype": "glossary", "id": props["id"]}, props["children"])


def register(features) -> None:
    """Make both tools known to the rich-text editor."""
    features.register_link_type(TermLinkHandler)
    features.register_editor_plugin(
        "draftail",
        MEANING,
        EntityFeature(
            {
                "type": "GLOSSARY-TERM",
                "icon": "openquote",
                "description": _("Mark this meaning"),
                "chooserUrls": {"termChooser": reverse_lazy("wagtailsnippetchoosers_glossary_term:choose")},
                "attributes": ["id", "string"],
                "allowlist": {"id": True},
            },
            js=["wagtailadmin/js/chooser-modal.js", "js/admin/glossary-term.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        MEANING,
        {
            "from_database_format": {'a[linktype="glossary"]': TermElementHandler("GLOSSARY-TERM")},
            "to_database_format": {"entity_decorators": {"GLOSSARY-TERM": term_entity}},
        },
    )
    features.register_editor_plugin(
        "draftail",
        UNMARKED,
        InlineStyleFeature(
            {"type": "GLOSSARY-OFF", "icon": "cross", "description": _("Do not mark glossary words here")}
        ),
    )
    features.register_converter_rule(
        "contentstate",
        UNMARKED,
        {
            "from_database_format": {"span[data-glossary]": InlineStyleElementHandler("GLOSSARY-OFF")},
            "to_database_format": {
                "style_map": {"GLOSSARY-OFF": {"element": "span", "props": {"data-glossary": "off"}}}
            },
        },
    )
