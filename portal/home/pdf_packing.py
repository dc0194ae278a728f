"""Makes a PDF smaller without changing what it says: its many small objects are put together and compressed.

The maker writes each part of the structure for screen readers as an object of its own, uncompressed; they are more than
half of a sheet. PDF since 1.5, and so PDF/UA-1, lets them stand in compressed "object streams" (ISO 32000-1, 7.5.7).
"""

import re
import struct
import zlib

MOST_IN_STREAM = 200
HEAD = re.compile(rb"(\d+) (\d+) obj\s")
TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)", re.DOTALL)
# What the new table of objects says for itself.
NOT_KEPT = re.compile(rb"/(?:Size|Prev|XRefStm) \d+")


def packed(pdf: bytes) -> bytes:
    """Return the same document with its objects packed; unchanged where its form is not the one we know."""
    trailer = TRAILER.search(pdf)
    if trailer is None:
        return pdf
    objects = _objects(pdf, int(trailer[2]))
    if not objects:
        return pdf
    loose = {number: body for number, body in objects.items() if not body.rstrip().endswith(b"endstream")}
    out, places = bytearray(pdf[: HEAD.search(pdf).start()]), {}
    for number, body in objects.items():
        if number not in loose:
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    numbers, free = sorted(loose), max(objects) + 1
    for first in range(0, len(numbers), MOST_IN_STREAM):
        together = numbers[first : first + MOST_IN_STREAM]
        places[free] = (1, len(out), 0)
        places |= {number: (2, free, index) for index, number in enumerate(together)}
        out += _object_stream(free, [(number, loose[number]) for number in together])
        free += 1
    return bytes(out) + _table(free, len(out), places, NOT_KEPT.sub(b"", trailer[1]))


def _objects(pdf: bytes, table: int) -> dict[int, bytes]:
    """Return the body of each object by its number, found through the table of the file."""
    lines = re.match(rb"xref\s+0 (\d+)\s+((?:\d{10} \d{5} [nf]\s*)+)", pdf[table:])
    if lines is None:
        return {}
    starts = [int(at) for at, use in re.findall(rb"(\d{10}) \d{5} ([nf])", lines[2]) if use == b"n"]
    ends = dict(zip(sorted(starts), [*sorted(starts)[1:], table], strict=True))
    found = {}
    for at in starts:
        head = HEAD.match(pdf, at)
        body = pdf[at : ends[at]]
        end = body.rfind(b"endobj")
        if head is None or head[2] != b"0" or end < 0:
            return {}
        found[int(head[1])] = body[head.end() - at : end].strip(b"\r\n ")
    return found


def _object_stream(number: int, objects: list[tuple[int, bytes]]) -> bytes:
    heads, bodies, at = [], [], 0
    for own, body in objects:
        heads.append(b"%d %d" % (own, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    squeezed = zlib.compress(head + b"\n".join(bodies), 9)
    form = b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n"
    return form % (number, len(objects), len(head), len(squeezed), squeezed)


def _table(number: int, at: int, places: dict[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    places = {0: (0, 0, 65535), number: (1, at, 0), **places}
    rows = b"".join(struct.pack(">BIH", *places.get(n, (0, 0, 0))) for n in range(number + 1))
    squeezed = zlib.compress(rows, 9)
    form = (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n"
    )
    return form % (number, number + 1, trailer.strip(), len(squeezed), squeezed, at)
