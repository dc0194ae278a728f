"""Trials of the EU's register: dossiers and rows of a search, from files and over the network."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from tests.factories.trials import make_trial
from tests.trials.studies import study, write
from trials.importing.ctgov import parse_study
from trials.importing.ctis import parse_trial
from trials.importing.facts import RegistryFacts, StudyError
from trials.importing.runs import import_files
from trials.models import RegistryRecord, SyncFailure, Trial

NUMBER = "2022-500244-37-00"


def dossier(number=NUMBER, **changes):
    """A small trial in the shape of the register's dossiers, with the people it would name."""
    person = {"firstName": "Jane", "lastName": "Doe", "email": "jane@hospital.example", "telephone": "+34932804000"}
    return {
        "ctNumber": number,
        "ctStatus": "Authorised",
        "ctPublicStatusCode": 5,
        "startDateEU": "29/01/2024",
        "publishDate": "2025-09-16T03:39:42.531268872",
        "authorizedApplication": {
            "authorizedPartI": {
                "trialDetails": {
                    "clinicalTrialIdentifiers": {
                        "fullTitle": "A gene therapy study",
                        "publicTitle": "Gene therapy for sight",
                        "secondaryIdentifyingNumbers": {"nctNumber": {"number": "NCT04494412"}},
                    },
                    "trialInformation": {
                        "trialCategory": {"trialPhase": "7"},
                        "eligibilityCriteria": {
                            "principalInclusionCriteria": [{"principalInclusionCriteria": "Age over 18"}],
                            "principalExclusionCriteria": [{"principalExclusionCriteria": "Other eye disease"}],
                        },
                        "trialDuration": {"estimatedEndDate": "2027-12-09"},
                        "populationOfTrialSubjects": {"isFemaleSubjects": True, "isMaleSubjects": True},
                    },
                },
                "medicalConditions": [{"medicalCondition": "Stargardt disease"}],
                "products": [{"productName": "AAV vector"}],
                "sponsors": [{"primary": True, "organisation": {"name": "Example Bio"}, "publicContacts": [person]}],
            },
            "authorizedPartsII": [
                {
                    "mscInfo": {"mscName": "Spain", "trialStatus": "Authorised"},
                    "recruitmentSubjectCount": 7,
                    "trialSites": [
                        {
                            "organisationAddressInfo": {
                                "organisation": {"name": "Hospital de Ejemplo"},
                                "address": {"city": "Barcelona", "countryName": "Spain"},
                                "email": "site@hospital.example",
                            },
                            "departmentName": "Eyes",
                            "personInfo": person,
                        }
                    ],
                }
            ],
            "memberStatesConcerned": [
                {"mscName": "Spain", "mscPublicStatusCode": 4},
                {"mscName": "Italy", "mscPublicStatusCode": 8},
            ],
            "eudraCt": {"isTransitioned": True, "eudraCtCode": "2019-001588-63"},
        },
        **changes,
    }  # fmt: skip


def test_dossier_becomes_facts_and_status_comes_from_the_code():
    facts = parse_trial(dossier())

    assert (facts.registry, facts.status, facts.raw_status) == (
        "euct",
        "ACTIVE_NOT_RECRUITING",
        "Ongoing, recruitment ended",
    )
    assert facts.phases == ("PHASE1", "PHASE2")
    assert facts.other_numbers == (("ctgov", "NCT04494412"), ("eudract", "2019-001588-63"))
    assert [(s.city, s.country, s.status) for s in facts.sites] == [
        ("Barcelona", "ES", "RECRUITING"),
        ("", "IT", "COMPLETED"),
    ]
    assert (facts.start.date, facts.completion.date, facts.enrolment) == ("2024-01-29", "2027-12-09", 7)
    assert str(facts.changed_on) == "2025-09-16"


def test_people_are_not_read():
    stored = repr(parse_trial(dossier()))

    assert not any(private in stored for private in ("Jane", "Doe", "@", "93280"))


def test_row_of_a_search_is_read():
    row = {
        "ctNumber": NUMBER, "ctStatus": 4, "ctTitle": "A study", "trialCountries": ["Spain:4", "Italy:12"],
        "gender": "Female",
        "trialPhase": "Therapeutic exploratory (Phase II)", "totalNumberEnrolled": "11", "lastUpdated": "15/09/2025",
    }  # fmt: skip

    facts = parse_trial(row)

    assert (facts.status, facts.phases, facts.sex, facts.enrolment) == ("RECRUITING", ("PHASE2",), "FEMALE", 11)
    assert [(site.country, site.status) for site in facts.sites] == [("ES", "RECRUITING"), ("IT", "WITHDRAWN")]


@pytest.mark.parametrize("code", [None, 0, 13, "x", -1, True, 4.5])
def test_status_that_nobody_knows_is_unknown_whatever_the_words_say(code):
    assert parse_trial(dossier(ctPublicStatusCode=code)).status == "UNKNOWN"


def test_early_end_is_told_from_the_events():
    events = {"trialEvents": [{"events": [{"notificationType": "EARLY_TERMINATION", "date": "2025-01-01"}]}]}

    assert parse_trial(dossier(ctPublicStatusCode=8, events=events)).status == "TERMINATED"


@pytest.mark.parametrize(
    "raw", [{}, [], None, "x", {"ctNumber": None}, {"ctNumber": "2022-1"}, {"ctNumber": "NCT01234567"}]
)
def test_what_is_no_trial_is_refused(raw):
    assert parse_trial(raw).field == "ctNumber"


@pytest.mark.parametrize("rubbish", [None, [], {}, "text", 3, True, [None], [[]], [{"a": 3}]])
def test_every_part_may_be_of_another_type(rubbish):
    def broken(part):
        if isinstance(part, dict):
            for key in part:
                yield {**part, key: rubbish}
                yield from ({**part, key: inner} for inner in broken(part[key]))
        elif isinstance(part, list):
            yield from ([inner] for one in part for inner in broken(one))

    for raw in broken(dossier()):
        assert isinstance(parse_trial(raw), RegistryFacts | StudyError)


@pytest.mark.django_db
def test_trial_that_another_record_names_is_linked(tmp_path):
    raw = study(secondary=["CTIS 2022-500244-37-01"])
    import_files([write(tmp_path / "a.json", raw)], source="ctgov", parse=parse_study)
    trial = Trial.objects.get()

    call_command("import_ctis", str(write(tmp_path / "b.json", dossier())))

    assert RegistryRecord.objects.get(registry="euct").trial == trial
    assert Trial.objects.get() == trial


@pytest.mark.django_db
def test_trial_whose_number_the_dossier_names_is_linked(tmp_path):
    trial = make_trial(numbers=[("ctgov", "NCT04494412")], status="")

    call_command("import_ctis", str(write(tmp_path / "b.json", dossier())))

    assert RegistryRecord.objects.get().trial == trial


@pytest.mark.django_db
def test_unknown_trial_becomes_a_draft(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_ctis", str(write(tmp_path / "b.json", [dossier(), {}])))

    assert end.value.code == 1
    trial = Trial.objects.get()
    assert (trial.name, trial.live, trial.therapy_kind) == ("Gene therapy for sight", False, "in_vivo_gene")
    assert "1 failed" in capsys.readouterr().out


def test_register_is_not_asked_while_it_is_switched_off():
    with pytest.raises(CommandError, match="CTIS_BASE_URL"):
        call_command("import_ctis", "--search", "gene therapy")


class Register(BaseHTTPRequestHandler):
    """Answers like the register: a search in two pages, trials by number, {} for others."""

    def log_message(self, *args):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        page = asked["pagination"]["page"]
        assert "searchCriteria" in asked
        assert page >= 1
        rows = [{"ctNumber": NUMBER}] if page == 1 else [{"ctNumber": "2024-510663-34-00"}]
        self.answer({"data": rows, "pagination": {"nextPage": page == 1}})

    def do_GET(self):
        self.answer(dossier() if self.path.endswith(NUMBER) else {})

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.django_db
def test_register_is_searched_page_by_page(settings):
    server = HTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.CTIS_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    settings.REGISTRY_PAUSE = 0
    try:
        with pytest.raises(SystemExit):
            call_command("import_ctis", "--search", "gene therapy")
    finally:
        server.shutdown()
        server.server_close()

    assert RegistryRecord.objects.get().number == NUMBER
    assert SyncFailure.objects.get().number == "2024-510663-34-00"
