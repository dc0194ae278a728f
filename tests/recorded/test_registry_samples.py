"""The registries' own recorded answers: all of them can be read, twice the same, and no person's name is kept."""

import csv
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.repository import ROOT
from tests.trials.test_sync_storing import state
from trials.importing.country_names import country_code
from trials.importing.ctgov import parse_study
from trials.importing.ctis import parse_trial
from trials.importing.facts import RegistryFacts
from trials.importing.people import E_MAIL
from trials.importing.reading import studies_of_file
from trials.models import RegistryRecord, Trial

SHARED = ROOT.parent / "shared"
SAMPLES = SHARED / "samples"
FILES = sorted((SAMPLES / "ctgov").glob("studies/*.json")) + sorted((SAMPLES / "ctgov").glob("pages_derived/*.json"))
CTIS = sorted((SAMPLES / "ctis").rglob("*.json"))
NO_PERSON = re.compile(
    r"\d|@|www|\b(?:contact|study|call|team|center|centre|director|trial|clinical|site|info|investigator|monitor|transparency|retina|squibb)",
    re.IGNORECASE,
)

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif(not FILES, reason="the recorded answers are not on this machine"),
]


def raw_studies():
    return [raw for path in FILES for raw in studies_of_file(path)]


def people_of(node):
    """The names, e-mails and phones that a study gives for people."""
    if isinstance(node, list):
        for one in node:
            yield from people_of(one)
    elif isinstance(node, dict):
        is_person = "role" in node or {"phone", "email"} & set(node)
        for key, value in node.items():
            is_private = key in ("email", "phone", "investigatorFullName") or (key == "name" and is_person)
            if is_private and isinstance(value, str):
                yield value.split(",")[0].strip()
            yield from people_of(value)


def stored_texts():
    """Everything that the tables of this app and the stored versions hold, as one text."""
    from django.apps import apps
    from wagtail.models import ModelLogEntry, Revision

    models = [*apps.get_app_config("trials").get_models(), Revision, ModelLogEntry]
    return "\n".join(json.dumps(list(model.objects.values()), default=str, ensure_ascii=False) for model in models)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_study_is_read_without_an_unknown_value(path):
    for raw in studies_of_file(path):
        facts = parse_study(raw)
        assert isinstance(facts, RegistryFacts)
        assert (facts.unknown_values, facts.unmapped_countries) == ((), ())
        assert facts.status == raw["protocolSection"]["statusModule"]["overallStatus"]
        assert len(facts.sites) == len(raw["protocolSection"].get("contactsLocationsModule", {}).get("locations", []))


@pytest.mark.parametrize("path", CTIS, ids=lambda path: path.stem)
def test_trials_of_the_eu_register_are_read(path):
    content = json.loads(Path(path).read_text())
    for raw in content.get("data", [content]):
        facts = parse_trial(raw)
        assert isinstance(facts, RegistryFacts)
        assert not facts.unmapped_countries
        assert not E_MAIL.search(repr(facts))


def test_every_country_seen_has_its_code():
    with (SHARED / "data" / "ctgov_country_names_seen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]

    assert [row for row in rows if country_code(row[0]) not in row[1:]] == []


@pytest.mark.django_db
def test_second_import_changes_nothing():
    call_command("import_clinicaltrials", *map(str, FILES))
    before = state()

    call_command("import_clinicaltrials", *map(str, FILES))

    assert state() == before
    assert RegistryRecord.objects.count() == Trial.objects.count()


@pytest.mark.django_db
def test_no_person_is_stored_or_logged(caplog, capsys):
    call_command("import_clinicaltrials", *map(str, FILES))
    call_command("import_ctis", *(str(path) for path in CTIS if "page" not in path.stem))

    kept = stored_texts() + caplog.text + capsys.readouterr().out
    people = {person for raw in raw_studies() for person in people_of(raw)}
    people = {person for person in people if " " in person and not NO_PERSON.search(person)}
    assert len(people) > 100
    assert [
        person for person in sorted(people) if re.search(rf"(?<!\w){re.escape(person)}(?!\w)", kept, re.IGNORECASE)
    ] == []
    assert E_MAIL.findall(kept) == []
    assert "Balaguer" not in kept
