"""What an import writes: drafts in review, exactly what changed, and nothing that readers see."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError
from wagtail.log_actions import registry
from wagtail.models import TaskState

from glossary.importing import sync
from glossary.importing.report import Difference
from glossary.importing.sync import import_terms
from glossary.models import Term
from portal.base.models import Source
from portal.base.roles import EDITORS, REVIEWERS, setup_roles
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_source
from tests.factories.staff import make_member
from tests.factories.tables import as_csv, cells

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    setup_roles()


@pytest.fixture
def editor():
    return make_member(EDITORS, username="ann")


def vector(**changes):
    """The row of the term that most tests change."""
    return cells(**{"slug": "vector", "name": "Vector", **changes})


def steps_of(term):
    states = TaskState.objects.filter(workflow_state__in=term.workflow_states).order_by("pk")
    return [(state.task.name, state.status) for state in states]


# --- new terms -------------------------------------------------------------------------------------------------------


def test_dry_run_writes_nothing():
    report = import_terms(as_csv(cells()), file_name="x.csv")

    assert [str(entry) for entry in report.created] == ["New word (en/new-word)"]
    assert (report.changed, report.unchanged, report.refused, report.is_written) == ([], 0, [], False)
    assert not Term.objects.exists()


def test_new_row_becomes_a_draft_in_review(editor):
    make_member(REVIEWERS, email="reviewer@example.org")
    gene, dna = make_term("Gene", slug="gene"), make_term("DNA", slug="dna")
    row = cells(
        more_detail="<p>More.</p>", also_called="NW | abbreviation\nnew words | plural | do not mark",
        say_it_like="NEW", part_of_speech="phrase", broader_term="gene", see_also="dna", not_the_same_as="gene\ndna",
        in_a_sentence="A new word.", topic="cells", mark_in_texts="no", tags="basics",
        sources="One | P | https://a.example/1\nTwo | | doi:10.1234/x",
    )  # fmt: skip

    report = import_terms(as_csv(row), by=editor, file_name="x.csv", commit=True)

    assert report.is_written
    term = Term.objects.get(slug="new-word")
    assert (term.live, term.has_unpublished_changes, term.first_published_at) == (False, True, None)
    draft = term.get_latest_revision_as_object()
    assert (draft.name, draft.more, draft.topic, draft.mark_in_text) == ("New word", "<p>More.</p>", "cells", False)
    assert draft.broader == gene
    assert list(draft.see_also.all()) == [dna]
    assert set(draft.not_same_as.all()) == {gene, dna}
    assert [(form.text, form.kind, form.mark_in_text) for form in draft.also_called.all()] == [
        ("NW", "abbreviation", True),
        ("new words", "plural", False),
    ]
    assert [(one.source.title, one.source.url, one.source.doi) for one in draft.citations.all()] == [
        ("One", "https://a.example/1", ""),
        ("Two", None, "10.1234/x"),
    ]
    assert [tag.name for tag in draft.tags.all()] == ["basics"]
    assert term.latest_revision.user == editor
    assert steps_of(term) == [("Editors' check", "approved"), ("Medical review", "in_progress")]


def test_import_by_nobody_waits_for_an_editor():
    import_terms(as_csv(cells()), commit=True)

    assert steps_of(Term.objects.get()) == [("Editors' check", "in_progress")]


def test_history_says_where_a_draft_came_from(editor):
    import_terms(as_csv({}, cells()), by=editor, file_name="words.csv", commit=True)

    entries = registry.get_logs_for_instance(Term.objects.get())
    assert {entry.action for entry in entries} >= {"wagtail.create", "glossary.import", "wagtail.workflow.start"}
    (entry,) = entries.filter(action="glossary.import")
    assert (str(entry.message), entry.user) == ("Imported from words.csv, line 3", editor)


def test_history_without_a_file_name_reads_well():
    import_terms(as_csv(cells()), commit=True)

    (entry,) = registry.get_logs_for_instance(Term.objects.get()).filter(action="glossary.import")
    assert str(entry.message) == "Imported from a file, line 2"


def test_new_rows_may_name_each_other_in_any_order():
    rows = [cells(slug="a", name="Aaa", broader_term="b", see_also="c"), cells(slug="b", name="Bbb"),
            cells(slug="c", name="Ccc", see_also="a")]  # fmt: skip

    import_terms(as_csv(*rows), commit=True)

    a, b, c = (Term.objects.get(slug=slug).get_latest_revision_as_object() for slug in "abc")
    assert a.broader == b
    assert [one.slug for one in a.see_also.all()] == ["c"]
    assert [one.slug for one in c.see_also.all()] == ["a"]


def test_translation_is_tied_to_its_original_even_in_one_file():
    locale_of("fr")
    old = make_term("Gene", slug="gene")
    rows = [
        cells(slug="adn", name="ADN", language="fr", translation_of="dna", see_also="en:dna, gene-fr"),
        cells(slug="dna", name="DNA"),
        cells(slug="gene-fr", name="Gène", language="fr", translation_of="gene"),
    ]

    report = import_terms(as_csv(*rows), commit=True)

    assert report.refused == []
    adn, dna, gene = (Term.objects.get(slug=slug) for slug in ("adn", "dna", "gene-fr"))
    assert adn.translation_key == dna.translation_key
    assert gene.translation_key == old.translation_key
    assert {one.slug for one in adn.get_latest_revision_as_object().see_also.all()} == {"dna", "gene-fr"}


def test_source_we_hold_is_cited_not_made_again():
    held = make_source(title="Held", publisher="P", url="https://a.example/x", doi="10.1234/x")
    row = cells(sources="Held | P | https://A.example/x/\nHeld | P | doi:10.1234/X\nNew | | pmid:12\nNew | | pmid:12")

    import_terms(as_csv(row), commit=True)

    cited = [one.source for one in Term.objects.get().get_latest_revision_as_object().citations.all()]
    new = Source.objects.get(pmid="12")
    assert cited == [held, held, new, new]
    assert Source.objects.count() == 2


def test_one_new_source_of_two_rows_is_made_once():
    source = "New | P | https://a.example/new"

    import_terms(
        as_csv(cells(slug="a", name="Aaa", sources=source), cells(slug="b", name="Bbb", sources=source)), commit=True
    )

    (made,) = Source.objects.all()
    drafts = [term.get_latest_revision_as_object() for term in Term.objects.all()]
    assert [[one.source for one in draft.citations.all()] for draft in drafts] == [[made], [made]]


def test_without_a_workflow_there_are_drafts_only():
    Term.get_default_workflow().deactivate()

    import_terms(as_csv(cells()), commit=True)

    assert steps_of(Term.objects.get()) == []


# --- changed terms ---------------------------------------------------------------------------------------------------


def test_published_text_stays_until_the_draft_is_approved(editor):
    term = make_term("Vector", slug="vector", also_called=["carrier"], topic="cells")

    report = import_terms(as_csv(vector(short_definition="New text.", topic="cells", also_called="carrier\nferry")),
                          by=editor, commit=True)  # fmt: skip

    (entry,) = report.changed
    assert [difference.column for difference in entry.differences] == ["short definition", "also called"]
    live = Term.objects.get()
    assert (live.live, live.short_definition) == (True, "What the word means, in plain words.")
    assert [form.text for form in live.also_called.all()] == ["carrier"]
    draft = live.get_latest_revision_as_object()
    assert (draft.short_definition, draft.topic) == ("New text.", "cells")
    assert [form.pk for form in draft.also_called.all()] == [term.also_called.get().pk, None]
    assert steps_of(live)[-1] == ("Medical review", "in_progress")


def test_every_relation_can_be_changed_and_taken_away():
    gene, dna = make_term("Gene", slug="gene"), make_term("DNA", slug="dna")
    make_term("Vector", slug="vector", broader=gene, see_also=[gene], not_same_as=[dna], sources=[make_source()],
              tags=["old"])  # fmt: skip

    import_terms(as_csv(vector(see_also="dna", tags="new")), commit=True)

    draft = Term.objects.get(slug="vector").get_latest_revision_as_object()
    assert draft.broader is None
    assert (list(draft.see_also.all()), list(draft.not_same_as.all())) == ([dna], [])
    assert list(draft.citations.all()) == []
    assert [tag.name for tag in draft.tags.all()] == ["new"]
    live = Term.objects.get(slug="vector")
    assert (live.broader, list(live.see_also.all()), live.citations.count()) == (gene, [gene], 1)


def test_change_comes_on_top_of_a_draft_and_leaves_the_rest_of_it():
    term = make_term("Vector", slug="vector")
    term.sentence = "Written by somebody this morning."
    term.has_unpublished_changes = True
    term.save_revision()

    report = import_terms(as_csv(vector(in_a_sentence=term.sentence, topic="cells")), commit=True)

    (entry,) = report.changed
    assert [difference.column for difference in entry.differences] == ["topic"]
    assert "A draft was under way" in entry.note
    draft = Term.objects.get().get_latest_revision_as_object()
    assert (draft.sentence, draft.topic) == ("Written by somebody this morning.", "cells")


def test_term_sent_back_goes_on_where_it_was(editor):
    term = make_term("Vector", slug="vector", live=False)
    state = term.get_workflow().start(term, editor)
    state.current_task_state.reject(user=make_member(REVIEWERS))

    report = import_terms(as_csv(vector(topic="cells")), by=editor, commit=True)

    assert report.refused == []
    assert steps_of(Term.objects.get())[-1] == ("Medical review", "in_progress")
    assert Term.objects.get().workflow_states.count() == 1


def test_twice_the_same_file_changes_nothing_the_second_time():
    content = as_csv(cells(also_called="NW | abbreviation", tags="Basics", sources="T | P | https://a.example/"))
    import_terms(content, commit=True)

    report = import_terms(content, commit=True)

    assert (report.unchanged, report.changes_something, report.is_written) == (1, False, False)


def test_other_spelling_of_tag_source_and_kind_is_no_change():
    held = make_source(title="Held", publisher="P", url="https://a.example/x")
    make_term("Vector", slug="vector", also_called=["carrier"], tags=["Basics"], sources=[held])

    report = import_terms(
        as_csv(vector(also_called="carrier", tags="BASICS", sources="Held | P | https://A.example/x/"))
    )

    assert (report.unchanged, report.changed, report.refused) == (1, [], [])


def test_row_that_says_what_we_hold_is_not_judged():
    # A draft may be as incomplete as this; nobody who exports and imports must be stopped by it.
    term = Term.objects.create(name="The", slug="the", locale=locale_of("en"), has_unpublished_changes=True)
    term.save_revision(clean=False)

    report = import_terms(as_csv(cells(slug="the", name="The", short_definition="", part_of_speech="noun")))

    assert (report.refused, report.unchanged) == ([], 1)


def test_missing_terms_are_named_and_left_alone():
    make_term("Vector", slug="vector")
    make_term("Draft", slug="draft", live=False)
    make_term("Vecteur", slug="vecteur", language="fr")
    withdrawn = make_term("Withdrawn", slug="withdrawn")
    withdrawn.unpublish()

    report = import_terms(as_csv(cells()), commit=True)

    assert report.missing == ["Draft (en/draft)", "Vector (en/vector)"]
    assert Term.objects.filter(live=True).count() == 2


# --- two at once -----------------------------------------------------------------------------------------------------


def test_report_that_is_out_of_date_writes_nothing():
    agreed = import_terms(as_csv(cells())).digest
    make_term("Vector", slug="vector")

    report = import_terms(as_csv(cells(), vector(topic="cells")), commit=True, expected=agreed)

    assert (report.is_stale, report.is_written) == (True, False)
    assert not Term.objects.filter(slug="new-word").exists()


def test_agreed_report_is_written():
    content = as_csv(cells())

    report = import_terms(content, commit=True, expected=import_terms(content).digest)

    assert (report.is_stale, report.is_written) == (False, True)


def test_term_written_at_the_same_moment_undoes_all_of_it(monkeypatch):
    def collide(*args, **kwargs):
        make_term("Half")
        raise IntegrityError

    monkeypatch.setattr(sync, "write_drafts", collide)

    report = import_terms(as_csv(cells()), commit=True)

    assert (
        str(report.refused[0]) == "Line 1: somebody wrote one of these terms at the same moment: import the file again."
    )
    assert (report.is_written, Term.objects.count()) == (False, 0)


# --- the report ------------------------------------------------------------------------------------------------------


def test_difference_shows_what_goes_and_what_comes():
    words = "a b c d e f g h i j k l m n"

    difference = Difference("name", f"{words} old end", f"{words} new end more")

    assert str(difference) == "name: a b c d e f … i j k l m n [-old-] {+new+} end {+more+}"
    assert Difference("tags", "", "x").pieces == [("new", "x")]
    assert Difference("tags", "x y", "y").pieces == [("gone", "x"), ("same", "y")]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path):
    def write(*rows):
        path = tmp_path / "words.csv"
        path.write_bytes(as_csv(*rows))
        return path

    return write


def test_command_is_a_dry_run_unless_told_otherwise(written, capsys):
    make_term("Vector", slug="vector")
    make_term("Gene", slug="gene")
    path = written(cells(), vector(topic="cells"))

    call_command("import_glossary", path)

    said = capsys.readouterr().out
    assert "New: New word (en/new-word)" in said
    assert "Changed: Vector (en/vector)\n    topic: {+cells+}" in said
    assert "Not in the file, left as it is: Gene (en/gene)" in said
    assert "1 new, 1 changed, 0 unchanged, 1 not in the file." in said
    assert "Dry run: nothing was written. Add --commit" in said
    assert Term.objects.count() == 2


def test_command_makes_drafts_in_somebodys_name(written, capsys, editor):
    call_command("import_glossary", written(cells()), commit=True, by="ann")

    assert "The drafts are made and in review" in capsys.readouterr().out
    assert Term.objects.get().latest_revision.user == editor


def test_command_says_nothing_of_drafts_where_nothing_changes(written, capsys):
    make_term("Vector", slug="vector")

    call_command("import_glossary", written(vector(part_of_speech="noun")), commit=True)

    assert capsys.readouterr().out == "0 new, 0 changed, 1 unchanged, 0 not in the file.\n"


def test_command_fails_with_every_problem(written):
    with pytest.raises(CommandError) as failure:
        call_command("import_glossary", written(cells(topic="x"), cells(slug="b", name="")), commit=True)

    assert "Line 2, column “topic”" in str(failure.value)
    assert "Line 3, column “name”: this must be filled in." in str(failure.value)
    assert failure.value.returncode == 1
    assert not Term.objects.exists()


def test_command_names_a_file_that_is_not_there_and_a_user_nobody_has(tmp_path, written):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_glossary", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="There is no active user “nobody”"):
        call_command("import_glossary", written(cells()), by="nobody")


def test_reviewers_hear_of_it(editor, django_capture_on_commit_callbacks):
    make_member(REVIEWERS, email="reviewer@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        import_terms(as_csv(cells()), by=editor, commit=True)

    assert [message.to for message in mail.outbox] == [["reviewer@example.org"]]
