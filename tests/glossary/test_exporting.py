"""The glossary as a table: what comes back unchanged changes nothing, and no spreadsheet takes a cell for a formula."""

import csv
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook
from wagtail.models import Revision

from glossary import exporting
from glossary.exporting import ExportError, as_csv, as_xlsx, may_export, table
from glossary.importing.columns import HEADINGS
from glossary.importing.held import load_held
from glossary.importing.sync import import_terms
from glossary.merging import merge
from glossary.models import Term
from portal.base.exporting import FORMULA_STARTS
from portal.base.models import Source
from portal.base.roles import EDITORS, MODERATORS, REVIEWERS, setup_roles
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_source
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db

WRITERS = pytest.mark.parametrize("write", [as_csv, as_xlsx])


@pytest.fixture
def terms():
    """Terms with everything that a table may get wrong."""
    gene = make_term("Gene", slug="gene", short_definition="=1+1", sentence="-5 °C", say_it_like="@JEEN")
    dna = make_term(
        "DNA", slug="dna", broader=gene, see_also=[gene], topic="genes-and-dna", part_of_speech="phrase",
        also_called=[("D|N\\A", "abbreviation"), ("'=dan", "misspelling"), ("حمض", "synonym"), ("+acid", "plural")],
        more='<p data-block-key="a">A &amp; “b”<br/>c <a href="#source-1">[1]</a> <i>=x</i></p>\r\n<ul><li>1</li></ul>',
        short_definition="Two\r\nlines;, with \"quotes\" and a 'mark", mark_in_text=False, tags=["One, two", "b"],
        sources=[make_source(title="T | U", publisher=""), make_source(url=None, doi="10.1234/A b"),
                 make_source(title="-P", url=None, pmid="12"), make_source(url="ftp://old.example/x")],
    )  # fmt: skip
    dna.also_called.filter(kind="plural").update(mark_in_text=False)
    make_term("ADN", slug="adn", language="fr", translation_key=dna.translation_key, broader=gene, not_same_as=[dna])
    draft = make_term("Vector", slug="vector", tags=["b"])
    draft.name, draft.slug, draft.broader = "Véctor", "vector-two", dna
    draft.has_unpublished_changes = True
    draft.save_revision()
    make_term("Never  published", slug="never", live=False, see_also=[draft])
    empty = Term.objects.create(name="The", slug="the", locale=locale_of("en"), has_unpublished_changes=True)
    empty.save_revision(clean=False)
    Term.objects.create(name="No revision", slug="none", locale=locale_of("en"), has_unpublished_changes=True)


@WRITERS
def test_what_comes_back_unchanged_changes_nothing(terms, write):
    before = (Term.objects.count(), Revision.objects.count(), Source.objects.count())

    report = import_terms(write(), commit=True)

    assert [str(error) for error in report.refused] == []
    assert [str(entry.differences) for entry in report.changed] == []
    assert (report.created, report.unchanged, report.missing, report.is_written) == ([], 7, [], False)
    assert (Term.objects.count(), Revision.objects.count(), Source.objects.count()) == before


@WRITERS
def test_exported_terms_come_back_in_an_empty_glossary(write):
    make_term(
        "DNA", slug="dna", also_called=[("'=dan", "misspelling"), ("D|A", "synonym")], more="<p>A <b>b</b>.</p>",
        tags=["One, two"], sources=[make_source(title="T | U")], sentence="=x", say_it_like="-d",
    )  # fmt: skip
    make_term("Gene", slug="gene", see_also=[Term.objects.get()], broader=Term.objects.get())
    content = write()
    Term.objects.filter(slug="gene").delete()
    Term.objects.all().delete()

    assert import_terms(content, commit=True).is_written

    assert write() == content or write is as_xlsx
    assert import_terms(content).unchanged == 2


def test_no_cell_begins_like_a_formula(terms):
    rows = list(csv.reader(io.StringIO(as_csv().decode("utf-8-sig"), newline="")))

    assert rows[0] == list(HEADINGS)
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)] == []
    assert any(cell == "'=1+1" for row in rows for cell in row)


def test_cells_of_a_workbook_are_text(terms):
    sheet = load_workbook(io.BytesIO(as_xlsx())).active

    kinds = {
        (cell.data_type, cell.number_format) for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    assert kinds == {("s", "@")}
    assert sheet.freeze_panes == "B2"


def test_latest_version_is_written_by_language_and_name(terms):
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in list(table())[1:]]

    assert [(row["language"], row["slug"]) for row in rows] == [
        ("en", "dna"), ("en", "gene"), ("en", "never"), ("en", "none"), ("en", "the"), ("en", "vector"), ("fr", "adn"),
    ]  # fmt: skip
    found = {row["slug"]: row for row in rows}
    assert (found["vector"]["name"], found["vector"]["broader term"]) == ("Véctor", "dna")
    assert found["adn"]["translation of"] == "dna"
    assert (found["adn"]["broader term"], found["adn"]["not the same as"]) == ("en:gene", "en:dna")
    assert found["never"]["see also"] == "vector"
    assert "+acid | plural | do not mark" in found["dna"]["also called"]
    assert found["dna"]["sources"].split("\n")[1].endswith(" | doi:10.1234/A b")
    assert [row[0] for row in list(table("fr"))[1:]] == ["adn"]


def test_what_was_taken_away_or_merged_is_left_out():
    make_term("Withdrawn").unpublish()
    merge(make_term("Carrier"), make_term("Vector", slug="vector"))

    assert [row[0] for row in table()] == ["slug", "vector"]


def test_number_of_queries_does_not_grow(django_assert_max_num_queries):
    for _number in range(3):
        make_term(also_called=["x" + str(_number)], sources=[make_source()], tags=["t"])

    with django_assert_max_num_queries(13):
        load_held()


def test_draft_that_names_what_is_gone_is_written_without_it():
    gone, term = make_term("Gone"), make_term("Vector", slug="vector", sources=[make_source()])
    term.see_also, term.broader, term.has_unpublished_changes = [gone], gone, True
    term.save_revision()
    gone.delete()

    row = dict(zip(HEADINGS, list(table())[1], strict=True))

    assert (row["see also"], row["broader term"]) == ("", "")


@pytest.mark.parametrize(
    ("more", "message"),
    [(f"<p>{'x' * 33_000}</p>", "“vector”, more detail: too long for a cell of XLSX"),
     ("<p>a\x0bb</p>", "“vector”, more detail: holds a control character")],
)  # fmt: skip
def test_what_a_workbook_cannot_hold_is_refused_not_cut(more, message):
    make_term("Vector", slug="vector", more=more)

    with pytest.raises(ExportError) as refusal:
        as_xlsx()

    assert message in str(refusal.value)
    assert import_terms(as_csv()).unchanged == 1


def test_who_may_look_at_terms_may_export_them():
    setup_roles()

    assert all(may_export(make_member(group)) for group in (EDITORS, REVIEWERS, MODERATORS))
    assert not may_export(make_member())


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["words.csv", "words.XLSX"])
def test_command_writes_a_file_that_imports(tmp_path, capsys, name):
    make_term("Vector", slug="vector")
    make_term("Vecteur", slug="vecteur", language="fr")

    call_command("export_glossary", tmp_path / name)
    assert import_terms((tmp_path / name).read_bytes()).unchanged == 2
    assert f"The glossary was written to {tmp_path / name}." in capsys.readouterr().out

    call_command("export_glossary", tmp_path / name, language="fr")
    assert import_terms((tmp_path / name).read_bytes()).unchanged == 1


def test_command_refuses_other_forms_and_folders(tmp_path, monkeypatch):
    make_term("Vector")

    with pytest.raises(CommandError, match=r"must end with \.csv or \.xlsx"):
        call_command("export_glossary", tmp_path / "words.ods")
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_glossary", tmp_path / "none" / "words.csv")
    monkeypatch.setattr(exporting, "LONGEST_XLSX_CELL", 20)
    with pytest.raises(CommandError, match="too long for a cell"):
        call_command("export_glossary", tmp_path / "words.xlsx")
