"""QR codes, drawn here: no other service hears which address they hold."""

import io

import segno
from segno.encoder import DataOverflowError

LEAST_CORRECTION = "l"  # raised by itself where the code does not grow by it


def qr_code(address: str) -> str:
    """Return a QR code as an SVG document without size or style; empty for an address that no code can hold."""
    try:
        code = segno.make(address, error=LEAST_CORRECTION, micro=False)
    except DataOverflowError:
        return ""
    written = io.BytesIO()
    look = {"omitsize": True, "xmldecl": False, "nl": False, "svgclass": None, "lineclass": None, "light": "#fff"}
    code.save(written, kind="svg", border=4, **look)
    return written.getvalue().decode()
