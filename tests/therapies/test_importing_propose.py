"""What a reading of EMA's table proposes: drafts and differences, once, and never anything public."""

import pytest
from wagtail.models import Locale, WorkflowState

from portal.base.models import Source
from portal.base.roles import setup_roles
from tests.factories.kernel import locale_of
from tests.factories.regulators import (
    APPLICATION_WITHDRAWN_ON,
    AUTHORISED_ON,
    ENDED_ON,
    REFUSED_ON,
    ema_line,
    write_ema_json,
    write_ema_xlsx,
)
from tests.factories.therapies import make_authorisation, make_therapy
from therapies.enums import DifferenceState, Status
from therapies.importing.propose import NO_DAY, propose_from_ema
from therapies.importing.reading import read_table
from therapies.models import Authorisation, RegulatorDifference, RegulatorReading, Therapy

pytestmark = pytest.mark.django_db

KYMRIAH = ema_line("Kymriah", "EMEA/H/C/004090")
NEVER = (
    ema_line("Elevidys", "EMEA/H/C/005293", **{"Medicine status": "Refused", AUTHORISED_ON: None,
                                               REFUSED_ON: "24/09/2025"}),
    ema_line("Amtagvi", "EMEA/H/C/004741", **{"Medicine status": "Application withdrawn", AUTHORISED_ON: None,
                                              APPLICATION_WITHDRAWN_ON: "22/07/2025"}),
)  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Read a table of some lines and propose what it says."""

    def read_lines(*lines, path=None):
        path = path or write_ema_xlsx(tmp_path / "medicines.xlsx", lines)
        table = read_table(path)
        assert table.errors == []
        return propose_from_ema(table, path)

    return read_lines


def held(name="Kymriah", number="EMEA/H/C/004090", events=(("2018-08-23", "authorised"),), **fields):
    """Make a published therapy that we hold as EMA's line has it."""
    values = {"holder": "Example Pharma B.V.", "number": number, **fields}
    return make_therapy(name, authorisations=[make_authorisation(name, "EU", events, **values)])


def brand(name):
    return Authorisation.objects.get(brand_name=name)


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_therapy_we_do_not_hold_becomes_a_draft_with_what_the_table_gives(read):
    report = read(KYMRIAH)

    therapy = Therapy.objects.get()
    authorisation = therapy.authorisations.get()
    assert report.drafts == ["Kymriah (EMEA/H/C/004090): draft “Kymriah” awaits an editor."]
    assert (therapy.live, therapy.has_unpublished_changes, therapy.first_published_at) == (False, True, None)
    assert (therapy.slug, therapy.inn) == ("kymriah", "kymriahgene testvec")
    assert (authorisation.number, authorisation.holder) == ("EMEA/H/C/004090", "Example Pharma B.V.")
    assert authorisation.dated_events == [("2018-08-23", "authorised")]
    assert authorisation.last_seen_on == "2026-03-14"
    assert therapy.citations.get().source == Source.objects.get(url="https://www.ema.example/kymriah")
    assert therapy.get_latest_revision_as_object().authorisations.all()[0].brand_name == "Kymriah"


def test_draft_is_seen_by_nobody_outside(read, client):
    read(KYMRIAH)

    assert client.get("/therapies/kymriah/").status_code == 404
    for address in ("/therapies/", "/search/?q=Kymriah", "/therapies/timeline/", "/therapies/timeline.csv"):
        assert b"kymriah/" not in client.get(address).content, address


def test_draft_starts_the_editorial_workflow(read):
    setup_roles()

    read(KYMRIAH)

    state = WorkflowState.objects.get()
    assert state.content_object == Therapy.objects.get()
    assert (state.workflow.name, state.status) == ("Editorial", WorkflowState.STATUS_IN_PROGRESS)
    assert not Therapy.objects.get().live


def test_what_could_not_be_mapped_is_named(read):
    report = read(KYMRIAH)

    told = (
        "Kymriah: kind, change to genes and conditions are not in EMA's table; fill them in "
        "(areas: Lymphoma, Large B-Cell, Diffuse; Leukemia)."
    )
    assert report.not_mapped == [told]
    assert RegulatorReading.objects.get().not_mapped == [told]


def test_reading_keeps_what_was_read(read):
    read(KYMRIAH, *NEVER)

    reading = RegulatorReading.objects.get()
    assert (reading.regulator, reading.file_name, len(reading.file_digest)) == ("ema", "medicines.xlsx", 64)
    assert reading.as_of.endswith("14/03/2026 - 06:00")
    assert (reading.lines_seen, reading.therapies_seen, reading.new_differences) == (3, 3, 3)


def test_therapies_that_were_never_authorised_are_drafted_as_such(read):
    read(*NEVER)

    assert brand("Elevidys").status == Status.REFUSED
    assert brand("Amtagvi").status == Status.APPLICATION_WITHDRAWN
    assert not any(therapy.is_approved_somewhere for therapy in Therapy.objects.all())


def test_end_without_a_day_is_drafted_as_an_end_and_said_to_lack_it(read):
    report = read(
        ema_line("Zalmoxis", "EMEA/H/C/002801", **{"Medicine status": "Withdrawn", "Last updated date": "14/02/2020"})
    )

    assert brand("Zalmoxis").dated_events == [("2018-08-23", "authorised"), ("2020", "withdrawn")]
    assert brand("Zalmoxis").events.last().reason == NO_DAY
    assert brand("Zalmoxis").status == Status.WITHDRAWN
    assert (
        "Zalmoxis: the day of the end is not in the table; the year in the draft is a placeholder." in report.not_mapped
    )


def test_end_without_a_day_never_comes_before_the_authorisation(read):
    read(ema_line("Zalmoxis", **{"Medicine status": "Withdrawn", "Last updated date": "14/02/2010"}))

    assert brand("Zalmoxis").dated_events == [("2018-08-23", "authorised"), ("2018", "withdrawn")]


@pytest.mark.parametrize("status", ["Authorised", "Withdrawn", "Refused"])
def test_line_without_any_date_brings_no_event_and_no_approval(read, status):
    report = read(ema_line("Dateless", **{"Medicine status": status, AUTHORISED_ON: None, "Last updated date": None}))

    assert brand("Dateless").status == Status.UNKNOWN
    assert "Dateless: no date in the table, so the draft has no events; enter them." in report.not_mapped


def test_end_without_an_authorisation_date_is_told(read):
    report = read(ema_line("Halfway", **{"Medicine status": "Withdrawn", AUTHORISED_ON: None, ENDED_ON: "01/02/2020"}))

    assert brand("Halfway").status == Status.WITHDRAWN
    assert any("Halfway: Event 1 (“authorisation withdrawn”, 2020-02-01) comes before any" in line
               for line in report.not_mapped)  # fmt: skip


@pytest.mark.parametrize("status", ["Opinion", "Opinion under re-examination"])
def test_application_that_is_still_judged_is_drafted_without_a_status(read, status):
    read(ema_line("Laterix", **{"Medicine status": status, AUTHORISED_ON: None}))

    assert brand("Laterix").status == Status.UNKNOWN


def test_draft_takes_no_address_or_name_that_is_taken(read):
    make_therapy("Something else", slug="kymriah")

    report = read(KYMRIAH, ema_line("細胞", "EMEA/H/C/009009"))

    assert {therapy.slug for therapy in Therapy.objects.filter(live=False)} == {"kymriah-emeahc004090", "emeahc009009"}
    assert len(report.drafts) == 2


def test_same_active_substance_as_another_therapy_is_pointed_out(read):
    make_therapy("Kebilidi", inn="Upstazagene testvec")

    report = read(ema_line("Upstaza", "EMEA/H/C/005352"))

    assert "Upstaza: has the active substance of “Kebilidi”: is it the same therapy?" in report.not_mapped


# --- a second reading ------------------------------------------------------------------------------------------------


def test_second_reading_proposes_nothing(read):
    held("Alofisel", "EMEA/H/C/004258", holder="Another company")
    lines = [KYMRIAH, *NEVER, ema_line("Alofisel", "EMEA/H/C/004258")]
    first = read(*lines)
    drafts = list(Therapy.objects.values_list("pk", "latest_revision"))

    second = read(*lines)

    assert (len(first.new), len(first.drafts)) == (1, 3)
    assert (second.new, second.drafts) == ([], [])
    assert list(Therapy.objects.values_list("pk", "latest_revision")) == drafts
    assert RegulatorDifference.objects.count() == 4


def test_the_other_form_of_the_same_table_proposes_nothing(read, tmp_path):
    lines = [KYMRIAH, *NEVER]
    read(*lines)

    second = read(path=write_ema_json(tmp_path / "medicines.json", lines))

    assert (second.new, second.drafts) == ([], [])


def test_draft_that_was_thrown_away_is_not_made_again_until_the_status_changes(read):
    read(ema_line("Laterix", **{"Medicine status": "Opinion", AUTHORISED_ON: None}))
    Therapy.objects.get().delete()

    again = read(ema_line("Laterix", **{"Medicine status": "Opinion", AUTHORISED_ON: None}))
    later = read(ema_line("Laterix"))

    assert (again.drafts, again.known) == ([], 1)
    assert len(later.drafts) == 1


def test_difference_that_was_dismissed_stays_away_and_a_new_statement_comes(read):
    held(holder="Our company")
    read(KYMRIAH)
    RegulatorDifference.objects.update(state=DifferenceState.DISMISSED, note="The list is late.")

    same = read(KYMRIAH)
    other = read(ema_line("Kymriah", "EMEA/H/C/004090", **{
        "Marketing authorisation developer / applicant / holder": "A third company",
    }))  # fmt: skip

    assert same.new == []
    assert other.new == ["Kymriah, holder: we say “Our company”, the list says “A third company”."]
    assert RegulatorDifference.objects.filter(state=DifferenceState.OPEN).count() == 1


# --- what we hold ----------------------------------------------------------------------------------------------------


def test_therapy_that_agrees_is_left_alone(read):
    therapy = held()
    before = therapy.latest_revision_id

    report = read(KYMRIAH)

    therapy.refresh_from_db()
    assert (report.agreeing, report.new, report.drafts, report.not_mapped) == (1, [], [], [])
    assert (therapy.latest_revision_id, therapy.live) == (before, True)


def test_published_therapy_that_differs_is_not_changed(read, client):
    therapy = held(events=(("2018-08-22", "authorised"),))

    report = read(ema_line("Kymriah", "EMEA/H/C/004090", **{"Medicine status": "Withdrawn", ENDED_ON: "01/02/2026"}))

    therapy.refresh_from_db()
    assert len(report.new) == 3
    assert therapy.authorisations.get().dated_events == [("2018-08-22", "authorised")]
    assert (therapy.has_unpublished_changes, therapy.revisions.count()) == (False, 1)
    assert b"Approved" in client.get("/therapies/kymriah/").content
    difference = RegulatorDifference.objects.get(field="status")
    assert (difference.therapy, difference.ours, difference.theirs) == (therapy, "Approved", "withdrawn")


def test_therapy_is_found_by_number_whatever_it_is_called(read):
    held("Old name")

    assert read(KYMRIAH).new == ["Kymriah, brand name: we say “Old name”, the list says “Kymriah”."]


def test_therapy_without_a_number_is_found_by_its_name_and_the_number_told(read):
    held(number="")

    report = read(KYMRIAH)

    assert report.new == ["Kymriah, product number: we say “nothing”, the list says “EMEA/H/C/004090”."]
    assert report.drafts == []


def test_therapy_is_found_by_its_earlier_name(read):
    held("Durveqtix", number="")

    assert read(ema_line("Beqvez (previously Durveqtix)", "EMEA/H/C/004774")).drafts == []


def test_therapies_without_a_number_are_not_taken_for_one_another(read):
    held("Itvisma", number="")
    held("Adstiladrin", number="")

    report = read(KYMRIAH)

    assert len(report.drafts) == 1
    assert not any("is ours, but not in the table" in line for line in report.not_mapped)


def test_therapy_known_from_elsewhere_gets_a_difference_and_no_second_entry(read):
    therapy = make_therapy("Lenmeldy", authorisations=[make_authorisation("Lenmeldy", "US")])

    report = read(ema_line("Lenmeldy", "EMEA/H/C/009009"))

    difference = RegulatorDifference.objects.get()
    assert report.drafts == []
    assert (difference.therapy, difference.field, difference.theirs) == (
        therapy,
        "EU authorisation",
        "Lenmeldy: authorised",
    )
    assert Therapy.objects.count() == 1
    assert read(ema_line("Lenmeldy", "EMEA/H/C/009009")).known == 1


def test_therapy_known_under_another_name_elsewhere_is_found_by_its_brand_name(read):
    make_therapy("Upstaza", authorisations=[make_authorisation("Kebilidi", "US")])

    assert read(ema_line("Kebilidi", "EMEA/H/C/009009")).drafts == []


def test_authorisations_elsewhere_are_not_compared_with_the_eu_table(read):
    held("MACI", "EMEA/H/C/002522", (("2013-06-27", "authorised"), ("2018-07-01", "expired")))
    make_therapy("MACI in the US", authorisations=[make_authorisation("MACI", "US", [("2016-12-13", "authorised")])])

    report = read(ema_line("Maci", "EMEA/H/C/002522", **{
        "Medicine status": "Expired", AUTHORISED_ON: "27/06/2013", ENDED_ON: "01/07/2018",
    }))  # fmt: skip

    assert (report.agreeing, report.new, report.drafts) == (1, [], [])


def test_authorisation_of_ours_that_the_table_lacks_is_named(read):
    held("Alofisel", "EMEA/H/C/004258")

    assert "Alofisel (EMEA/H/C/004258) is ours, but not in the table." in read(KYMRIAH).not_mapped


def test_translations_are_not_compared(read):
    therapy = held()
    copy = therapy.copy_for_translation(locale_of("de"))
    copy.save()
    Authorisation.objects.filter(therapy=copy).update(holder="Eine andere Firma")

    assert read(KYMRIAH).new == []
    assert Locale.objects.count() > 1


def test_nothing_is_kept_of_a_reading_that_fails_half_way(read, tmp_path, monkeypatch):
    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("therapies.importing.propose._finish", fail)

    with pytest.raises(RuntimeError):
        read(KYMRIAH)

    assert not Therapy.objects.exists()
    assert not RegulatorReading.objects.exists()
    assert not RegulatorDifference.objects.exists()
