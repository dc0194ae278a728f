"""QR codes, drawn here: no other service hears which address they hold."""

import io

import segno
from segno.encoder import DataOverflowError

LEAST_CORRECTION = "l"  # raised by itself where the code does not grow by it
BORDER = 4


def qr_code(address: str) -> str:
    """Return a QR code as an SVG document without size or style; empty for an address that no code can hold."""
    look = {"omitsize": True, "xmldecl": False, "nl": False, "svgclass": None, "lineclass": None, "light": "#fff"}
    return _written(address, kind="svg", **look).decode()


def qr_picture(address: str) -> bytes:
    """Return a QR code as PNG, in which it is a tenth of the size inside a PDF; empty where no code can hold it."""
    return _written(address, kind="png", scale=4)


def _written(address: str, **look) -> bytes:
    try:
        code = segno.make(address, error=LEAST_CORRECTION, micro=False)
    except DataOverflowError:
        return b""
    written = io.BytesIO()
    code.save(written, border=BORDER, **look)
    return written.getvalue()
