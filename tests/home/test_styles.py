"""Pages that use styles of the second stylesheet load it: without it they look like unfinished pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories.whole_site import PLAIN_ADDRESSES, address_of, make_site

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "static" / "css"


def classes_of(sheet: str) -> set[str]:
    """Return the classes a stylesheet speaks of, outside its comments."""
    rules = re.sub(r"/\*.*?\*/", "", (FOLDER / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", rules))


def test_page_that_uses_the_second_stylesheet_loads_it(client):
    only_there = classes_of("more.css") - classes_of("portal.css")
    bare = {}

    for address in [
        "/contribute/",
        "/contribute/story/",
        *PLAIN_ADDRESSES,
        *(address_of(thing) for thing in make_site()),
        "/therapies/timeline/",
    ]:
        html = client.get(address).content.decode()
        used = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
        if "css/more" not in html and used & only_there:
            bare[address] = used & only_there

    assert "choices" in only_there
    assert bare == {}
