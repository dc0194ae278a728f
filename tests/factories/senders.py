"""Somebody without JavaScript who goes through a public form, as a browser would."""

import re
from html import unescape
from urllib.parse import urlencode

from submissions.hurdles import WITHOUT_WORK

FORM = "application/x-www-form-urlencoded"
ANSWERS = {
    "organisation": {
        "name": "Example Group", "kind": "charity", "what_they_do": "It helps.", "website": "https://group.example/",
        "countries_served": "Spain", "services": ["helpline", "information"], "connection": "none",
    },
    "trial": {"number": "NCT01234567", "title": "An example", "participant_pays": "no", "connection": "inside"},
    "correction": {"where": "Glossary", "mistake": "old", "what": "It is from last year."},
    "term": {"name": "Capsid", "meaning": "A shell?"},
    "story": {
        "relation": "child", "title": "Our year", "story": "It was long.\nIt did not help.", "time_since": "two years",
        "outcome": "not", "content_notes": ["child"],
    },
    "problem": {"trouble": "broken", "what": "The page is empty."},
}  # fmt: skip
ABOUT_YOU = {"story": {"may_tell": "yes", "is_adult": "yes", "consent": "yes"}}


class Sender:
    """A form being filled in; keeps the last page and what its hidden fields hold."""

    def __init__(self, client, kind, clock=None, **headers):
        self.client, self.kind, self.clock, self.headers = client, kind, clock, headers
        self.address = f"/contribute/{kind}/"
        self.response = None

    def open(self, about=""):
        return self._look(self.client.get(self.address, {"about": about} if about else {}, **self.headers))

    def post(self, **data):
        body = urlencode({**self.hidden, **data}, doseq=True, errors="surrogatepass")
        return self._look(self.client.post(self.address, body, content_type=FORM, **self.headers))

    def to_check(self, about="", you=None, **answers):
        """Go as far as the page on which the answers are checked."""
        self.open(about)
        self.post(go="next", **{**ANSWERS[self.kind], **answers})
        return self.post(go="next", **{**ABOUT_YOU.get(self.kind, {}), **(you or {})})

    def send(self):
        """Press the last button, after the time that people need."""
        if self.clock:
            self.clock.tick(WITHOUT_WORK)
        return self.post(go="send")

    def all_at_once(self, **more):
        self.to_check(**more)
        return self.send()

    @property
    def html(self):
        return self.response.content.decode()

    @property
    def text(self):
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def title(self):
        return unescape(re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)[1])

    @property
    def hidden(self):
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html)
        return {name: unescape(value) for name, value in found}

    @property
    def code(self):
        found = re.search(r'class="code">([^<]+)<', self.html)
        return found[1] if found else ""

    @property
    def status_path(self):
        return re.search(r'href="(/contribute/status/[^"]+)"', self.html)[1]

    def _look(self, response):
        self.response = response
        return response
