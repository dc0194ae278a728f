"""The sheet for the doctor: as a page, and as a PDF that screen readers can read and that no text can break."""

import logging
import re
import shutil
import subprocess
import zlib

import pytest
import typst

from portal.home import fonts, pdf
from portal.home.doctor_sheet import LONGEST_QUESTIONS, sheet_of
from portal.home.my_list import read_list
from portal.home.pdf_packing import packed
from portal.home.qr_codes import qr_code
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.kernel import locale_of, make_review
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

LIST = "therapy:glybera,trial:known-trial,condition:lack-of-lipase,organisation:helpers"
LARGEST = 80_000


@pytest.fixture
def site():
    """One entry of the kinds that a reader takes along, and two hard words in their texts."""
    make_term("Vector", short_definition="A carrier that brings a gene into a cell.")
    make_term("Never used here", short_definition="Something else.")
    make_therapy(
        "Glybera", in_short="<ul><li>A vector brings a gene.</li></ul>", inn="alipogene tiparvovec",
        authorisations=[
            make_authorisation(
                "Glybera", events=[("2012-10-25", "authorised"), ("2017-10", "expired")], number="EU/1/2"
            ),
        ],
    )  # fmt: skip
    trial = make_trial("Known trial", numbers=[("ctgov", "NCT01234567"), ("isrctn", "ISRCTN12949496")])
    make_condition("Lack of lipase", summary="A condition in one sentence.", orphacode="411")
    make_organisation("Helpers", city="Utrecht")
    make_review(trial)


def page(client, address="", status=200):
    response = client.get(address or f"/my-list/sheet/?list={LIST}")
    assert response.status_code == status
    return response.content.decode()


def pdf_from(client, questions=None, address=f"/my-list/sheet.pdf?list={LIST}", **headers):
    response = (
        client.post(address, {"questions": questions}, **headers) if questions is not None else client.get(address)
    )
    assert response.status_code == 200, response.content[:500]
    assert response.headers["Content-Type"] == "application/pdf"
    return response


def text_of(document: bytes, tmp_path) -> str:
    """Return the words of a PDF as another program reads them."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (poppler-utils)")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(document)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)  # noqa: S603, S607
    assert not done.stderr
    return " ".join(done.stdout.decode().split())


def objects_of(document: bytes) -> str:
    """Return all objects of a packed PDF that are no streams, to be looked through."""
    found = []
    for length, at in (
        (int(m[1]), m.end()) for m in re.finditer(rb"/Type/ObjStm[^>]*/Length (\d+)>>stream\n", document)
    ):
        found.append(zlib.decompress(document[at : at + length]).decode("latin-1"))
    return "\n".join(found)


# --- the page --------------------------------------------------------------------------------------------------------


def test_sheet_has_summaries_numbers_statuses_and_dates(client, site):
    html = page(client)

    for words in (
        "A vector brings a gene.", "alipogene tiparvovec", "No longer approved: ran out (since October 2017)",
        "EU/1/2",
        "NCT01234567 (ClinicalTrials.gov); ISRCTN12949496 (ISRCTN)", "Looking for people; registry entry changed",
        "last looked up", "A condition in one sentence.", "ORPHAcode", "411", "Utrecht", "Reviewed 10 January 2026",
        "Not yet medically reviewed",
    ):  # fmt: skip
        assert words in html, words


def test_sheet_explains_the_hard_words_in_it_and_no_others(client, site):
    html = page(client)

    assert "A carrier that brings a gene into a cell." in html
    assert "Never used here" not in html


def test_word_that_is_on_the_list_is_not_explained_twice(client, site):
    html = page(client, f"/my-list/sheet/?list=term:vector,{LIST}")

    assert html.count("A carrier that brings a gene into a cell.") == 1


def test_sheet_has_a_code_of_its_own_address_drawn_in_the_page(client, site):
    html = page(client)
    code = re.search(r'<figure class="qr".*?</figure>', html, re.DOTALL)[0]

    assert qr_code(f"http://localhost:8000/my-list/?list={LIST}") in code
    assert "style=" not in code
    assert "aria-label=" in code


def test_code_too_large_for_any_paper_is_left_out():
    assert qr_code("a" * 4000) == ""


def test_questions_are_asked_in_a_plain_form_and_kept_nowhere(client, site):
    html = page(client)

    assert f'<form method="post" action="/my-list/sheet.pdf?list={LIST}"' in html
    assert f'maxlength="{LONGEST_QUESTIONS}"' in html
    assert "csrf" not in html


def test_empty_list_makes_no_sheet(client):
    assert "Your list is empty." in page(client, "/my-list/sheet/")


# --- the PDF ---------------------------------------------------------------------------------------------------------


def test_pdf_is_tagged_small_and_says_language_and_title(client, site):
    response = pdf_from(client, "Will it hurt?")
    document = response.content
    objects = objects_of(document)

    assert document.startswith(b"%PDF-1.7")
    assert len(document) <= LARGEST
    assert "/StructTreeRoot" in objects
    assert re.search(r"/MarkInfo<</Marked true", objects)
    assert "/Lang(en)" in objects
    assert "/DisplayDocTitle true" in objects
    assert "(For my visit to the doctor)" in objects
    assert "/S/H1" in objects
    assert re.search(r"/Alt\(QR code", objects)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-visit.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_pdf_says_what_the_page_says(client, site, tmp_path):
    text = text_of(pdf_from(client, "Will it hurt?\r\nHow long must I stay?").content, tmp_path)

    for words in (
        "For my visit to the doctor", "My questions", "Will it hurt?", "How long must I stay?",
        "A vector brings a gene.",
        "NCT01234567 (ClinicalTrials.gov); ISRCTN12949496 (ISRCTN)", "No longer approved: ran out (since October 2017)",
        "Hard words explained", "A carrier that brings a gene into a cell.", "Open this list again",
        "http://localhost:8000/trials/known-trial/",
    ):  # fmt: skip
        assert words in text, words


def test_pdf_without_questions_can_be_opened_by_its_address(client, site):
    assert b"%PDF" in pdf_from(client).content


ODD_QUESTIONS = {
    "mark-up": '*bold* #panic("x") $a$ `raw` @ref <label> // comment',
    "import": '#import "/etc/passwd"',
    "control signs": "\x00\x01\x7f",
    "emoji": "🧬💉",
    "private": "\ue000\u0378",
    "turned": "\u202eturned",
    "accents": "e\u0301" * 500,
    "one word": "x" * LONGEST_QUESTIONS,
    "lines": "\n" * LONGEST_QUESTIONS,
    "many": "a\r\n" * (LONGEST_QUESTIONS // 3),
    "json": '{"a": [1',
}


@pytest.mark.parametrize("typed", ODD_QUESTIONS.values(), ids=ODD_QUESTIONS)
def test_nothing_that_is_typed_breaks_the_pdf(client, site, typed):
    assert len(pdf_from(client, typed).content) <= LARGEST


def test_mark_up_that_is_typed_is_printed_as_it_is(client, site, tmp_path):
    text = text_of(pdf_from(client, "*bold* #let x = 1 $a$").content, tmp_path)

    assert "*bold* #let x = 1 $a$" in text


def test_other_scripts_are_letters_and_not_boxes(client, site, tmp_path):
    if not all(ord(letter) in fonts.all_letters() for letter in "ةθ"):
        pytest.skip("no fonts for other scripts on this machine (fonts-noto-core)")

    text = text_of(pdf_from(client, "Η θεραπεία\nخلية").content, tmp_path)

    assert "Η θεραπεία" in text
    assert "خلية" in text


def test_pdf_of_a_page_written_from_right_to_left_says_so(client):
    locale_of("ar")
    make_term("Arabic", slug="arabic", language="ar")

    document = pdf_from(client, address="/ar/my-list/sheet.pdf?list=term:arabic").content

    assert "/Lang(ar)" in objects_of(document)
    assert "/Direction/R2L" in objects_of(document)


def test_pdf_of_a_full_list_is_small(client, tmp_path):
    summary = f"<p>{'A sentence of some words about what is tested. ' * 12}</p>"
    for number in range(20):
        said = {"official_title": "An official title that is long " * 6, "sponsor": "A sponsor"}
        title = f"A plain title of a trial of some length, number {number}"
        make_trial(title, slug=f"t{number}", summary=summary, registry=said)
    ids = ",".join(f"trial:t{number}" for number in range(20))

    document = pdf_from(client, "Why? " * 300, address=f"/my-list/sheet.pdf?list={ids}").content

    assert len(document) <= LARGEST
    assert "number 19" in text_of(document, tmp_path)


def test_sheet_that_would_be_too_large_is_told_in_fewer_words(client, site, monkeypatch, tmp_path):
    make_trial("Long trial", summary=f"<p>{'Word ' * 100}</p>", registry={"official_title": "Title " * 60})
    address = "/my-list/sheet.pdf?list=trial:long-trial"
    whole = pdf_from(client, address=address).content
    monkeypatch.setattr(pdf, "LARGEST", len(whole) - 1)

    less = text_of(pdf_from(client, address=address).content, tmp_path)

    assert text_of(whole, tmp_path).count("Word") == 100
    assert less.count("Word") == pdf.FEWER_WORDS
    assert less.count("Title") < 60


# --- what may go wrong -----------------------------------------------------------------------------------------------


def test_questions_that_are_too_long_are_given_back_with_a_message(client, site):
    response = client.post(f"/my-list/sheet.pdf?list={LIST}", {"questions": "Why? " * LONGEST_QUESTIONS})
    html = response.content.decode()

    assert response.status_code == 422
    assert f"more than {LONGEST_QUESTIONS} letters" in html
    assert "<title>Error:" in html
    assert ">Why? Why?" in html


def test_fault_of_the_maker_is_a_page_that_keeps_the_questions_and_logs_none_of_them(client, site, monkeypatch, caplog):
    def broken(data):
        raise typst.TypstError(f"cannot make {data['questions']}")

    monkeypatch.setattr(pdf, "compiled", broken)

    with caplog.at_level(logging.DEBUG):
        response = client.post(f"/my-list/sheet.pdf?list={LIST}", {"questions": "A secret question"})

    assert response.status_code == 503
    assert ">A secret question</textarea>" in response.content.decode()
    assert "print this page" in response.content.decode()
    assert "could not be made: TypstError" in caplog.text
    assert "secret" not in caplog.text


def test_busy_maker_does_not_keep_a_reader_waiting(site, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS_WAITED", 0.01)
    sheet = sheet_of(read_list(LIST), "Site")
    for _ in range(pdf.AT_ONCE):
        pdf._turn.acquire()
    try:
        with pytest.raises(pdf.PdfFailed):
            pdf.pdf_of(sheet, "")
    finally:
        for _ in range(pdf.AT_ONCE):
            pdf._turn.release()


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://other.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}],
    ids=["origin", "fetch"],
)
def test_form_of_another_site_is_refused(client, site, headers):
    response = client.post(f"/my-list/sheet.pdf?list={LIST}", {"questions": "x"}, **headers)

    assert response.status_code == 403
    assert b"%PDF" not in response.content


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}, {"HTTP_ORIGIN": "null"}],
    ids=["named", "without a referrer"],
)
def test_form_of_this_site_is_answered(client, site, headers):
    pdf_from(client, "x", **headers)


@pytest.mark.parametrize("address", ["/my-list/", "/my-list/sheet/", "/my-list/compare/"])
def test_nothing_else_takes_a_form(client, address):
    assert client.post(address, {"questions": "x"}).status_code == 405


def test_packing_leaves_alone_what_it_does_not_know():
    for document in (
        b"",
        b"no pdf",
        b"%PDF-1.7\ntrailer <</Size 1>>\nstartxref\n5\n",
        b"%PDF-1.5\n1 0 obj\n<<>>\nendobj",
    ):
        assert packed(document) == document


def test_letters_of_a_font_are_read_from_it():
    own = fonts.letters_of(fonts.OWN / "ahn-latin-regular.ttf")

    assert {ord(letter) for letter in "aZ09éßœ–€"} <= own
    assert ord("ة") not in own
    assert fonts.letters_of(fonts.OWN / "no-such.ttf") == frozenset()


def test_what_no_font_shows_is_left_out_or_asked_about():
    own = fonts.letters_of(fonts.OWN / "ahn-latin-regular.ttf")

    assert fonts.showable("a\x00b\tc\u202ed\U0001f9ec", own) == "ab cd?"
