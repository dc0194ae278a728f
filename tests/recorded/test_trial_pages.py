"""Pages of recorded studies: nothing of the registry's mark-up is left for a reader to see."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from tests.repository import ROOT
from trials.models import Trial
from trials.registry_text import divided

STUDIES = sorted((ROOT.parent / "shared" / "samples" / "ctgov" / "studies").glob("*.json"))
EVERY = 4
LEFT_OVER = re.compile(r"\\|(?:^|\n)\s*[*•] ")

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif(not STUDIES, reason="the recorded answers are not on this machine"),
]


def eligibility_of(path):
    return json.loads(path.read_text())["protocolSection"].get("eligibilityModule", {}).get("eligibilityCriteria", "")


def test_nearly_every_recorded_eligibility_is_divided():
    found = [divided(eligibility_of(path)) for path in STUDIES]

    assert sum(bool(parts.may_join and parts.cannot_join) for parts in found) >= 0.9 * len(found)


def test_no_mark_up_is_left_in_recorded_eligibility():
    for path in STUDIES:
        parts = divided(eligibility_of(path))
        for html in (parts.may_join, parts.cannot_join, parts.whole):
            text = BeautifulSoup(html, "html.parser").get_text()
            assert not LEFT_OVER.search(text), path.name
            assert "&amp;amp;" not in html, path.name


@pytest.mark.django_db
def test_pages_of_recorded_studies_show_no_mark_up(client):
    call_command("import_clinicaltrials", *map(str, STUDIES[::EVERY]), verbosity=0)
    Trial.objects.update(live=True)
    call_command("refresh_finder", verbosity=0)

    pages = ["/trials/", *(trial.get_absolute_url() for trial in Trial.objects.select_related("locale"))]
    for address in pages:
        answer = client.get(address)
        text = BeautifulSoup(answer.content, "html.parser").main.get_text()
        assert answer.status_code == 200, address
        assert not LEFT_OVER.search(text), (address, LEFT_OVER.search(text))
        assert "&amp;amp;" not in answer.content.decode(), address
        assert "@" not in text, address
