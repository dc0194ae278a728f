"""Rich text in a cell: only what the text editor of a term can make. Pure: touches no database."""

import re
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _

from glossary.importing.cells import CellError, tidy

BLOCK_KEY = re.compile(r'\s+data-block-key="[^"]*"')
# What the text editor of a record and the starter files can make; nothing of it can carry a script or a style.
ELEMENTS = {"p", "h2", "h3", "h4", "b", "i", "sup", "sub", "ul", "ol", "li", "a", "span", "br"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, "span": {"data-glossary"}}
WITHOUT_END = frozenset({"br"})
LINK_TYPES = ("page", "document", "glossary")
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)\S*")


def read_rich_text(text: str) -> str:
    """Return HTML as it is stored. A cell without any mark-up is taken as paragraphs divided by empty lines.

    Raises CellError for anything an editor could not have made with the text editor.
    """
    html = tidy(text)
    if html and "<" not in html:
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", html)]
        html = "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs)
    checker = Checker(convert_charrefs=True)
    checker.feed(BLOCK_KEY.sub("", html))
    checker.close()
    checker.end()
    return normal(html)


def normal(html: str) -> str:
    """Return HTML in the one form in which it is written and compared.

    The numbers that the text editor gives to paragraphs are left out: it gives new ones when it needs them. A reading
    by the rules of browsers comes last, so that whatever was overlooked before is harmless.
    """
    return nh3.clean(
        tidy(html), tags=ELEMENTS, attributes=ATTRIBUTES, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )  # fmt: skip


class Checker(HTMLParser):
    """Refuses what the text editor cannot make: the first such thing, by name."""

    def __init__(self, **options: bool) -> None:
        super().__init__(**options)
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            raise CellError(
                _("<%(tag)s> cannot stand here: use %(known)s.")
                % {"tag": tag, "known": ", ".join(f"<{name}>" for name in sorted(ELEMENTS))}
            )
        self._check_attributes(tag, {name: value or "" for name, value in attrs})
        if tag not in WITHOUT_END:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in WITHOUT_END:
            return
        if not self._open or self._open.pop() != tag:
            raise CellError(_("</%(tag)s> ends what was not begun: check the tags around it.") % {"tag": tag})

    def handle_data(self, data: str) -> None:
        if not self._open and data.strip():
            raise CellError(
                _("“%(text)s” stands outside any paragraph: put <p> before and </p> after it.")
                % {"text": " ".join(data.split())[:60]}
            )

    def handle_comment(self, data: str) -> None:
        raise CellError(_("comments cannot stand here: take “<!--…-->” out."))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def end(self) -> None:
        """Called after the last character: everything begun must have ended."""
        if self._open:
            raise CellError(_("<%(tag)s> has no end: write </%(tag)s> where it ends.") % {"tag": self._open[-1]})

    @staticmethod
    def _check_attributes(tag: str, values: dict[str, str]) -> None:
        expected = {"data-glossary": "off"} if tag == "span" else {}
        if _is_link(values) if tag == "a" else values == expected:
            return
        written = "".join(f' {name}="{value}"' for name, value in values.items())
        raise CellError(
            _("<%(tag)s%(written)s> cannot stand here: %(remedy)s")
            % {"tag": tag, "written": written, "remedy": _REMEDIES.get(tag, _without_attributes)(tag)}
        )


def _is_link(values: dict[str, str]) -> bool:
    if set(values) == {"linktype", "id"}:
        return values["linktype"] in LINK_TYPES and values["id"].isdecimal()
    return set(values) == {"href"} and SAFE_ADDRESS.fullmatch(values["href"]) is not None


def _without_attributes(tag: str) -> str:
    return _("write <%(tag)s> alone.") % {"tag": tag}


_REMEDIES = {
    "a": lambda tag: _("a link leads to https://…, mailto:…, /… or #source-1, with href and nothing else."),
    "span": lambda tag: _('only <span data-glossary="off"> is known.'),
}
