"""The documents of the search follow what is published, and equal it."""

import datetime
import logging
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage, InformationPage
from portal.home.search.engines.postgresql import SLICE, _slices
from portal.home.search.finding import KINDS, find
from portal.home.search_index import building, following
from portal.home.search_index.building import build, differences, is_needed
from portal.home.search_index.documents import SOURCE_OF
from portal.home.search_index.writing import refresh
from portal.home.search_models import Kind, SearchBuild, SearchDocument, SearchName, SearchWord
from tests.factories.articles import make_article, make_home, make_information
from tests.factories.conditions import make_condition
from tests.factories.constraints import refused_by
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_registry_record, make_trial
from tests.factories.whole_site import address_of, make_site
from tests.trials.studies import study, write
from trials.importing.ctgov import parse_study
from trials.importing.runs import import_files
from trials.models import RegistryRecord

pytestmark = pytest.mark.django_db

# The parts of the documents that have indexes of their own on PostgreSQL.
PARTS = ("trials_few", "trials_some", "trials_rest", "terms", "organisations", "others")


@pytest.fixture(autouse=True)
def nothing_waits():
    """What other tests left to be written is not this test's."""
    following._waiting().clear()


def titles(typed, language="en"):
    return [one.title for one in find(typed, language).ranked]


# --- following -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_record_is_found_while_it_is_published_and_no_longer(model):
    record = make(model, "Zebrafinch", live=False)
    assert titles("zebrafinch") == []

    record.save_revision().publish()
    assert titles("zebrafinch") == ["Zebrafinch"]

    record.refresh_from_db()
    record.unpublish()
    assert titles("zebrafinch") == []
    assert not SearchDocument.objects.exists()
    assert not SearchWord.objects.filter(word="zebrafinch").exists()


@pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
def test_record_that_is_deleted_leaves_nothing_behind(model):
    record = make(model, "Zebrafinch")
    assert titles("zebrafinch") == ["Zebrafinch"]

    record.delete()

    assert titles("zebrafinch") == []
    assert not SearchName.objects.exists()
    assert list(differences()) == []


def test_change_is_written_once_it_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_term("Zebrafinch")
        assert not SearchDocument.objects.exists()

    assert SearchDocument.objects.get().title == "Zebrafinch"


def test_many_changes_are_written_together(django_capture_on_commit_callbacks, django_assert_max_num_queries):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(20):
            make_term(f"Zebrafinch {number}")

    with django_assert_max_num_queries(15):
        for callback in callbacks:
            callback()
    assert SearchDocument.objects.count() == 20


def test_failure_of_the_search_does_not_undo_a_publication(monkeypatch, caplog, django_capture_on_commit_callbacks):
    def fail(*args):
        raise DatabaseError("made up")

    monkeypatch.setattr(following, "refresh", fail)
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        term = make_term("Zebrafinch")

    term.refresh_from_db()
    assert term.live
    assert "rebuild_search" in caplog.text


def test_draft_beside_a_published_record_changes_nothing():
    term = make_term("Zebrafinch")
    find("zebrafinch", "en")

    term.name = "Secretbird"
    term.save_revision()

    assert titles("secretbird") == []
    assert titles("zebrafinch") == ["Zebrafinch"]


def test_renamed_page_is_found_at_its_new_address():
    page = make_article("Zebrafinches")
    page.slug = "birds"
    page.save_revision().publish()
    page.refresh_from_db()

    assert titles("zebrafinches") == ["Zebrafinches"]
    assert address_of(page).endswith("/birds/")
    assert SearchDocument.objects.get(title="Zebrafinches").address == address_of(page)


def test_page_that_only_some_may_see_is_not_found():
    page = make_article("Zebrafinches")
    assert titles("zebrafinches") == ["Zebrafinches"]

    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    assert titles("zebrafinches") == []


def test_records_of_a_condition_follow_its_name():
    condition = make_condition("Zebrafinch fever")
    make_therapy("Known therapy", conditions=[condition])
    assert "Known therapy" in titles("zebrafinch")

    condition.name = "Sparrow fever"
    condition.save_revision().publish()
    assert "Known therapy" in titles("sparrow")
    assert "Known therapy" not in titles("zebrafinch")

    condition.refresh_from_db()
    condition.unpublish()
    assert titles("sparrow") == []


def test_trial_follows_what_its_registry_says_one_by_one_and_in_batches(tmp_path):
    trial = make_trial("Known trial", numbers=[("ctgov", "NCT01234567")], status="")
    record = make_registry_record(trial, number="NCT01234567", official_title="A Study of Zebrafinches")
    assert titles("zebrafinches") == ["Known trial"]

    record.official_title = "A Study of Sparrows"
    record.save()
    assert titles("sparrows") == ["Known trial"]

    today = datetime.date.today().isoformat()
    changed = study("NCT01234567", title="A Study of Goldfinches", changed=today, version=today)
    import_files([write(tmp_path / "a.json", [changed])], source="ctgov", parse=parse_study)
    assert RegistryRecord.objects.get().official_title.startswith("A Study of Goldfinches")
    assert titles("goldfinches") == ["Known trial"]
    assert titles("sparrows") == []


def test_translation_is_found_in_its_own_language_only():
    locale_of("fr")
    make_term("Vecteur", language="fr", also_called=["transporteurs de gènes"])

    assert titles("vecteurs", "fr") == ["Vecteur"]
    assert titles("transporteur de genes", "fr") == ["Vecteur"]
    assert titles("vecteur") == []


def test_word_is_known_as_long_as_anybody_uses_it():
    one, other = make_term("Zebrafinch"), make_condition("Zebrafinch fever")
    find("x", "en")
    assert SearchWord.objects.get(word="zebrafinch").uses == 2

    one.delete()
    find("x", "en")
    assert SearchWord.objects.get(word="zebrafinch").uses == 1

    other.delete()
    find("x", "en")
    assert not SearchWord.objects.filter(word="zebrafinch").exists()


# --- building --------------------------------------------------------------------------------------------------------


def everything():
    documents = SearchDocument.objects.order_by("kind", "object_id").values_list("kind", "object_id", "digest", "names")
    names = SearchName.objects.order_by("key", "role", "document__kind").values_list("key", "role", "document__title")
    return list(documents), list(names), list(SearchWord.objects.order_by("word").values_list("word", "uses"))


def test_building_from_nothing_makes_what_following_made(capsys):
    make_home()
    make_site()
    make_term("Draft", live=False)
    following.follow()
    before = everything()

    call_command("rebuild_search", from_nothing=True)

    assert everything() == before
    assert list(differences()) == []
    assert "published records and pages" in capsys.readouterr().out


def test_building_goes_on_where_it_was_stopped(monkeypatch):
    for number in range(5):
        make_term(f"Term {number}")
    condition = make_condition("Condition")
    following._waiting().clear()
    monkeypatch.setattr(building, "AT_ONCE", 2)
    asked = []

    def refresh_some(source, keys):
        asked.extend(keys)
        if condition.pk in keys and source.model is type(condition) and not stopped:
            stopped.append(1)
            raise KeyboardInterrupt
        return refresh(source, keys)

    stopped: list = []
    monkeypatch.setattr(building, "refresh", refresh_some)
    with pytest.raises(KeyboardInterrupt):
        build(lambda line: None)
    state = SearchBuild.objects.get()
    assert (state.done, state.finished_at) == (5, None)
    assert is_needed()
    asked.clear()

    done = build(lambda line: None)

    assert done == 6
    assert asked == [condition.pk]
    assert not is_needed()
    assert SearchDocument.objects.count() == 6


def test_build_takes_away_what_is_published_no_more():
    make_term("Known")
    gone = make_term("Gone")
    following.follow()
    type(gone).objects.filter(pk=gone.pk).update(live=False)

    assert [difference.why for difference in differences()] == ["in the search, but not published"]
    with pytest.raises(CommandError, match="1 differences"):
        call_command("rebuild_search", check=True)

    call_command("rebuild_search")

    assert titles("gone") == []
    call_command("rebuild_search", check=True)


def test_check_tells_what_was_changed_past_the_search(capsys):
    changed, missing = make_term("One"), make_term("Two")
    following.follow()
    type(changed).objects.filter(pk=changed.pk).update(short_definition="Another meaning.")
    SearchDocument.objects.filter(object_id=missing.pk).delete()

    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True)

    told = capsys.readouterr().out
    assert f"terms {changed.pk}: changed since the search was told" in told
    assert f"terms {missing.pk}: published, but not in the search" in told


def test_build_of_this_version_is_not_repeated_by_bootstrap(capsys):
    call_command("rebuild_search")
    capsys.readouterr()

    call_command("rebuild_search", if_needed=True)

    assert capsys.readouterr().out == ""


def test_every_kind_of_entry_has_a_source():
    assert {source.kind for source in SOURCE_OF.values()} == {
        "terms", "conditions", "therapies", "trials", "organisations", "pages",
    }  # fmt: skip


def test_database_keeps_its_own_tables_for_the_search():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename LIKE 'home_search%'")
            wanted = {f"home_search_{column}_{part}" for column in ("names", "all") for part in PARTS} | {
                "home_search_name_like_short", "home_search_name_like_long",
            }  # fmt: skip
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'home_search%'")
            wanted = {"home_searchtext", "home_searchtext_changed", "home_searchwordnear_added"}
        assert wanted <= {row[0] for row in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one table of texts")
def test_each_part_of_a_search_reads_an_index_of_its_own():
    conditions = [condition for part in _slices(KINDS) for condition in part]
    read = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # In an empty table the planner would take any index; after the test all of this is rolled back.
        cursor.execute("DROP INDEX home_searchdocument_kind")
        cursor.execute("ALTER TABLE home_searchdocument DROP CONSTRAINT home_searchdocument_once")
        for condition in conditions:
            sql = SLICE.format(column="names_vector", kinds=condition, holds="names_vector @@ %s::tsquery")
            cursor.execute(f"EXPLAIN {sql}", ["en", "vector"])
            read += re.findall(r"home_search_names_(\w+)", "\n".join(row[0] for row in cursor.fetchall()))
    assert sorted(read) == sorted(PARTS)


def test_record_has_one_document_and_word_one_row():
    make_term("Vector")
    following.follow()
    document, word = SearchDocument.objects.get(), SearchWord.objects.get(word="vector")

    with refused_by("home_searchdocument_once"):
        SearchDocument.objects.create(kind=document.kind, object_id=document.object_id, language="en", title="Twice")
    with refused_by("home_searchword_once"):
        SearchWord.objects.create(language="en", word=word.word)


def test_key_that_is_a_page_of_another_type_takes_nothing_away():
    page = make_information("Known information")
    refresh(SOURCE_OF[InformationPage], [page.pk])

    refresh(SOURCE_OF[ArticlePage], [page.pk])

    assert SearchDocument.objects.filter(kind=Kind.PAGE, object_id=page.pk).exists()
