"""Draws the picture that other sites show beside a link to a page of ours: 1200 by 630 pixels, the same every time."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from portal.home.fonts import font_files, letters_of

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 84
TITLE_TOP, TITLE_BOTTOM = 196, 520
TITLE_SIZES = (76, 68, 60, 52, 46)
SMALL = 34
MOST_COLOURS = 48
DEEP, PAPER, SUN, SOFT = "#073a40", "#fffdf9", "#f4b860", "#c9e2dc"
ELLIPSIS = "…"


@dataclass(frozen=True)
class Words:
    """Some words of a text that one font can show."""

    text: str
    font: Path


def drawn(title: str, kind: str, site: str, *, right_to_left: bool = False) -> bytes:
    """Return the picture as PNG. A text for which this machine has no font is left out, never shown as empty boxes."""
    picture = Image.new("RGB", SIZE, DEEP)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 18), fill=SUN)
    _mark(pen, WIDTH - MARGIN - 56 if right_to_left else MARGIN, 74)
    _line(pen, words_of(site), SMALL, 82, PAPER, right_to_left, indent=84)
    _line(pen, words_of(kind), SMALL, HEIGHT - MARGIN - 16, SOFT, right_to_left)
    size, lines = fitted(words_of(title))
    top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - len(lines) * round(size * 1.22)) // 2
    for number, line in enumerate(lines):
        _line(pen, line, size, top + number * round(size * 1.22), PAPER, right_to_left)
    written = io.BytesIO()
    few = picture.quantize(colors=MOST_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _mark(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """The site's sign: a strand of two with three rungs, in a ring."""
    scale = 1.4
    pen.ellipse((x, y, x + 40 * scale, y + 40 * scale), outline=PAPER, width=3)

    def place(across: float, down: float) -> tuple[float, float]:
        return x + across * scale, y + down * scale

    for left, right in ((15.5, 14.0), (15.5, 26.0), (18.0, 20.0)):
        pen.line([place(left, right), place(40 - left, right)], fill=SUN, width=4)
    for start, end in ((13, 27), (27, 13)):
        steps = [number / 24 for number in range(25)]
        turn = [(start + (end - start) * (3 * t * t - 2 * t**3), 8 + 24 * t) for t in steps]
        pen.line([place(across, down) for across, down in turn], fill=PAPER, width=4, joint="curve")


def words_of(text: str) -> list[Words]:
    """Return the words of a text, each with the first font that has all its letters; none when one has no font."""
    words = text.split()
    whole = _font_for("".join(words))
    fonts = [whole or _font_for(word) for word in words]
    return [Words(word, font) for word, font in zip(words, fonts, strict=True) if font] if all(fonts) else []


@lru_cache(maxsize=2000)
def _font_for(letters: str) -> Path | None:
    """Return the first bold font of this machine that has all of some letters, else the first regular one."""
    wanted = {ord(letter) for letter in letters}
    candidates = (*font_files(bold=True), *font_files(bold=False))
    return next((path for path in candidates if wanted <= letters_of(path)), None)


def fitted(words: list[Words]) -> tuple[int, list[list[Words]]]:
    """Return the largest size at which a title fits, and its lines; one that fits at none is cut at its end."""
    room = WIDTH - 2 * MARGIN
    for size in TITLE_SIZES:
        lines, most = _wrapped(words, size, room), (TITLE_BOTTOM - TITLE_TOP) // round(size * 1.22)
        if len(lines) <= most and all(_width(line, size) <= room for line in lines):
            return size, lines
    kept = lines[:most]
    while kept and _width(_cut(kept[-1]), size) > room and len(kept[-1]) > 1:
        kept[-1] = kept[-1][:-1]
    return size, [*kept[:-1], _cut(kept[-1])] if len(lines) > most else kept


def _cut(line: list[Words]) -> list[Words]:
    last = line[-1]
    dots = ELLIPSIS if ord(ELLIPSIS) in letters_of(last.font) else ""
    return [*line[:-1], Words(last.text.rstrip(".,;:") + dots, last.font)]


def _wrapped(words: list[Words], size: int, room: int) -> list[list[Words]]:
    lines: list[list[Words]] = []
    for part in (part for word in words for part in _broken(word, size, room)):
        if lines and _width([*lines[-1], part], size) <= room:
            lines[-1].append(part)
        else:
            lines.append([part])
    return lines


def _broken(word: Words, size: int, room: int) -> Iterable[Words]:
    """Yield a word, in parts where it is wider than the picture."""
    text = word.text
    while text:
        end = len(text)
        while end > 1 and _width([Words(text[:end], word.font)], size) > room:
            end -= 1
        yield Words(text[:end], word.font)
        text = text[end:]


def _runs(line: list[Words]) -> list[Words]:
    """Return a line as few runs as possible: what one font shows is shaped together."""
    runs: list[Words] = []
    for word in line:
        if runs and runs[-1].font == word.font:
            runs[-1] = Words(f"{runs[-1].text} {word.text}", word.font)
        else:
            runs.append(word)
    return runs


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _width(line: list[Words], size: int) -> float:
    runs = _runs(line)
    return sum(_font(run.font, size).getlength(run.text) for run in runs) + size * 0.25 * (len(runs) - 1)


def _line(pen, line: list[Words], size: int, top: int, colour: str, right_to_left: bool, indent: int = 0) -> None:
    x = float(WIDTH - MARGIN - indent if right_to_left else MARGIN + indent)
    # Only this layout engine shapes and turns Arabic; without it, the order of letters is at least that of reading.
    direction = {"direction": "rtl"} if right_to_left and features.check("raqm") else {}
    for run in _runs(line):
        font = _font(run.font, size)
        length = font.getlength(run.text)
        x -= length if right_to_left else 0
        pen.text((x, top + size), run.text, font=font, fill=colour, anchor="ls", **direction)
        x += -size * 0.25 if right_to_left else length + size * 0.25
