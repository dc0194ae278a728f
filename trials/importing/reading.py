"""Files of a registry, study by study: single studies, pages, arrays, JSON lines, plain or packed with gzip.

Nothing is held but the study at hand, so a page of 300 MB needs no more memory than a small one. No database.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import ijson

from trials.importing.shallow import DepthCheck

LARGEST_UNPACKED = 20_000_000_000
SPACE = b" \t\r\n"
MARK = b"\xef\xbb\xbf"


class ReadingError(Exception):
    """A file, or the rest of it, cannot be read. The text says why and where, and quotes nothing from it."""


class NotJson(ReadingError):
    """The content is something else than JSON, for example an HTML page."""


def studies_of_file(path: Path) -> Iterator[Any]:
    """Yield each study of a file. Raises ReadingError, after the studies before it, where the file is broken."""
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if is_packed:
                with gzip.open(raw) as unpacked:
                    yield from studies(cast(IO[bytes], unpacked))
            else:
                yield from studies(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadingError(f"{path.name} cannot be read: {_reason(error)}") from None
    except ReadingError as error:
        raise type(error)(f"{path.name}: {error}") from None


def studies(stream: IO[bytes]) -> Iterator[Any]:
    """Yield each study of a stream, whatever of our forms it has."""
    source = _Source(stream)
    first = source.peek()
    if not first:
        raise ReadingError("the file is empty.")
    if first not in (b"{", b"["):
        raise NotJson(_what_it_is(source.start()))
    try:
        if first == b"[":
            yield from ijson.items(source, "item", use_float=True)
        elif _is_page(source.start()):
            yield from ijson.items(source, "studies.item", use_float=True)
        else:
            yield from _values(source)
    except ijson.JSONError as error:
        kind = (
            "it ends in the middle" if "premature" in str(error).lower() or "incomplete" in str(error).lower() else ""
        )
        raise ReadingError(f"is broken off or no JSON: {kind or 'there is a mistake in its form'}.") from None
    except (RecursionError, UnicodeDecodeError, ValueError) as error:
        raise ReadingError(f"cannot be understood: {type(error).__name__}.") from None


def _values(source: "_Source") -> Iterator[Any]:
    """Yield the values of a file that holds one study, or one study a line."""
    yield from ijson.items(source, "", use_float=True, multiple_values=True)


def _is_page(start: bytes) -> bool:
    """Whether an object is a page of studies: it has a list called "studies" near its beginning.

    A study has modules, none of them of that name; the other entries of a page are short.
    """
    decoder = json.JSONDecoder()
    text = start.decode("utf-8", "replace")
    place = text.find("{") + 1
    try:
        while True:
            place = _skip(text, place, " \t\r\n,")
            name, place = decoder.raw_decode(text, place)
            place = _skip(text, place, " \t\r\n:")
            if name == "studies":
                return text[place : place + 1] == "["
            _value, place = decoder.raw_decode(text, place)
    except (json.JSONDecodeError, RecursionError, ValueError):
        return False


def _skip(text: str, place: int, letters: str) -> int:
    while place < len(text) and text[place] in letters:
        place += 1
    return place


def _what_it_is(start: bytes) -> str:
    head = start.lstrip(SPACE)[:200].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head:
        return "is an HTML page, not JSON: download it again."
    if head.startswith(b"<"):
        return "is XML, not JSON."
    return "is plain text, not JSON."


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist."
    if isinstance(error, IsADirectoryError):
        return "it is a folder."
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return "the packed file is broken off or damaged."
    return f"{getattr(error, 'strerror', '') or type(error).__name__}."


class _Source:
    """A stream of which the beginning can be looked at before it is read."""

    LOOK = 65_536

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._kept = b""
        self._looked = False
        self._total = 0
        self._depth = DepthCheck()

    def start(self) -> bytes:
        """Return the beginning, without reading it off."""
        if not self._looked:
            self._looked = True
            while len(self._kept) < self.LOOK and (more := self._stream.read(self.LOOK)):
                self._kept += more
            self._kept = self._kept.removeprefix(MARK)
        return self._kept

    def peek(self) -> bytes:
        """Return the first byte that is no space."""
        return self.start().lstrip(SPACE)[:1]

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes. Raises ReadingError past what any registry would send."""
        start = self.start()
        if start:
            size = len(start) if size < 0 else size
            self._kept = start[size:]
            self._depth.see(start[:size])
            return start[:size]
        block = self._stream.read(size)
        self._depth.see(block)
        self._total += len(block)
        if self._total > LARGEST_UNPACKED:
            raise ReadingError("is larger than 20 GB when unpacked: is it the right file?")
        return block
