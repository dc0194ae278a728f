"""Checks the HTML of pages: by the standard's own parser, and by html-validate where it is installed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import html5lib

from tests.repository import ROOT

FOLDER = ROOT / "tools" / "html"
CHECKER = FOLDER / "node_modules" / ".bin" / "html-validate"


def has_checker() -> bool:
    """Return whether html-validate can be run here. Raises RuntimeError where it must be and is not."""
    found = CHECKER.exists() and shutil.which("node") is not None
    if not found and os.environ.get("HTML_CHECKER_REQUIRED", "") not in ("", "0"):
        raise RuntimeError("HTML_CHECKER_REQUIRED is set, but html-validate was not found: make html-checker")
    return found


def parsing_problems(html: str) -> list[str]:
    """Return what a strict parser finds wrong, as "line: problem"."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"line {place[0]}: {code} {values or ''}".strip() for place, code, values in parser.errors]


def checking_problems(pages: dict[str, str], folder: Path) -> list[str]:
    """Return what html-validate finds wrong with pages, given by name, as "name, line: problem (rule)".

    ``folder`` is an empty one for the files to check. All pages are checked in one go, for each start takes a second.
    """
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(html)
        names[str(path)] = name
    report = folder / "report.json"
    done = subprocess.run(  # noqa: S603 - our own command with our own files
        # Into a file: what it writes to a pipe is cut off after 64 kB.
        [CHECKER, "--config", FOLDER / ".htmlvalidate.cjs", "--formatter", f"json={report}", *names],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if not report.exists():
        raise RuntimeError(f"html-validate failed: {done.stderr or done.stdout}")
    return [
        f"{names[result['filePath']]}, line {message['line']}: {message['message']} ({message['ruleId']})"
        for result in json.loads(report.read_text())
        for message in result["messages"]
    ]
