"""What reading a registry stores, leaves alone and tells readers."""

import datetime
import json

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState

from portal.base.models import ChangeNote
from portal.base.roles import setup_roles
from tests.factories.conditions import make_condition
from tests.factories.trials import make_trial
from tests.trials.studies import study, write
from trials.importing.ctgov import parse_study
from trials.importing.runs import import_files
from trials.models import (
    RegistryNumber,
    RegistryRecord,
    RegistrySite,
    RegistryVersion,
    SyncedDraft,
    SyncFailure,
    SyncRun,
    Trial,
    UnmappedCountry,
)

pytestmark = pytest.mark.django_db
NUMBER = "NCT01234567"


@pytest.fixture
def read(tmp_path):
    """Read studies from a file and return the run."""

    def do(*studies):
        return import_files([write(tmp_path / "a.json", list(studies))], source="ctgov", parse=parse_study)

    return do


def state():
    """Everything that reading stores, without keys and times."""
    drop = {"id", "pk", "record_id", "trial_id", "read_in_id", "run_id"}
    found = {}
    for model in (
        RegistryRecord,
        RegistrySite,
        RegistryNumber,
        RegistryVersion,
        SyncedDraft,
        UnmappedCountry,
        ChangeNote,
    ):
        rows = [{k: v for k, v in row.items() if k not in drop} for row in model.objects.order_by("pk").values()]
        found[model.__name__] = sorted(json.dumps(row, default=str, sort_keys=True) for row in rows)
    found["trials"] = sorted(Trial.objects.values_list("slug", "name", "live", "therapy_kind"))
    found["revisions"] = Revision.objects.count()
    found["workflows"] = WorkflowState.objects.count()
    return found


def test_new_study_becomes_a_draft_in_the_workflow(read):
    setup_roles()
    condition = make_condition("Lymphoma")

    run = read(study())

    trial = Trial.objects.get()
    assert (run.new, run.drafts, run.exit_code) == (1, 1, 0)
    assert (trial.name, trial.slug, trial.live, trial.summary) == ("A Study of CAR-T Cells", "nct01234567", False, "")
    assert trial.therapy_kind == "gene_modified_cells"
    assert list(trial.conditions.all()) == [condition]
    assert [str(number) for number in trial.identifiers.all()] == [NUMBER]
    assert trial.current_workflow_state.workflow.name == "Editorial"
    assert trial.synced_draft.needs_plain_title()
    assert trial.registry_records.get().sites.get().country == "GB"


def test_draft_is_what_saving_it_one_by_one_would_have_made(read):
    setup_roles()
    make_condition("Lymphoma")
    read(study())
    made = Trial.objects.get()
    by_hand = Trial(
        locale=made.locale,
        name=made.name,
        slug="by-hand",
        therapy_kind=made.therapy_kind,
        live=False,
        has_unpublished_changes=True,
    )
    by_hand.identifiers = [
        made.identifiers.model(registry="ctgov", number="NCT07654321", locale=made.locale, sort_order=0)
    ]
    by_hand.conditions = list(made.conditions.all())
    by_hand.save()
    by_hand.save_revision(clean=False, log_action="wagtail.create")
    by_hand.get_workflow().start(by_hand, None)
    by_hand.refresh_from_db()

    assert parts(made) == parts(by_hand)


def parts(trial):
    """What belongs to a trial, without keys, times and what must differ."""
    differ = {
        "pk",
        "id",
        "slug",
        "translation_key",
        "number",
        "trial",
        "latest_revision",
        "object_id",
        "content_object",
    }
    content = {k: v for k, v in trial.latest_revision.content.items() if k not in differ}
    content["identifiers"] = [{k: v for k, v in row.items() if k not in differ} for row in content["identifiers"]]
    kind = ContentType.objects.get_for_model(Trial)
    own = {"content_type": kind, "object_id": str(trial.pk)}
    steps = TaskState.objects.filter(workflow_state__object_id=str(trial.pk), workflow_state__content_type=kind)
    return {
        "row": {f.name: getattr(trial, f.attname) for f in Trial._meta.concrete_fields if f.name not in differ},
        "content": content,
        "revision": [(r.object_str, r.user_id, r.base_content_type_id) for r in Revision.objects.filter(**own)],
        "states": [(s.status, s.workflow_id, s.current_task_state.status) for s in WorkflowState.objects.filter(**own)],
        "steps": [(s.status, s.task_id, s.revision == trial.latest_revision, s.content_type_id) for s in steps],
        "log": sorted((e.action, e.label, e.content_changed, e.user_id) for e in ModelLogEntry.objects.filter(**own)),
        "references": sorted(
            (r.to_content_type_id, r.to_object_id, r.model_path)
            for r in ReferenceIndex.objects.filter(**own)
            if not r.model_path.startswith("identifiers")
        ),
    }  # fmt: skip


def test_second_reading_changes_nothing(read):
    studies = [study(f"NCT0000000{n}", secondary=["2004-000012-13"], aliases=[f"NCT9000000{n}"]) for n in range(5)]
    read(*studies)
    before = state()

    run = read(*studies)

    assert (run.seen, run.unchanged) == (5, 5)
    assert state() == before


def test_known_trial_is_linked_and_nothing_an_editor_wrote_is_touched(read):
    trial = make_trial("Ours", numbers=[("ctgov", NUMBER)], status="")
    before = Trial.objects.filter(pk=trial.pk).values().get()

    run = read(study(title="Theirs"))

    assert (run.new, run.drafts) == (1, 0)
    assert Trial.objects.values().get() == before
    assert RegistryRecord.objects.get().trial == trial


def test_change_of_status_places_and_dates_is_told_to_readers(read):
    trial = make_trial(numbers=[("ctgov", NUMBER)], status="")
    read(study())
    sites = [
        {"facility": "B Hospital", "city": "Ulm", "country": "Germany"},
        {"facility": "C", "city": "Lyon", "country": "France"},
    ]

    read(study(changed="2026-03-09", status="TERMINATED", sites=sites, completionDateStruct={"date": "2027-01"}))

    notes = set(ChangeNote.objects.of(trial).values_list("sentence", flat=True))
    assert notes == {
        "The registry now says “Stopped early”; before, it said “Looking for people”.",
        "The registry now lists 2 places; before, it listed 1.",
        "New countries: France, Germany. No longer listed: United Kingdom.",
        "The date for the end of the trial changed from June 2028 to January 2027.",
    }
    assert set(RegistryVersion.objects.first().changes) == {"status", "sites", "countries", "completion_date"}
    assert RegistryRecord.objects.get().registry_changed_on == datetime.date(2026, 3, 9)


def test_draft_gets_no_note(read):
    read(study())
    read(study(changed="2026-03-09", status="COMPLETED"))

    assert not ChangeNote.objects.exists()


def test_sites_that_stay_keep_their_rows(read):
    places = [{"facility": f"Hospital {n}", "city": "Ulm", "country": "Germany"} for n in range(3)]
    read(study(sites=places))
    kept = set(RegistrySite.objects.exclude(facility="Hospital 0").values_list("pk", flat=True))

    read(study(changed="2026-03-09", sites=places[1:] + places[1:2]))

    assert kept < set(RegistrySite.objects.values_list("pk", flat=True))
    assert RegistrySite.objects.count() == 3


@pytest.mark.parametrize(
    "older", [{"changed": "2026-02-01", "version": "2026-12-01"}, {"changed": "2026-03-01", "version": "2026-01-01"}]
)
def test_older_version_never_overwrites_a_newer_one(read, older):
    read(study())

    run = read(study(status="COMPLETED", **older))

    assert (run.older, run.changed) == (1, 0)
    assert RegistryRecord.objects.get().status == "RECRUITING"


def test_two_versions_in_one_file_end_with_the_newer_in_either_order(read):
    old, new = study(changed="2026-01-01"), study(changed="2026-03-01", status="COMPLETED")
    read(new, old)
    assert RegistryRecord.objects.get().status == "COMPLETED"
    RegistryRecord.objects.all().delete()
    read(old, new)
    assert RegistryRecord.objects.get().status == "COMPLETED"


def test_record_follows_its_study_to_a_new_number(read):
    read(study("NCT00000001"))
    trial = Trial.objects.get()

    read(study("NCT00000002", aliases=["NCT00000001"], changed="2026-03-09"))

    record = RegistryRecord.objects.get()
    assert (record.number, record.trial) == ("NCT00000002", trial)
    assert RegistryNumber.objects.get(is_alias=True).number == "NCT00000001"


def test_former_number_is_refused_once_the_new_one_is_held(read):
    read(study("NCT00000002", aliases=["NCT00000001"]))

    run = read(study("NCT00000001"))

    failure = SyncFailure.objects.get()
    assert (run.failed, run.exit_code, failure.number, failure.field) == (1, 1, "NCT00000001", "nctId")
    assert RegistryRecord.objects.count() == 1


def test_numbers_of_other_registries_are_proposed_not_added(read):
    trial = make_trial(numbers=[("ctgov", NUMBER)], status="")

    read(study(secondary=["2004-000012-13"]))

    assert RegistryNumber.objects.get().number == "2004-000012-13"
    assert trial.identifiers.count() == 1


def test_wrong_studies_are_listed_and_the_others_stored(read):
    run = read(
        {}, study(), study("NCT1"), study("NCT00000002", status="ODD", sites=[{"city": "X", "country": "Wakanda"}])
    )

    assert (run.seen, run.new, run.failed, run.exit_code) == (4, 2, 2, 1)
    assert set(SyncFailure.objects.values_list("number", "field", "outcome")) == {
        ("", "nctId", "refused"), ("NCT1", "nctId", "refused"), ("NCT00000002", "overallStatus", "unknown"),
    }  # fmt: skip
    assert UnmappedCountry.objects.get().times_seen == 1


def test_study_that_the_database_refuses_does_not_take_others_with_it(read, monkeypatch):
    from django.db import DataError

    from trials.importing import store

    fill = store.fill

    def refusing(record, facts):
        if facts.number == "NCT00000002":
            raise DataError("secret text")
        fill(record, facts)

    monkeypatch.setattr(store, "fill", refusing)

    run = read(*(study(f"NCT0000000{n}") for n in range(1, 4)))

    assert (run.seen, run.new, run.failed) == (3, 2, 1)
    assert "secret" not in SyncFailure.objects.get().why


def test_broken_file_is_a_failure_of_its_own(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html></html>")

    run = import_files([page, write(tmp_path / "a.json", study())], source="ctgov", parse=parse_study)

    assert (run.new, run.failed, run.exit_code) == (1, 1, 1)
    assert SyncRun.objects.get().finished_at


def test_record_whose_draft_was_thrown_away_gets_no_second_draft(read):
    read(study())
    Trial.objects.all().delete()

    read(study(changed="2026-03-09", status="COMPLETED"))

    assert not Trial.objects.exists()


def test_of_two_equally_old_entries_the_fuller_counts_in_whatever_order(read):
    full, part = study(), study(sites=[], eligibility="")

    for order in ([full, part], [part, full], [part]):
        read(*order)
        assert RegistrySite.objects.count() == 1
    assert read(full, part).changed == 0


def test_file_name_in_the_report_looks_like_no_address(tmp_path):
    run = import_files([write(tmp_path / "NCT1@2023.json", study())], source="ctgov", parse=parse_study)

    assert run.details == {"files": ["NCT1 at 2023.json"]}
