"""Where a form that reached us came from."""

from urllib.parse import urlsplit


def comes_from_elsewhere(request) -> bool:
    """Return whether another site sent this form.

    Our pages tell nobody their address, so that browsers send an Origin of "null", or none, with our own forms.
    """
    origin = request.headers.get("Origin", "null")
    is_foreign = origin != "null" and urlsplit(origin).netloc != request.get_host()
    return is_foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
