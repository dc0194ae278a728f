"""What a reader finds on a trial's page, and in which order."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.conditions import make_condition
from tests.factories.trials import make_trial
from trials.models import RegistrySite, RegistryVersion
from trials.presenters import TrialPage, months_since
from trials.specifics import known_of_kind, known_of_stage

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 28)
MOST_QUERIES = 15


def page_of(client, trial):
    return BeautifulSoup(client.get(trial.get_absolute_url()).content, "html.parser").main


def text_of(client, trial):
    return " ".join(page_of(client, trial).get_text(" ").split())


def test_sections_stand_in_the_order_readers_ask_for(client):
    headings = [
        heading.get_text(strip=True) for heading in page_of(client, make_trial()).select("article > h2, .inset h2")
    ]

    wanted = [
        "Before you read on", "What is being tested and why", "What may help, what may harm", "What it asks of you",
        "Who may be able to join", "Where", "Travel and costs", "Your data and privacy", "Questions to ask",
        "How to get in touch", "What the registry says",
    ]  # fmt: skip
    assert [heading for heading in headings if heading in wanted] == wanted


def test_eligibility_as_registered_stands_in_two_lists_without_signs_of_mark_up(client):
    may = "Key Inclusion Criteria:\n\n* Age \\>= 18 years & \\<70\n* Weight \\> 40 kg"
    said = f"{may}\n\nExclusion Criteria:\n\n* Pregnancy <b>x</b>"
    text = text_of(client, make_trial(registry={"eligibility_text": said}))

    assert "Only the trial team can tell." in text
    assert "May be able to join Age >= 18 years & <70 Weight > 40 kg Cannot join Pregnancy <b>x</b>" in text
    assert "\\" not in text


def test_our_own_words_come_before_the_registrys(client):
    said = "Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B"
    trial = make_trial(may_join="<ul><li>You are 18.</li></ul>", registry={"eligibility_text": said})
    text = text_of(client, trial)

    assert text.index("You are 18.") < text.index("In the registry’s own words") < text.index("Cannot join B")


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        ("TERMINATED", {"why_stopped": "Sponsor\\'s decision \\& money"}, "“Sponsor's decision & money”"),
        ("UNKNOWN", {"last_known_status": "RECRUITING"}, "Last status the registry knew of"),
        ("COMPLETED", {"has_results": True}, "posted in the registry"),
        ("COMPLETED", {"completion_date": "2020-01"}, "months after the end"),
        ("RECRUITING", {"registry_changed_on": datetime.date(2020, 1, 1)}, "The entry may be out of date."),
        ("RECRUITING", {"gone_since": datetime.date(2026, 1, 1)}, "The registry has not shown this entry since"),
    ],
)
def test_state_of_the_registry_entry_is_told(client, status, fields, words):
    text = text_of(client, make_trial(status=status, registry=fields))

    assert words in text
    if status != "RECRUITING" or "gone_since" in fields:
        assert "Looking for people Registry" not in text


@pytest.mark.parametrize(
    ("date", "months"),
    [("2026-10-28", 1), ("2026-10-29", 0), ("2025-11", 11), ("2025", 10), ("2027-01", None), ("", None)],
)
def test_months_since_the_end_never_call_anybody_late_too_early(date, months):
    assert months_since(date, TODAY) == months


def test_trial_called_off_owes_no_results():
    page = TrialPage.of(make_trial(status="WITHDRAWN", registry={"completion_date": "2020-01"}))

    assert "Results" not in dict(page.facts)


def test_what_changed_is_told_in_sentences(client):
    trial = make_trial()
    record = trial.registry_records.get()
    RegistryVersion.objects.create(record=record, changed_on=datetime.date(2026, 1, 2))
    RegistryVersion.objects.create(
        record=record, changed_on=datetime.date(2026, 3, 4), changes={"status": ["NOT_YET_RECRUITING", "RECRUITING"]}
    )
    text = text_of(client, trial)

    assert "What changed in the registry entry" in text
    assert "The registry now says “Looking for people”; before, it said “Not open yet”." in text


def test_gene_therapy_says_what_cannot_be_undone_with_its_sources():
    known = known_of_kind("in_vivo_gene")
    text = " ".join(row.words for row in known)

    for word in ("given once", "cannot be undone", "antibodies", "steroids", "5 years", "15", "contraception"):
        assert word in text
    assert all(row.address.startswith("https://") for row in known if row.source)
    assert "for 7 years" in " ".join(row.words for row in known_of_kind("in_vivo_gene", 7))
    assert "antibodies" not in " ".join(row.words for row in known_of_kind("somatic_cells"))


def test_early_trial_is_said_to_be_about_safety():
    assert known_of_stage(["PHASE1", "PHASE2"]).startswith("The main aim is safety.")
    assert "Nobody knows yet which is better" in known_of_stage(["PHASE3"])


def test_site_that_takes_nobody_is_marked_in_an_open_trial(client):
    trial = make_trial(countries=())
    record = trial.registry_records.get()
    for city, status in (("Lyon", "COMPLETED"), ("Paris", "RECRUITING")):
        RegistrySite.objects.create(record=record, city=city, country="FR", status=status)
    text = text_of(client, trial)

    assert "Lyon (Finished)" in text
    assert "Paris (" not in text


@pytest.mark.parametrize("number", [3, 30])
def test_number_of_queries_does_not_grow_with_sites_and_conditions(client, number):
    trial = make_trial(countries=["FR"] * number, conditions=[make_condition() for _number in range(number // 3)])
    client.get(trial.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(trial.get_absolute_url())

    assert len(queries) <= MOST_QUERIES
