"""The admin screens: a file in, a report, a yes; a file out; two terms into one."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from glossary import exporting, screens
from glossary.importing.sync import import_terms
from glossary.models import Term
from portal.base.roles import ADMINISTRATORS, EDITORS, REVIEWERS, setup_roles
from tests.factories.admin import address, words_on
from tests.factories.glossary import make_term
from tests.factories.staff import make_member, signed_in
from tests.factories.tables import as_csv, cells

pytestmark = pytest.mark.django_db

IMPORT = "/admin/glossary/import/"
CONFIRM = f"{IMPORT}confirm/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STAMP_FOLDER = str(tmp_path / "stamps")
    setup_roles()
    return tmp_path / "glossary-imports"


@pytest.fixture
def editor():
    return signed_in(make_member(EDITORS, username="ann"))


@pytest.fixture
def administrator():
    return signed_in(make_member(ADMINISTRATORS))


@pytest.fixture
def nobody():
    return signed_in(make_member())


def upload(browser, *rows, name="words.csv", content=None):
    content = as_csv(*rows) if content is None else content
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def token_on(answer):
    field = BeautifulSoup(answer.content, "html.parser").find("input", {"name": "token"})
    return field["value"] if field else ""


def waiting_files(folder):
    return sorted(path.name for path in folder.glob("*"))


# --- import ----------------------------------------------------------------------------------------------------------


def test_upload_shows_what_would_change_and_writes_nothing(editor, own_folder):
    make_term("Vector", slug="vector", short_definition="An old text.")
    make_term("Gene", slug="gene")

    answer = upload(editor, cells(), cells(slug="vector", name="Vector", short_definition="A new text."))

    said = words_on(answer)
    assert "New: 1. Changed: 1. Unchanged: 0. Not in the file: 1." in said
    assert "New word (en/new-word), line 2" in said
    page = BeautifulSoup(answer.content, "html.parser")
    assert (page.find("del").text, page.find("ins").text) == ("An old", "A new")
    assert "1 term is not in the file and stays as it is Gene (en/gene)" in said
    assert "Make 2 drafts" in said
    assert Term.objects.count() == 2
    assert len(waiting_files(own_folder)) == 1


def test_yes_makes_the_drafts_and_deletes_the_file(editor, own_folder):
    token = token_on(upload(editor, cells()))

    answer = editor.post(CONFIRM, {"token": token}, follow=True)

    assert "1 draft is in review now." in words_on(answer)
    assert answer.redirect_chain == [("/admin/snippets/glossary/term/?has_unpublished_changes=true", 302)]
    term = Term.objects.get()
    assert (term.live, term.latest_revision.user.username) == (False, "ann")
    assert term.current_workflow_task.name == "Medical review"
    assert waiting_files(own_folder) == []


def test_no_deletes_the_file(editor, own_folder):
    token = token_on(upload(editor, cells()))

    answer = editor.post(CONFIRM, {"token": token, "cancel": "1"}, follow=True)

    assert "Nothing was imported; the file is deleted here." in words_on(answer)
    assert waiting_files(own_folder) == []
    assert not Term.objects.exists()


def test_problems_are_listed_and_nothing_is_kept(editor, own_folder):
    answer = upload(editor, cells(topic="x"), cells(slug="b", name=""))

    said = words_on(answer)
    assert "2 problems: nothing can be imported" in said
    assert "Line 2, column “topic”: “x” is not known" in said
    assert "Line 3, column “name”: this must be filled in." in said
    assert token_on(answer) == ""
    assert waiting_files(own_folder) == []


def test_file_that_changes_nothing_says_so(editor):
    make_term("Vector", slug="vector")

    answer = upload(editor, content=exporting.as_csv())

    assert "there is nothing to import" in words_on(answer)
    assert token_on(answer) == ""


def test_glossary_that_changed_meanwhile_is_shown_again(editor):
    token = token_on(upload(editor, cells(), cells(slug="b", name="Bbb")))
    import_terms(as_csv(cells(slug="b", name="Bbb")), commit=True)

    answer = editor.post(CONFIRM, {"token": token})

    assert "The glossary has changed since you looked" in words_on(answer)
    assert not Term.objects.filter(slug="new-word").exists()
    assert editor.post(CONFIRM, {"token": token_on(answer)}).status_code == 302
    assert Term.objects.filter(slug="new-word").exists()


def test_term_taken_into_review_meanwhile_is_told(editor):
    term = make_term("Vector", slug="vector")
    token = token_on(upload(editor, cells(slug="vector", name="Vector", topic="cells")))
    term.save_revision()
    term.get_workflow().start(term, None)

    answer = editor.post(CONFIRM, {"token": token})

    assert "“Vector” is in review" in words_on(answer)


@pytest.mark.parametrize("token", ["", "made-up"])
def test_yes_without_a_file_asks_for_it_again(editor, token):
    answer = editor.post(CONFIRM, {"token": token}, follow=True)

    assert "The file does not wait any more: choose it again." in words_on(answer)


def test_yes_to_somebody_elses_file_is_refused(editor):
    other = signed_in(make_member(EDITORS))
    token = token_on(upload(other, cells()))

    assert editor.post(CONFIRM, {"token": token}).status_code == 302
    assert not Term.objects.exists()


def test_too_large_a_file_and_none_are_refused(editor, monkeypatch):
    monkeypatch.setattr(screens, "LARGEST_UPLOAD", 10)

    assert "The file is larger than 10 MB" in words_on(upload(editor, cells()))
    assert "This field is required" in words_on(editor.post(IMPORT, {}))


def test_too_many_changes_are_left_to_the_command(editor, monkeypatch):
    monkeypatch.setattr(screens, "MOST_CHANGES", 1)
    monkeypatch.setattr(screens, "MOST_SHOWN", 1)

    answer = upload(editor, cells(slug="a", name="Aaa"), cells(slug="b", name="Bbb"))

    assert "More than 1 changes take too long here" in words_on(answer)
    assert "the first 1 are shown" in words_on(answer)
    assert token_on(answer) == ""


def test_what_a_file_says_is_never_mark_up(editor):
    answer = upload(editor, cells(name="<script>alert(1)</script>"), name="<b>.csv")

    assert b"<script>alert(1)" not in answer.content
    assert b"<b>.csv" not in answer.content


# --- export ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_comes_back_and_changes_nothing(editor, form):
    make_term("Vector", slug="vector", also_called=["=x"])

    answer = editor.get(f"/admin/glossary/export/glossary.{form}")

    assert answer["Content-Disposition"] == f'attachment; filename="glossary.{form}"'
    assert import_terms(answer.content).unchanged == 1


def test_export_of_one_language(editor):
    make_term("Vector", slug="vector")
    make_term("Vecteur", slug="vecteur", language="fr")

    answer = editor.get("/admin/glossary/export/glossary.csv?language=fr")

    assert answer["Content-Disposition"] == 'attachment; filename="glossary-fr.csv"'
    assert b"vecteur" in answer.content
    assert b"vector" not in answer.content


def test_export_that_a_workbook_cannot_hold_is_explained(editor, monkeypatch):
    make_term("Vector", slug="vector")
    monkeypatch.setattr(exporting, "LONGEST_XLSX_CELL", 20)

    answer = editor.get("/admin/glossary/export/glossary.xlsx", follow=True)

    assert "too long for a cell of XLSX; export as CSV instead" in words_on(answer)
    assert editor.get("/admin/glossary/export/glossary.ods").status_code == 404


# --- merging ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair():
    return make_term("Carrier", slug="carrier", also_called=["ferry"]), make_term("Vector", slug="vector")


def test_merging_shows_what_will_happen_first(administrator, pair):
    carrier, vector = pair
    make_term("Virus", broader=carrier)
    path = f"/admin/glossary/merge/{carrier.pk}/"
    assert "Merge into" in words_on(administrator.get(path))

    answer = administrator.post(path, {"into": vector.pk})

    said = words_on(answer)
    assert "“Carrier” goes into “Vector”" in said
    assert "These names lead to “Vector”: Carrier, ferry." in said
    assert "These terms name “Vector” from now on: Virus." in said
    assert "/glossary/carrier/ leads to /glossary/vector/ for ever." in said
    assert Term.objects.filter(live=True).count() == 3


def test_yes_merges_them(administrator, pair):
    carrier, vector = pair

    answer = administrator.post(f"/admin/glossary/merge/{carrier.pk}/", {"into": vector.pk, "merge": "1"}, follow=True)

    assert "“Carrier” was merged into “Vector”." in words_on(answer)
    assert answer.redirect_chain[0][0] == address(vector, "edit")
    assert administrator.get("/glossary/carrier/")["Location"] == "/glossary/vector/"


@pytest.mark.parametrize("button", [{}, {"merge": "1"}])
def test_reason_against_merging_is_told(administrator, pair, button):
    carrier, _vector = pair

    answer = administrator.post(f"/admin/glossary/merge/{carrier.pk}/", {"into": carrier.pk, **button})

    assert "A term cannot be merged into itself" in words_on(answer)
    assert "This field is required" in words_on(administrator.post(f"/admin/glossary/merge/{carrier.pk}/", {}))


# --- who gets where --------------------------------------------------------------------------------------------------


def test_ways_lead_from_the_list_and_the_term(administrator, pair):
    carrier, _vector = pair
    merging = f"/admin/glossary/merge/{carrier.pk}/"

    listed = administrator.get(address(Term, "list")).content.decode()
    assert IMPORT in listed
    assert merging in listed
    assert merging in administrator.get(address(carrier, "edit")).content.decode()


def test_editor_sees_import_but_not_merging(editor, pair):
    carrier, _vector = pair

    listed = editor.get(address(Term, "list")).content.decode()
    assert IMPORT in listed
    assert "/admin/glossary/merge/" not in listed
    assert "/admin/glossary/merge/" not in editor.get(address(carrier, "edit")).content.decode()
    assert editor.get(f"/admin/glossary/merge/{carrier.pk}/").status_code == 302


def test_reviewer_exports_but_does_not_import():
    reviewer = signed_in(make_member(REVIEWERS))

    page = BeautifulSoup(reviewer.get(IMPORT).content, "html.parser")
    assert page.find("input", {"type": "file"}) is None
    assert page.find("a", href="/admin/glossary/export/glossary.csv")
    assert "Import" in words_on(upload(reviewer, cells()))
    assert reviewer.post(CONFIRM, {"token": "x"}).status_code == 302
    assert not Term.objects.exists()


def test_nobody_else_gets_in(nobody, client, pair):
    for browser in (nobody, client):
        for path in (IMPORT, "/admin/glossary/export/glossary.csv", f"/admin/glossary/merge/{pair[0].pk}/"):
            assert browser.get(path).status_code == 302


def test_member_without_rights_on_terms_is_refused(pair):
    from django.contrib.auth.models import Permission

    member = make_member()
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    browser = signed_in(member)

    for path in (IMPORT, "/admin/glossary/export/glossary.csv", f"/admin/glossary/merge/{pair[0].pk}/"):
        answer = browser.get(path, follow=True)
        assert "you do not have permission" in words_on(answer)
    assert IMPORT not in browser.get("/admin/").content.decode()
