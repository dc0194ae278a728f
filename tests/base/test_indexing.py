"""Wagtail's search index serves the admin; it must be fed without errors, and trials must stay out of it."""

from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import ReferenceIndex
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.tasks import update_reference_index_task

from glossary.models import Term
from tests import late_indexes
from tests.factories.articles import make_article
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import make_source
from tests.factories.trials import make_trial
from trials.models import RegistryRecord, Trial

pytestmark = pytest.mark.django_db

INDEXED = [model for model in RECORD_MODELS if model is not Trial]


def found_by_staff(model, words):
    return list(get_search_backend().search(words, model.objects.all()))


def test_only_one_of_the_two_search_apps_is_installed():
    assert "wagtail.search" in settings.INSTALLED_APPS
    assert "modelsearch" not in settings.INSTALLED_APPS
    assert not [app for app in apps.get_app_configs() if app.label == "modelsearch"]


@pytest.mark.parametrize("model", INDEXED, ids=kind_of)
def test_record_saved_is_found_in_the_index_without_a_failed_task(model, failed_tasks, caplog):
    with caplog.at_level("ERROR"):
        record = make(model, "Zebrafinch")

    assert found_by_staff(model, "zebrafinch") == [record]
    assert failed_tasks == []
    assert [line for line in caplog.records if "django_tasks" in line.name] == []


@pytest.mark.parametrize("model", INDEXED, ids=kind_of)
def test_record_deleted_is_taken_out_of_the_index(model):
    record = make(model, "Zebrafinch")
    entries = IndexEntry.objects.filter(content_type__model=model._meta.model_name)
    assert entries.filter(object_id=str(record.pk)).exists()

    record.delete()

    assert found_by_staff(model, "zebrafinch") == []
    assert not entries.exists()


@pytest.mark.parametrize("model", INDEXED, ids=kind_of)
def test_index_can_be_asked_for_published_records_only(model):
    make(model, "Zebrafinch", live=False)
    live = make(model, "Zebrafinch two")

    assert list(get_search_backend().search("zebrafinch", model.objects.live())) == [live]


@pytest.mark.parametrize("model", [Trial, RegistryRecord], ids=kind_of)
def test_trials_and_registry_records_are_never_indexed(model):
    assert not issubclass(model, index.Indexed)
    make_trial()
    assert not IndexEntry.objects.filter(content_type__app_label="trials").exists()


def test_index_built_anew_finds_everything_again(capsys):
    term, source = make_term("Zebrafinch"), make_source(title="Zebrafinch papers")
    article = make_article("Zebrafinch article")
    IndexEntry.objects.all().delete()

    call_command("update_index", verbosity=0)

    assert found_by_staff(Term, "zebrafinch") == [term]
    assert found_by_staff(type(source), "zebrafinch") == [source]
    assert found_by_staff(type(article), "zebrafinch") == [article]


def test_draft_in_the_index_is_not_found_by_the_public(client):
    make_term("Zebrafinch", live=False)

    assert found_by_staff(Term, "zebrafinch"), "Wagtail indexes drafts: that is the trap."
    assert "zebrafinch/" not in client.get("/search/?q=zebrafinch").content.decode()


def test_source_knows_by_whom_it_is_used():
    source = make_source()
    term = make_term("Known", sources=[source])

    assert [usage[0] for usage in ReferenceIndex.get_grouped_references_to(source)] == [term]


def test_updates_that_wait_in_tests_are_those_of_the_two_indexes():
    """The names in tests/late_indexes.py, which cannot import what they mean."""
    assert {insert_or_update_object_task.module_path, update_reference_index_task.module_path} == late_indexes.LATE
    assert {IndexEntry._meta.db_table, ReferenceIndex._meta.db_table} == set(late_indexes.TABLES)


def test_record_saved_often_is_indexed_once_and_before_an_index_is_read(failed_tasks, caplog):
    with mock.patch.object(late_indexes.ImmediateBackend, "enqueue") as run:
        term = make_term("Zebrafinch")
        term.save()
        assert run.call_count == 0

        assert found_by_staff(Term, "nothing") == []

        tasks = [(call.args[0].module_path, call.args[1][1:]) for call in run.call_args_list]
        assert {path for path, _args in tasks} == late_indexes.LATE
        assert len(tasks) == len(set(tasks))


def test_update_that_waits_is_run_when_its_test_ends_and_its_failure_is_heard(failed_tasks):
    make_term("Zebrafinch")
    with mock.patch.object(ReferenceIndex, "create_or_update_for_object", side_effect=RuntimeError("broken")):
        late_indexes.run_waiting()

    assert failed_tasks
    failed_tasks.clear()


def test_what_nobody_read_is_indexed_at_the_end_on_one_of_the_two_databases():
    with mock.patch.object(late_indexes.ImmediateBackend, "enqueue") as run, late_indexes.late_indexes():
        make_term("Zebrafinch")

    assert run.called is (connection.vendor == "postgresql")


def test_queries_of_waiting_updates_are_not_counted(django_assert_num_queries):
    make_term("Zebrafinch")

    with django_assert_num_queries(1):
        assert list(IndexEntry.objects.filter(object_id="0")) == []
