"""The four commands: dry unless told otherwise, and nothing written of a file that is wrong."""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.base.models import Source
from portal.base.roles import setup_roles
from tests.factories.kernel import make_source
from tests.factories.regulators import (
    AUTHORISED_ON,
    ema_line,
    licence_line,
    write_ema_json,
    write_ema_xlsx,
    write_purple_book,
)
from tests.factories.therapies import make_authorisation, make_therapy
from therapies.importing.availability import COLUMNS
from therapies.models import Availability, RegulatorDifference, RegulatorReading, Therapy

pytestmark = pytest.mark.django_db

ROW = "luxturna,DE,paid for,G-BA decision,G-BA,https://g-ba.example/luxturna,2026-03-31"


def run(command, *args, **options):
    """Run a command and return what it prints."""
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def refusal(command, *args):
    with pytest.raises(CommandError) as caught:
        call_command(command, *args, "--commit", stdout=io.StringIO())
    return str(caught.value)


def nothing_was_written():
    return not (
        RegulatorReading.objects.exists()
        or RegulatorDifference.objects.exists()
        or Source.objects.exists()
        or Therapy.objects.filter(has_unpublished_changes=True).exists()
    )


# --- import_ema_medicines --------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path):
    return write_ema_xlsx(tmp_path / "medicines.xlsx", [ema_line("Kymriah", "EMEA/H/C/004090"), ema_line("Alofisel")])


@pytest.fixture
def alofisel(db):
    holding = make_authorisation("Alofisel", "EU", number="EMEA/H/C/009001", holder="Example Pharma B.V.")
    return make_therapy("Alofisel", authorisations=[holding])


def test_import_ema_medicines_is_dry_unless_told_otherwise(table, alofisel):
    setup_roles()

    said = run("import_ema_medicines", table)

    assert "2 lines read, 2 advanced therapies for people. Output automatically generated" in said
    assert "Differs: Alofisel, authorised on: we say “2020-03-01”, the list says “2018-08-23”." in said
    assert "New draft: Kymriah (EMEA/H/C/004090): draft “Kymriah” awaits an editor." in said
    assert "Not mapped: Kymriah: kind, change to genes and conditions" in said
    assert "1 new differences, 1 drafts, 0 known already, 0 therapies agree." in said
    assert "Dry run: nothing was written." in said
    assert nothing_was_written()
    assert Therapy.objects.count() == 1


def test_import_ema_medicines_proposes_and_the_second_time_nothing(table, alofisel):
    first = run("import_ema_medicines", table, "--commit")
    second = run("import_ema_medicines", table, "--commit")

    assert "Dry run" not in first
    assert "1 new differences, 1 drafts, 0 known already" in first
    assert "0 new differences, 0 drafts, 1 known already, 1 therapies agree." in second
    assert Therapy.objects.filter(live=True).get() == alofisel
    assert RegulatorReading.objects.count() == 2


def test_import_ema_medicines_tells_everything_that_is_wrong_and_writes_nothing(tmp_path):
    path = write_ema_json(tmp_path / "medicines.json", [
        ema_line("Good", "EMEA/H/C/1"),
        ema_line("Bad", "EMEA/H/C/2", **{AUTHORISED_ON: "31/02/2024"}),
        ema_line("Worse", "EMEA/H/C/3", **{"Medicine status": "Vanished"}),
    ])  # fmt: skip

    said = refusal("import_ema_medicines", path)

    assert said.startswith("Nothing was written. Put these right and run the command again:\n  entry 2, marketing")
    assert "\n  entry 3, medicine status: “Vanished”" in said
    assert nothing_was_written()


def test_import_ema_medicines_does_not_print_ten_thousand_lines(tmp_path):
    path = write_ema_json(tmp_path / "medicines.json", [ema_line(**{AUTHORISED_ON: "31/02/2024"})] * 200)

    said = refusal("import_ema_medicines", path)

    assert len(said.splitlines()) < 60
    assert "and 150 more" in said


@pytest.mark.parametrize(("name", "told"), [("none.xlsx", "does not exist"), ("renamed.xlsx", "is not an XLSX file"),
                                            ("broken.json", "is not JSON")])  # fmt: skip
def test_import_ema_medicines_refuses_what_is_no_table(tmp_path, name, told):
    if name != "none.xlsx":
        (tmp_path / name).write_text("<html>")

    assert told in refusal("import_ema_medicines", tmp_path / name)
    assert nothing_was_written()


# --- check_purple_book -----------------------------------------------------------------------------------------------


def test_check_purple_book_lists_and_keeps_only_when_told(tmp_path):
    us = make_authorisation("Exampla", "US", number="BLA 125999", holder="Example Pharma")
    make_therapy("Exampla", authorisations=[us])
    path = write_purple_book(tmp_path / "purplebook.csv", [licence_line()])

    dry = run("check_purple_book", path)
    assert "Differs: Exampla, first licensure: we say “2020-03-01”, the list says “2017-08-30”." in dry
    assert "1 licences read: 1 new differences, 0 known already, 0 of ours agree." in dry
    assert "Dry run: nothing was written." in dry
    assert nothing_was_written()

    assert "Dry run" not in run("check_purple_book", path, "--commit")
    assert RegulatorDifference.objects.get().regulator == "purple book"
    assert "0 new differences, 1 known already" in run("check_purple_book", path, "--commit")


def test_check_purple_book_refuses_a_wrong_date_with_its_place(tmp_path):
    path = write_purple_book(tmp_path / "purplebook.csv", [licence_line(**{"Approval Date": "31/02/2024"})])

    assert "line 5, Approval Date: “31/02/2024” does not exist in the calendar." in refusal("check_purple_book", path)
    assert nothing_was_written()


# --- import_availability, export_availability ------------------------------------------------------------------------


def write_csv(path, *lines):
    path.write_text("\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8")
    return path


def test_import_availability_is_dry_unless_told_otherwise(tmp_path):
    make_therapy("Luxturna")
    path = write_csv(tmp_path / "availability.csv", ROW)

    dry = run("import_availability", path)
    assert "Luxturna, DE: nothing -> paid for" in dry
    assert "1 changes proposed, 0 rows unchanged." in dry
    assert "Dry run: nothing was written." in dry
    assert nothing_was_written()

    run("import_availability", path, "--commit")
    assert Therapy.objects.get().has_unpublished_changes
    assert not Availability.objects.exists()
    assert "0 changes proposed, 1 rows unchanged." in run("import_availability", path, "--commit")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW.replace("DE", "XX"), "Line 2, country: “XX” is not a two-letter country code."),
        (ROW.replace("luxturna,", "unknown,"), "Line 2, therapy: there is no therapy with the address “unknown”."),
        (ROW.replace("2026-03-31", "31/02/2024"), "Line 2, checked on: “31/02/2024” is not a day"),
    ],
)
def test_import_availability_refuses_the_whole_file(tmp_path, row, told):
    make_therapy("Luxturna")

    said = refusal("import_availability", write_csv(tmp_path / "availability.csv", ROW.replace("DE", "FR"), row))

    assert said.startswith("Nothing was written:\n")
    assert told.replace("Line 2", "Line 3") in said
    assert nothing_was_written()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_import_availability_refuses_what_is_no_text(tmp_path, content):
    path = tmp_path / "availability.csv"
    if content:
        path.write_bytes(content)

    assert "cannot be read as UTF-8 text" in refusal("import_availability", path)


def test_export_availability_writes_what_import_availability_reads(tmp_path):
    therapy = make_therapy("Luxturna")
    source = make_source(url="https://g-ba.example/luxturna", title="G-BA decision", publisher="G-BA")
    therapy.availability = [
        Availability(country=country, state="paid for", source=source, checked_on="2026-03-31", sort_order=place)
        for place, country in enumerate(["FR", "DE"])
    ]
    therapy.save()
    therapy.save_revision().publish()
    path = tmp_path / "availability.csv"

    assert run("export_availability", path).startswith("2 rows written to ")
    assert path.read_text().splitlines()[1] == ROW
    assert "0 changes proposed, 2 rows unchanged." in run("import_availability", path)
