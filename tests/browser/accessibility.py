"""What axe finds in a page that Chromium shows: by every rule, or by those about colours in the other theme."""

import json
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The dark theme gives other colours to the same boxes (static/css/portal.css), so no other rule can find more in it.
OF_COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]


def violations(page) -> list[str]:
    """Return what breaks a rule in the page as it is now: the name of the rule and the first element."""
    page.add_script_tag(content=AXE)
    return _run(page, {"type": "tag", "values": TAGS})


def violations_in_both_themes(page) -> list[str]:
    """Return what breaks a rule in the light theme, and what breaks one about colours in the dark one."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = violations(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = _run(page, {"type": "rule", "values": OF_COLOURS})
    return [*light, *(f"dark {one}" for one in dark)]


def _run(page, rules: dict) -> list[str]:
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
