"""The facts in the starter content are those of the client's lists and of the recorded registry entries."""

import csv
import json

import pytest

from portal.base.text import fold
from portal.starter.reading import read_folder


@pytest.fixture(scope="module")
def authorisations():
    """Brand name and place -> facts of the authorisation."""
    return {
        (fold(facts["brand_name"]), facts["jurisdiction"]): facts
        for file in read_folder("therapies")
        for facts in file.facts["authorisations"]
    }


@pytest.fixture(scope="module")
def rows(shared):
    with (shared / "data" / "therapies.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_authorisation_of_the_clients_list_is_there(rows, authorisations):
    missing = [
        f"{row['brand_name']} ({row['jurisdiction']})"
        for row in rows
        if (fold(row["brand_name"]), row["jurisdiction"]) not in authorisations
    ]

    assert len(rows) == 92
    assert missing == []


def test_day_of_every_authorisation_is_that_of_the_list_or_the_correction_is_noted(rows, authorisations):
    different = []
    for row in rows:
        facts = authorisations[fold(row["brand_name"]), row["jurisdiction"]]
        first = next(str(event["date"]) for event in facts["events"] if event["what"] == "authorised")
        if first != row["authorisation_date"] and "CORRECTED" not in (facts.get("editor_note") or ""):
            different.append(f"{row['brand_name']} ({row['jurisdiction']}): {row['authorisation_date']}, ours {first}")

    assert different == []


def test_ended_authorisations_of_the_list_have_ended_with_us(rows, authorisations):
    wrong = []
    for row in rows:
        facts = authorisations[fold(row["brand_name"]), row["jurisdiction"]]
        last = {event["what"] for event in facts["events"]}
        has_ended = bool(last & {"withdrawn", "expired"})
        if has_ended != row["current_status"].startswith(("withdrawn", "expired")):
            if "CORRECTED" not in (facts.get("editor_note") or ""):
                wrong.append(f"{row['brand_name']} ({row['jurisdiction']}): {row['current_status']}")

    assert wrong == []


def test_verified_and_partial_are_kept_apart(rows, authorisations):
    wrong = [
        row["brand_name"]
        for row in rows
        if row["verified"] == "partial"
        and str(authorisations[fold(row["brand_name"]), row["jurisdiction"]]["verified"]) in ("yes", "True")
        and "CORRECTED" not in (authorisations[fold(row["brand_name"]), row["jurisdiction"]].get("editor_note") or "")
    ]

    assert wrong == []


def test_every_organisation_of_the_clients_list_is_there(shared):
    with (shared / "data" / "organisations.csv").open(encoding="utf-8", newline="") as lines:
        theirs = list(csv.DictReader(lines))
    ours = list(read_folder("organisations"))
    names = {fold(file.text("name")) for file in ours}
    hosts = {host(file.text("website")) for file in ours}

    missing = [row["name"] for row in theirs if fold(row["name"]) not in names and host(row["website"]) not in hosts]

    assert missing == []


def host(address):
    return address.split("://")[-1].removeprefix("www.").split("/")[0].lower()


def date_of(struct):
    return (struct or {}).get("date", "")


def test_trials_say_what_their_recorded_registry_entries_say(shared):
    compared, wrong = 0, []
    for file in read_folder("trials"):
        facts = file.facts["registry_record"]
        path = shared / "samples" / "ctgov" / "studies" / f"{facts['number']}.json"
        if not path.exists():
            continue
        compared += 1
        study = json.loads(path.read_text(encoding="utf-8"))["protocolSection"]
        status, design = study["statusModule"], study.get("designModule", {})
        places = study.get("contactsLocationsModule", {}).get("locations", [])
        pairs = {
            "status": (facts["status"], status["overallStatus"]),
            "start": (date_of(facts.get("start")), date_of(status.get("startDateStruct"))),
            "end": (date_of(facts.get("completion")), date_of(status.get("completionDateStruct"))),
            "changed": (facts.get("registry_changed_on"), status["lastUpdatePostDateStruct"]["date"]),
            "phases": (facts.get("phases") or [], design.get("phases", [])),
            "people": ((facts.get("enrolment") or {}).get("count"), design.get("enrollmentInfo", {}).get("count")),
            "sites": (len(facts.get("sites") or []), len(places)),
            "title": (facts.get("official_title") or "", study["identificationModule"].get("officialTitle", "")),
        }
        wrong += [f"{facts['number']} {name}: {ours!r}, registry {theirs!r}" for name, (ours, theirs) in pairs.items()
                  if ours != theirs]  # fmt: skip

    assert compared >= 20
    assert wrong == []
