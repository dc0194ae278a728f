"""Carries a reader's list along from page to page: in every link and form of a page whose address holds one."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from portal.home.my_list import PARAMETER, read_list

LINK = re.compile(r"<a\b[^>]*>")
INSIDE = re.compile(r'\bhref="(/(?!/)[^"#?]*|)(\?[^"#]*)?(#[^"]*)?"')
FORM = re.compile(r"<form\b[^>]*>")
GOES_ELSEWHERE = re.compile(r'\b(?:action="(?!/)[^"]*"|method="post")', re.IGNORECASE)
# Files and the admin have no use for it; another language has entries of its own.
WITHOUT_LIST = re.compile(r"^/(?:static|media|admin|staff|documents|api)/|\.\w{2,4}$")


class ListInAddressMiddleware:
    """Where an address holds a list, the page leads on to addresses that hold it too.

    The list is nowhere else. Such an address says something about its reader, so nobody may share or index the answer.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if PARAMETER not in request.GET:
            return response
        response.headers["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, private=True)
        value = read_list(request.GET[PARAMETER]).value
        if value and not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = carried_along(response.content.decode(), value).encode()
        return response


def carried_along(html: str, value: str) -> str:
    """Return a page whose links and forms within the site hold a list; ``value`` has been read and written by us."""
    hidden = f'<input type="hidden" name="{PARAMETER}" value="{value}">'
    html = FORM.sub(lambda tag: tag[0] if GOES_ELSEWHERE.search(tag[0]) else tag[0] + hidden, html)
    return LINK.sub(lambda tag: _with_list(tag[0], value), html)


def _with_list(tag: str, value: str) -> str:
    if "hreflang=" in tag:
        return tag

    def lengthened(match: re.Match) -> str:
        path, query, anchor = match[1], match[2] or "", match[3] or ""
        stays = not path and not query
        if stays or WITHOUT_LIST.search(path) or f"{PARAMETER}=" in query:
            return match[0]
        joint = "&amp;" if len(query) > 1 else "" if query else "?"
        return f'href="{path}{query}{joint}{PARAMETER}={value}{anchor}"'

    return INSIDE.sub(lengthened, tag, count=1)
