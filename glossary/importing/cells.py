"""How one cell of the table is written and read. Pure: touches no database and imports no models.

Every ``write_…`` is undone by its ``read_…``: what was exported reads as what was there.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from portal.base.enums import NameKind
from portal.base.exporting import FORMULA_STARTS

YES, NO = "yes", "no"
UNMARKED = "do not mark"
LOST_LETTER = "\ufffd"
GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA_STARTS))}]")
SIGN = re.compile(r"\\(?P<escaped>[\\|])|(?P<stroke>\|)|.")


class CellError(Exception):
    """What is wrong with a cell and what to do; whoever reads the row adds the place."""


@dataclass(frozen=True)
class OtherForm:
    """One other form of a term, as a line of a cell tells it."""

    text: str
    kind: str = NameKind.SYNONYM.value
    is_marked: bool = True


@dataclass(frozen=True)
class CitedSource:
    """One source of a term. The address is a web address, or “doi:…” or “pmid:…” where there is none."""

    title: str
    publisher: str
    address: str


def guarded(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula; ``unguarded`` undoes exactly this."""
    is_risky = text.startswith(FORMULA_STARTS) or GUARDED.match(text)
    return f"'{text}" if is_risky else text


def unguarded(text: str) -> str:
    """Return what a guarded cell stands for. A text that was typed without the apostrophe is taken as it is."""
    return text[1:] if GUARDED.match(text) else text


def tidy(text: str) -> str:
    """Return a cell's text with one kind of line end and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """Return a text without line ends and double spaces."""
    return " ".join(text.split())


def read_text(text: str) -> str:
    return tidy(text)


def read_line(text: str) -> str:
    return one_line(text)


def write_text(value: str) -> str:
    return value


def read_slug(text: str) -> str:
    """Return the part of an address by which a term is known."""
    slug = text.strip()
    if not slug:
        return ""
    try:
        validate_slug(slug)
    except ValidationError:
        raise CellError(
            _("“%(text)s” cannot be part of an address: use letters a to z, digits and hyphens.") % {"text": slug}
        ) from None
    return slug


def read_reference(text: str) -> str:
    """Return which term is meant: its slug, or “fr:slug” for one in another language."""
    language, colon, slug = text.strip().rpartition(":")
    return f"{language}{colon}{read_slug(slug)}"


def read_references(text: str) -> tuple[str, ...]:
    """Return the terms named in a cell, one on each line or divided by commas; their order means nothing."""
    return tuple(sorted({read_reference(part) for part in re.split(r"[\n,;]", tidy(text)) if part.strip()}))


def write_lines(values: Iterable[str]) -> str:
    return "\n".join(values)


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a cell, one on each line: a comma may belong to a tag."""
    return tuple(sorted({one_line(line) for line in tidy(text).split("\n") if line.strip()}))


def read_yes(text: str) -> bool:
    """Return a decision; an empty cell is refused, because it could mean either."""
    answer = text.strip().casefold()
    if answer not in (YES, NO):
        raise CellError(_("write “yes” or “no”, not “%(text)s”.") % {"text": text.strip()})
    return answer == YES


def write_yes(value: bool) -> str:
    return YES if value else NO


def one_of(values: Iterable[str], empty: str | None = None) -> Callable[[str], str]:
    """Return a reader for a cell that holds one of some words; ``empty`` is what an empty cell means."""
    known = list(values)

    def read(text: str) -> str:
        word = text.strip().casefold()
        if not word and empty is not None:
            return empty
        if word not in known:
            raise CellError(
                _("“%(text)s” is not known: write one of %(known)s.")
                % {"text": text.strip(), "known": ", ".join(known)}
            )
        return word

    return read


read_kind = one_of(NameKind.values, empty=NameKind.SYNONYM.value)


def read_forms(text: str) -> tuple[OtherForm, ...]:
    """Return the other forms in a cell, one on each line: “DNAs | plural | do not mark”."""
    return tuple(_form(line) for line in tidy(text).split("\n") if line.strip())


def write_forms(forms: Iterable[OtherForm]) -> str:
    return "\n".join(_joined([form.text, form.kind, *([] if form.is_marked else [UNMARKED])]) for form in forms)


def _form(line: str) -> OtherForm:
    parts = _parts(line)
    word, kind, mark = [*parts, "", ""][:3]
    if len(parts) > 3 or not word or mark.casefold() not in ("", UNMARKED):
        raise CellError(
            _("“%(line)s” should read “form | kind”, or “form | kind | do not mark”.") % {"line": one_line(line)}
        )
    return OtherForm(word, read_kind(kind), is_marked=not mark)


def read_sources(text: str) -> tuple[CitedSource, ...]:
    """Return the sources in a cell in order, one on each line: “title | publisher | address”."""
    return tuple(_source(line) for line in tidy(text).split("\n") if line.strip())


def write_sources(sources: Iterable[CitedSource]) -> str:
    return "\n".join(_joined([source.title, source.publisher, source.address]) for source in sources)


def _source(line: str) -> CitedSource:
    parts = _parts(line)
    if len(parts) != 3 or not parts[0] or not parts[2]:
        raise CellError(
            _("“%(line)s” should read “title | publisher | address”; the publisher may be empty.")
            % {"line": one_line(line)}
        )
    if not re.match(r"https?://\S+$|doi:\S+$|pmid:\d+$", parts[2]):
        raise CellError(
            _("“%(address)s” is no address: write one that begins with http:// or https://, or “doi:…” or “pmid:…”.")
            % {"address": parts[2]}
        )
    return CitedSource(*parts)


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def _parts(line: str) -> list[str]:
    """Return what stands between the upright strokes of a line; “\\|” is a stroke that belongs to the text."""
    parts = [""]
    for sign in SIGN.finditer(line):
        if sign["stroke"]:
            parts.append("")
        else:
            parts[-1] += sign["escaped"] or sign[0]
    return [one_line(part) for part in parts]
