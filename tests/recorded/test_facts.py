"""The facts in the starter content are those of the client's lists and of the recorded registry entries."""

import csv
import json
import re

import pytest

from portal.base.text import fold
from portal.starter.reading import FOLDER, read_folder


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


def facts_of(row, authorisations):
    """Return our facts on a row of the list; a former name in brackets does not count."""
    names = (row["brand_name"], without_brackets(row["brand_name"]))
    return next((facts for name in names if (facts := authorisations.get((fold(name), row["jurisdiction"])))), None)


def without_brackets(name):
    return re.sub(r"\(.*?\)", "", name).strip()


def is_corrected(facts):
    """Whether the note for staff says that the list was corrected."""
    return "CORRECTED" in (facts.get("editor_note") or "")


def test_every_authorisation_of_the_clients_list_is_there(rows, authorisations):
    missing = [f"{row['brand_name']} ({row['jurisdiction']})" for row in rows if facts_of(row, authorisations) is None]

    assert len(rows) == 92
    assert missing == []


def test_day_of_every_authorisation_is_that_of_the_list_or_the_correction_is_noted(rows, authorisations):
    different = []
    for row in rows:
        facts = facts_of(row, authorisations)
        first = next(str(event["date"]) for event in facts["events"] if event["what"] == "authorised")
        if first != row["authorisation_date"] and not is_corrected(facts):
            different.append(f"{row['brand_name']} ({row['jurisdiction']}): {row['authorisation_date']}, ours {first}")

    assert different == []


def test_ended_authorisations_of_the_list_have_ended_with_us(rows, authorisations):
    wrong = []
    for row in rows:
        facts = facts_of(row, authorisations)
        has_ended = bool({event["what"] for event in facts["events"]} & {"withdrawn", "expired"})
        should_have = row["current_status"].startswith(("withdrawn", "expired"))
        if has_ended != should_have and not is_corrected(facts):
            wrong.append(f"{row['brand_name']} ({row['jurisdiction']}): {row['current_status']}")

    assert wrong == []


def test_verified_and_partial_are_kept_apart(rows, authorisations):
    wrong = [
        row["brand_name"]
        for row in rows
        if row["verified"] == "partial"
        and str(facts_of(row, authorisations)["verified"]) in ("yes", "True")
        and not is_corrected(facts_of(row, authorisations))
    ]

    assert wrong == []


# What the list leaves empty, or gives with one general page, may be known better; what it says must be ours.
COMPARED = {
    "number": ("product_number", lambda row: row["product_number"]),
    "kind": ("authorisation_kind", lambda row: row["authorisation_kind"]),
}


@pytest.mark.parametrize("fact", COMPARED)
def test_number_and_kind_are_those_of_the_list_or_the_correction_is_noted(rows, authorisations, fact):
    column, value = COMPARED[fact]
    different = []
    for row in rows:
        facts = facts_of(row, authorisations)
        if value(row) and value(row) != facts.get(fact) and not is_corrected(facts):
            different.append(f"{row['brand_name']} ({row['jurisdiction']}), {column}: {value(row)}, ours {facts[fact]}")

    assert different == []


def test_day_of_every_end_is_that_of_the_list_or_the_correction_is_noted(rows, authorisations):
    different = []
    for row in rows:
        facts = facts_of(row, authorisations)
        ends = [str(event["date"]) for event in facts["events"] if event["what"] in ("withdrawn", "expired")]
        if row["status_date"] and ends and ends[-1] != row["status_date"] and not is_corrected(facts):
            different.append(f"{row['brand_name']} ({row['jurisdiction']}): {row['status_date']}, ours {ends[-1]}")

    assert different == []


def test_what_is_no_longer_sold_by_the_list_is_no_longer_sold_with_us(rows, authorisations):
    gone = [row for row in rows if "no longer marketed" in row["current_status"]]
    wrong = [
        row["brand_name"]
        for row in gone
        if "no longer marketed" not in {event["what"] for event in facts_of(row, authorisations)["events"]}
    ]

    assert len(gone) >= 3
    assert wrong == []


def test_every_end_has_a_reason_and_a_source(authorisations):
    lacking = [
        f"{name} ({place}): {event['what']}"
        for (name, place), facts in authorisations.items()
        for event in facts["events"]
        if event["what"] not in ("authorised", "suspension lifted") and not (event["reason"] and event["sources"])
    ]

    assert lacking == []


def test_every_event_has_a_source(authorisations):
    assert [key for key, facts in authorisations.items() for event in facts["events"] if not event["sources"]] == []


def test_note_for_staff_says_what_was_read_again_of_every_partial_row(rows, authorisations):
    partial = [row for row in rows if row["verified"] == "partial"]
    silent = [row["brand_name"] for row in partial if not facts_of(row, authorisations).get("editor_note")]

    assert len(partial) == 33
    assert silent == []


TREATED = {"gene addition": "addition", "gene editing": "editing"}


def test_how_each_therapy_is_given_is_that_of_the_list(rows):
    ours = {
        (fold(facts["brand_name"]), facts["jurisdiction"]): file.facts
        for file in read_folder("therapies")
        for facts in file.facts["authorisations"]
    }
    wrong = []
    for row in rows:
        facts = facts_of(row, ours)
        pairs = {
            "given": (facts["given"], row["delivery"]),
            "cells": (facts.get("cell_source"), row["cell_source"].replace("n/a", "none")),
            "genes": (facts["modification"], TREATED.get(row["modification"], row["modification"])),
        }
        wrong += [
            f"{row['brand_name']} {name}: {pair}" for name, pair in pairs.items() if pair[1] and pair[0] != pair[1]
        ]

    assert wrong == []


@pytest.fixture(scope="module")
def vocabularies(shared):
    """ORPHAcode -> label; MONDO identifier -> ORPHAcodes, MeSH headings."""
    with (shared / "data" / "orphanet_vocabulary_2025-12.csv").open(encoding="utf-8", newline="") as lines:
        orphanet = {row["orphacode"]: row["label"] for row in csv.DictReader(lines)}
    with (shared / "data" / "mondo_crosswalk_2026-08.csv").open(encoding="utf-8", newline="") as lines:
        mondo = {row["mondo_id"]: (row["orpha"].split("|"), row["mesh"].split("|")) for row in csv.DictReader(lines)}
    return orphanet, mondo


# Orphanet's category “Sickle cell disease” holds the three diseases; MONDO joins its entry to the commonest of them.
JOINED_TO_A_MEMBER = {"sickle-cell-disease"}


def test_codes_of_conditions_exist_and_belong_together(vocabularies):
    orphanet, mondo = vocabularies
    wrong = []
    for file in read_folder("conditions"):
        orpha, mondo_id, mesh = (file.text(name) for name in ("orpha", "mondo", "mesh"))
        orphas, headings = mondo.get(mondo_id, ([], []))
        if orpha and orpha not in orphanet:
            wrong.append(f"{file.slug}: ORPHA:{orpha}")
        if mondo_id and mondo_id not in mondo:
            wrong.append(f"{file.slug}: {mondo_id}")
        if orpha and mondo_id and orpha not in orphas and file.slug not in JOINED_TO_A_MEMBER:
            wrong.append(f"{file.slug}: {mondo_id} is not ORPHA:{orpha}")
        if mesh and any(headings) and mesh not in headings:
            wrong.append(f"{file.slug}: {mondo_id} is not MeSH {mesh}")

    assert wrong == []


def test_every_organisation_of_the_clients_list_is_there(shared):
    with (shared / "data" / "organisations.csv").open(encoding="utf-8", newline="") as lines:
        theirs = list(csv.DictReader(lines))
    ours = [path.read_text(encoding="utf-8") for path in (FOLDER / "organisations").glob("*.md")]

    def is_there(row):
        return any(fold(without_brackets(row["name"])) in fold(text) for text in ours)

    missing = [row["name"] for row in theirs if not is_there(row)]

    assert len(theirs) == 70
    assert missing == []


def date_of(struct):
    return (struct or {}).get("date", "")


def recorded_study(shared, number):
    """Return the registry's own entry on a trial as it was recorded; nothing where it was not."""
    path = shared / "samples" / "ctgov" / "studies" / f"{number}.json"
    return json.loads(path.read_text(encoding="utf-8"))["protocolSection"] if path.exists() else None


def test_places_of_trials_are_all_there(shared):
    wrong = []
    for file in read_folder("trials"):
        facts = file.facts["registry_record"]
        study = recorded_study(shared, facts["number"])
        places = study.get("contactsLocationsModule", {}).get("locations", []) if study else None
        if study and len(facts.get("sites") or []) != len(places):
            wrong.append(f"{facts['number']}: {len(facts['sites'])} of {len(places)}")

    assert wrong == []


def test_trials_say_what_their_recorded_registry_entries_say(shared):
    compared, wrong = 0, []
    for file in read_folder("trials"):
        facts = file.facts["registry_record"]
        study = recorded_study(shared, facts["number"])
        if study is None:
            continue
        compared += 1
        status, design = study["statusModule"], study.get("designModule", {})
        pairs = {
            "status": (facts["status"], status["overallStatus"]),
            "start": (date_of(facts.get("start")), date_of(status.get("startDateStruct"))),
            "end": (date_of(facts.get("completion")), date_of(status.get("completionDateStruct"))),
            "changed": (facts.get("registry_changed_on"), status["lastUpdatePostDateStruct"]["date"]),
            "phases": (facts.get("phases") or [], design.get("phases", [])),
            "people": ((facts.get("enrolment") or {}).get("count"), design.get("enrollmentInfo", {}).get("count")),
            "title": (facts.get("official_title") or "", study["identificationModule"].get("officialTitle", "")),
        }
        wrong += [f"{facts['number']} {name}: {ours!r}, registry {theirs!r}" for name, (ours, theirs) in pairs.items()
                  if ours != theirs]  # fmt: skip

    assert compared >= 20
    assert wrong == []
