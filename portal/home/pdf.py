"""Makes the PDF of the doctor's sheet: tagged, with title and language, held to PDF/UA-1 by the maker itself.

The text is data (JSON) to a fixed layout, ``sheet.typ``: nothing that anybody typed is ever read as mark-up.
"""

import json
import logging
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import typst
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.home import fonts
from portal.home.doctor_sheet import Sheet
from portal.home.pdf_packing import packed
from portal.home.qr_codes import qr_picture

LAYOUT = Path(__file__).parent / "sheet.typ"
STANDARD = "ua-1"
LARGEST = 80_000  # bytes; a full list of long entries is told in fewer words before it gets larger
FEWER_WORDS, FEWER_LETTERS = 60, 120
# A sheet takes about 30 ms; two at a time are as many as a small machine should spend on it.
AT_ONCE = 2
SECONDS_WAITED = 5

logger = logging.getLogger(__name__)
_turn = BoundedSemaphore(AT_ONCE)


class PdfFailed(Exception):
    """The PDF could not be made now; the page itself can still be printed."""


@cache
def all_fonts() -> typst.Fonts:
    """Return the fonts of this machine, looked through once in the life of a process (about 0.2 s)."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=fonts.folders())


def pdf_of(sheet: Sheet, questions: str) -> bytes:
    """Return the sheet as PDF, with what the reader wants to ask. Raises PdfFailed; nothing is stored or logged."""
    if not _turn.acquire(timeout=SECONDS_WAITED):
        raise PdfFailed
    try:
        data = data_of(sheet, questions)
        made = _made_of(data)
        return made if len(made) <= LARGEST else _made_of(shortened(data))
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the reader gets a page and may print it
        # Only what kind of fault it was: the message may quote what the reader typed.
        logger.error("The PDF of a doctor's sheet could not be made: %s", type(error).__name__)
        raise PdfFailed from None
    finally:
        _turn.release()


def _made_of(data: dict) -> bytes:
    """Return the PDF of some data; where letters of several fonts do not go together, with those of our own only."""
    try:
        return packed(compiled(with_showable_text(data)))
    except typst.TypstError:
        own = frozenset().union(*(fonts.letters_of(path) for path in fonts.OWN.glob("*regular.ttf")))
        return packed(compiled(with_showable_text(data, own)))


def shortened(data: dict) -> dict:
    """Return the data of a sheet with less of each entry; the page of the entry, which is named, has the rest."""
    entries = [
        entry
        | {
            "text": [Truncator(part).words(FEWER_WORDS) for part in entry["text"]],
            "facts": [[label, Truncator(words).chars(FEWER_LETTERS)] for label, words in entry["facts"]],
        }
        for entry in data["entries"]
    ]
    return data | {"entries": entries}


def with_showable_text(value: Any, letters: frozenset[int] | None = None) -> Any:
    """Return data whose texts hold only what the fonts of this machine can show: PDF/UA allows no empty boxes."""
    if isinstance(value, str):
        return fonts.showable(value, letters)
    if isinstance(value, list):
        return [with_showable_text(part, letters) for part in value]
    if isinstance(value, dict):
        return {name: with_showable_text(part, letters) for name, part in value.items()}
    return value


def compiled(data: dict) -> bytes:
    """Return what the layout makes of its data. Raises TypstError."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(LAYOUT.read_bytes(), font_paths=all_fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    if not isinstance(made, bytes):
        raise PdfFailed
    return made


def data_of(sheet: Sheet, questions: str) -> dict:
    """Return everything the layout prints, as plain values; the words of the frame are translated here."""
    return {
        "title": sheet.title,
        "site": sheet.site,
        "language": sheet.language.split("-")[0],
        "direction": sheet.direction,
        "families": [fonts.OWN_FAMILY, *fonts.OTHER_FAMILIES],
        "made": _("Made on %(date)s from %(site)s") % {"date": sheet.made_on, "site": sheet.site},
        "caution": _("This is information to talk about. It does not replace advice from your care team."),
        "address": sheet.address,
        "qr": list(qr_picture(sheet.address)),
        "qr_alt": _("QR code: opens this list on our site"),
        "open": _("Open this list again"),
        "questions_title": _("My questions"),
        "questions": [line.strip() for line in questions.splitlines() if line.strip()],
        "terms_title": _("Hard words explained"),
        "terms": [[f"{term.name}:", term.definition] for term in sheet.terms],
        "entries": [
            {
                "kind": entry.kind,
                "title": entry.title,
                "text": entry.text,
                "facts": [[label if label.endswith("?") else f"{label}:", words] for label, words in entry.facts],
                "review": entry.review,
                "address": entry.address,
            }
            for entry in sheet.entries
        ],
    }
