"""Fonts for what the server draws itself: PDF and pictures. Browsers get theirs from static/fonts.

Our own font comes with the code and holds Latin letters. For all others, fonts of the machine are used where they are
installed (Debian: fonts-noto-core, fonts-dejavu-core).
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings

OWN = Path(__file__).parent / "fonts"
OWN_FAMILY = "Atkinson Hyperlegible Next"
# Tried before any other installed font; these hold the letters of most of the languages we may publish in.
OTHER_FAMILIES = ("Noto Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
FIRST_FILES = ("ahn-latin", "NotoSans-", "DejaVuSans", "NotoSansArabic", "NotoSansHebrew", "NotoSans", "NotoNaskh")
# Letters that nothing can show: control signs, halves of pairs, private and unassigned places.
NEVER_SHOWN = {"Cc", "Cs", "Co", "Cn"}
# Invisible signs that shaping uses; those that turn the order of a whole line around are left out.
SHAPING = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u00ad", "\u2060"}
UNKNOWN = "?"


def folders() -> list[str]:
    """Return the folders with fonts that exist on this machine, our own first."""
    return [str(path) for path in (OWN, *map(Path, settings.FONT_FOLDERS)) if path.is_dir()]


@cache
def font_files(*, bold: bool) -> tuple[Path, ...]:
    """Return the upright fonts of one weight on this machine, in the order in which they are to be tried."""
    endings = ("bold", "bold.ttf") if bold else ("regular", "dejavusans")
    found = [
        path
        for folder in folders()
        for path in sorted(Path(folder).iterdir())
        if path.suffix in {".ttf", ".otf", ".ttc"} and path.stem.lower().endswith(endings)
    ]

    def rank(path: Path) -> int:
        return next((n for n, stem in enumerate(FIRST_FILES) if path.name.startswith(stem)), len(FIRST_FILES))

    return tuple(sorted(found, key=rank))


@cache
def letters_of(path: Path) -> frozenset[int]:
    """Return the code points a font has signs for, read from its table of characters."""
    try:
        return frozenset(_characters(path.read_bytes()))
    except (struct.error, IndexError, ValueError, OSError):
        return frozenset()


@cache
def all_letters() -> frozenset[int]:
    """Return the code points that some upright font of this machine can show (read once, about half a second)."""
    return frozenset().union(*(letters_of(path) for path in font_files(bold=False)))


def showable(text: str, letters: frozenset[int] | None = None) -> str:
    """Return text with only what fonts can show: signs without a meaning on paper go, unknown letters become "?"."""
    known = all_letters() if letters is None else letters

    def shown(sign: str) -> str:
        if ord(sign) in known or sign in SHAPING:
            return sign
        category = unicodedata.category(sign)
        if sign.isspace():
            return " "
        return "" if category in NEVER_SHOWN or category == "Cf" else UNKNOWN

    return "".join(map(shown, unicodedata.normalize("NFC", text)))


def _characters(data: bytes) -> set[int]:
    """Read the "cmap" table of a TrueType or OpenType font, formats 4 and 12; the first font of a collection."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    for number in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _check, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            break
    else:
        return set()
    tables = {
        struct.unpack_from(">H", data, offset + place)[0]: offset + place
        for _platform, _encoding, place in struct.iter_unpack(
            ">HHI", data[offset + 4 : offset + 4 + 8 * struct.unpack_from(">H", data, offset + 2)[0]]
        )
    }
    if 12 in tables:
        return _format_12(data, tables[12])
    return _format_4(data, tables[4]) if 4 in tables else set()


def _format_12(data: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", data, at + 12)[0]
    found: set[int] = set()
    for first, last, _glyph in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups]):
        found.update(range(first, last + 1))
    return found


def _format_4(data: bytes, at: int) -> set[int]:
    twice = struct.unpack_from(">H", data, at + 6)[0]

    def column(number: int, skip: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{twice // 2}H", data, at + 14 + number * twice + skip)

    ends, starts, deltas, offsets = column(0, 0), column(1, 2), column(2, 2), column(3, 2)
    found: set[int] = set()
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offsets[n]:
                place = at + 16 + 3 * twice + 2 * n + offsets[n] + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + deltas[n]) % 0x10000 if glyph else 0
            else:
                glyph = (code + deltas[n]) % 0x10000
            if glyph:
                found.add(code)
    return found
