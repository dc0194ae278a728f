"""Our admin screens use only classes that a stylesheet knows; Wagtail ships those utilities that it uses itself."""

import re
from pathlib import Path

import wagtail.admin
from django.conf import settings

from tests.factories.staff import make_superuser, signed_in

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "wagtailadmin"
WAGTAIL = Path(wagtail.admin.__file__).parent / "static" / "wagtailadmin" / "css" / "core.css"
OURS = Path(settings.BASE_DIR) / "static" / "css" / "admin"


def used() -> set[str]:
    """Return the classes of our templates that stand there in full."""
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    return {name for text in texts for names in re.findall(r'class="([\w: -]+)"', text) for name in names.split()}


def is_known(name: str, styles: str) -> bool:
    return re.search(rf"\.{re.escape(name.replace(':', chr(92) + ':'))}(?![\w-])", styles) is not None


def test_utilities_of_wagtail_that_we_use_exist():
    styles = WAGTAIL.read_text(encoding="utf-8")
    utilities = {name for name in used() if name.startswith("w-") or ":w-" in name}

    assert utilities
    assert not is_known("w-items-end", styles)
    assert {name for name in utilities if not is_known(name, styles)} == set()


def test_lists_have_their_stylesheet_on_every_screen(db):
    styles = "".join(path.read_text(encoding="utf-8") for path in OURS.glob("*.css"))
    ours = {name for name in used() if name.startswith(("list-", "desk"))}

    page = signed_in(make_superuser()).get("/admin/checks/").content.decode()

    assert "css/admin/lists.css" in page
    assert {"list-filters", "list-table"} <= ours
    assert {name for name in ours if not is_known(name, styles)} == set()
