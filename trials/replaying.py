"""A server on this machine that answers like ClinicalTrials.gov's API v2, with its faults. Development and tests only.

The folder holds studies in any of the forms that files may have. ``faults.json`` in it is read again for every answer:
a list of rules, each with ``fault`` and, if wanted, ``path`` (a part of path and query), ``times`` (how often, counted
from the start of the server), ``every`` (each n-th answer), ``seconds`` (to wait, or to tell). Faults: 400, 404, 429,
500, 502, 503, html, slow, cut, cut_json, broken. ``version.txt`` holds the day of the data; page tokens of another
day are stale. Where ``asked.txt`` exists, what was asked is added to it.
"""

import base64
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from trials.importing.reading import ReadingError, studies_of_file

MOST_ON_A_PAGE = 1000
FIRST_VERSION = "2026-03-25T09:00:05"
HTML = b"<!DOCTYPE html><html><title>ClinicalTrials.gov</title><body>Please try again.</body></html>"
OWN_FILES = {"faults.json", "version.txt", "asked.txt"}


class ReplayServer(ThreadingHTTPServer):
    """Serves a folder; ``address`` is what CTGOV_BASE_URL is set to."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0):
        super().__init__(("127.0.0.1", port), Answering)
        self.folder = folder
        self.used: dict[int, int] = {}
        self.answers = 0
        self.load()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v2"

    def load(self) -> None:
        """Read the folder (again)."""
        self.studies: dict[str, Any] = {}
        self.aliases: dict[str, str] = {}
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() or path.name in OWN_FILES:
                continue
            try:
                for study in studies_of_file(path):
                    self._take(study)
            except ReadingError:
                continue

    def _take(self, study: Any) -> None:
        if not isinstance(study, dict):
            self.studies[f"broken {len(self.studies)}"] = study
            return
        identification = (study.get("protocolSection") or {}).get("identificationModule") or {}
        number = identification.get("nctId") or f"unnumbered {len(self.studies)}"
        self.studies[number] = study
        self.aliases.update(dict.fromkeys(identification.get("nctIdAliases") or [], number))

    @property
    def version(self) -> str:
        path = self.folder / "version.txt"
        return path.read_text().strip() if path.exists() else FIRST_VERSION

    def fault(self, target: str) -> dict:
        """Return the first rule that applies to an address asked for, and count its use."""
        path = self.folder / "faults.json"
        rules = json.loads(path.read_text()) if path.exists() else []
        self.answers += 1
        for place, rule in enumerate(rules):
            if rule.get("path", "") not in target:
                continue
            used = self.used.get(place, 0)
            if used >= rule.get("times", 1_000_000) or self.answers % rule.get("every", 1):
                continue
            self.used[place] = used + 1
            return rule
        return {}


class Answering(BaseHTTPRequestHandler):
    """One question."""

    server: ReplayServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Write nothing: what is asked for is seen in ``asked.txt`` where that file exists."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        target = unquote(self.path)
        asked = self.server.folder / "asked.txt"
        if asked.exists():
            with asked.open("a") as file:
                file.write(f"{target}\t{self.headers.get('User-Agent', '')}\n")
        rule = self.server.fault(target)
        if rule and self._fail(rule):
            return
        parameters = {name: values[-1] for name, values in parse_qs(address.query).items()}
        path = address.path.removeprefix("/api/v2")
        if path == "/version":
            self._json({"apiVersion": "2.0.5", "dataTimestamp": self.server.version}, rule)
        elif path == "/studies":
            self._page(parameters, rule)
        elif path.startswith("/studies/"):
            self._study(path.rsplit("/", 1)[1].upper(), address.query, rule)
        else:
            self._text(404, "Not found")

    def _fail(self, rule: dict) -> bool:
        fault = str(rule["fault"])
        if fault in ("400", "404", "429", "500", "502", "503"):
            wait = {"Retry-After": str(rule["seconds"])} if "seconds" in rule else {}
            self._text(int(fault), f"Error {fault}: as asked for", wait)
        elif fault == "html":
            self._send(200, "text/html; charset=utf-8", HTML)
        elif fault == "slow":
            time.sleep(rule.get("seconds", 1))
            return False
        else:
            return False
        return True

    def _page(self, parameters: dict[str, str], rule: dict) -> None:
        size = min(int(parameters.get("pageSize") or 10) or 10, MOST_ON_A_PAGE)
        try:
            start = self._start_of(parameters.get("pageToken", ""))
        except ValueError:
            self._text(400, "Invalid pageToken")
            return
        found = self._found(parameters)
        page: dict[str, Any] = {"studies": found[start : start + size]}
        if parameters.get("countTotal") == "true" and not start:
            page = {"totalCount": len(found), **page}
        if start + size < len(found):
            page["nextPageToken"] = base64.urlsafe_b64encode(f"{self.server.version} {start + size}".encode()).decode()
        self._json(page, rule)

    def _start_of(self, token: str) -> int:
        if not token:
            return 0
        version, _space, start = base64.urlsafe_b64decode(token.encode()).decode().rpartition(" ")
        if version != self.server.version:
            raise ValueError("stale")
        return int(start)

    def _found(self, parameters: dict[str, str]) -> list:
        studies = self.server.studies
        if "filter.ids" in parameters:
            wanted = parameters["filter.ids"].replace(",", "|").split("|")
            numbers = dict.fromkeys(self.server.aliases.get(number, number) for number in wanted)
            return [studies[number] for number in numbers if number in studies]
        advanced = parameters.get("filter.advanced", "")
        day = advanced.partition("RANGE[")[2][:10] if "LastUpdatePostDate" in advanced else ""
        return [study for study in studies.values() if _changed_on(study) >= day]

    def _study(self, number: str, query: str, rule: dict) -> None:
        if number in self.server.studies:
            self._json(self.server.studies[number], rule)
        elif number in self.server.aliases:
            place = f"/api/v2/studies/{self.server.aliases[number]}" + (f"?{query}" if query else "")
            self._text(301, "Moved", {"Location": place})
        else:
            self._text(404, f"NCT number {number} not found")

    def _json(self, content: Any, rule: dict) -> None:
        body = json.dumps(content).encode()
        fault = rule.get("fault")
        if fault == "cut_json":
            # A whole answer by its length, broken off by what is in it.
            body = body[: len(body) // 2]
        elif fault == "broken":
            body = body[: len(body) // 2] + b"\x00}" + body[len(body) // 2 :]
        self._send(200, "application/json", body, cut=fault == "cut")

    def _text(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        self._send(status, "text/plain; charset=utf-8", text.encode(), headers)

    def _send(
        self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None, *, cut: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body[: len(body) // 2] if cut else body)
        except (BrokenPipeError, ConnectionResetError):
            cut = True
        if cut:
            self.close_connection = True


def _changed_on(study: Any) -> str:
    if not isinstance(study, dict):
        return "9999"
    status = (study.get("protocolSection") or {}).get("statusModule") or {}
    return str((status.get("lastUpdatePostDateStruct") or {}).get("date") or "")
