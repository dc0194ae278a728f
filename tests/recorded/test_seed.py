"""Our texts are our own: nothing is copied from the client's former page, and nothing of it is lost."""

import re

import pytest

from portal.starter.reading import FOLDER, KINDS, read_folder
from tests.repository import ROOT, short
from tests.starter.seed_entries import SEED_ENTRIES, SEED_FORMS

LONGEST_RUN = 8
WORD = re.compile(r"[^\W_]+")
FILES = [path for kind in KINDS for path in sorted((FOLDER / kind).glob("*.md"))]


def words_of(text):
    return WORD.findall(text.casefold())


def runs_of(words):
    return {tuple(words[n : n + LONGEST_RUN]) for n in range(len(words) - LONGEST_RUN + 1)}


@pytest.fixture(scope="module")
def seed(shared):
    return (shared / "seed" / "patient-information.txt").read_text(encoding="utf-8")


def test_no_text_has_eight_words_in_a_row_with_the_seed(seed):
    theirs = runs_of(words_of(seed))
    copied = {
        short(path) if path.is_relative_to(ROOT) else str(path): " ".join(sorted(found)[0])
        for path in FILES
        if (found := theirs & runs_of(words_of(path.read_text(encoding="utf-8"))))
    }

    assert len(FILES) > 300
    assert copied == {}


def test_the_check_finds_a_copied_sentence(seed):
    copied = "As we said, " + " ".join(seed.split()[200:215])

    assert runs_of(words_of(seed)) & runs_of(words_of(copied))


def test_our_list_of_the_seed_glossary_is_whole(seed):
    glossary = " ".join(seed.split("Gene and cell therapy glossary")[1].split())
    heads = [line for line in seed.splitlines() if re.match(r"^\s*(• )?[A-Z][\w ,();/-]+? ?[-—] ?\S", line)]

    assert len(SEED_ENTRIES) == 74
    assert len([line for line in heads if line in seed.split("Gene and cell therapy glossary")[1]]) >= 60
    in_the_seed = [form for form in SEED_FORMS if form.casefold() in glossary.casefold()]
    assert set(SEED_FORMS) - set(in_the_seed) <= {
        "Embryonic stem cells", "ES cells", "Induced pluripotent stem cells",
    }  # fmt: skip


# --- everything of the former page has its place ---------------------------------------------------------------------

# Heading of the former page -> articles in which its matter stands.
SECTIONS = {
    "What is gene and cell therapy?": {
        "what-is-gene-and-cell-therapy", "how-gene-therapy-works", "how-cell-therapy-works",
        "genes-cells-and-inheritance",
    },
    "Current developments in gene and cell therapy": {"where-the-field-is-today", "gene-editing"},
    "Clinical trials": {"clinical-trials-explained", "before-you-join-a-trial", "registers-and-regulators"},
    "Patient perspective": {"people-treated-1990-to-today", "support-and-patient-organisations"},
}  # fmt: skip
# What the former page led to -> our link or film, and its kind.
LINKS = {
    "US Food and Drug Administration (FDA)": ("fda-what-is-gene-therapy", "video"),
    "AGCT": ("asgct-gene-therapy-basics", "video"),
    "bluebird bio": ("genetix-gene-therapy", "video"),
    "video from the Royal Society": ("royal-society-gene-editing", "video"),
    "EuroStemCell website. Further": ("eurostemcell", "website"),
    "iPS cells is available on the EuroStemCell website": ("eurostemcell-ips-cells", "website"),
    "EMA website": ("ema", "regulator"),
    "FDA website": ("fda", "regulator"),
    "EU Clinical Trials Register": ("eu-clinical-trials-register", "register"),
    "ClinicalTrials.gov": ("clinicaltrials-gov", "register"),
}


@pytest.fixture(scope="module")
def articles():
    return {file.slug: file for file in read_folder("articles")}


def test_every_section_of_the_seed_has_its_articles(seed, articles):
    glossary = "Gene and cell therapy glossary"
    headings = [line.strip() for line in seed.split(f"{glossary}\n")[0].splitlines() if 0 < len(line.split()) <= 8]
    films = [line for line in headings if line.startswith("Video from")]

    assert set(headings) - set(films) == set(SECTIONS)
    assert set().union(*SECTIONS.values()) <= set(articles)


@pytest.mark.parametrize("named", LINKS)
def test_every_link_and_film_of_the_seed_is_a_record_that_an_article_shows(seed, articles, named):
    slug, kind = LINKS[named]
    (resource,) = [file for file in read_folder("resources") if file.slug == slug]
    shown = [file.slug for file in articles.values() if re.search(rf"^:::.*\b{slug}(?![\w-])", file.body, re.MULTILINE)]

    assert named in " ".join(seed.split())
    assert resource.facts["kind"] == kind
    assert shown
    assert kind != "video" or resource.body or resource.facts.get("transcript")


def test_what_has_aged_was_corrected_with_its_source(articles):
    corrected = {
        slug: str(file.facts["corrections"]) for slug, file in articles.items() if file.facts.get("corrections")
    }
    told = " ".join(corrected.values())

    for matter in ("Glybera", "2017", "CTIS", "genes", "Genetix"):
        assert matter in told, matter
    for file in (articles[slug] for slug in corrected):
        assert file.facts["sources"], file.slug


def test_overview_of_people_treated_is_dated_and_sourced_from_1990_to_today(articles):
    lines = re.findall(r"^- (\d{4})[\d-]* \| .+? \| (.+)$", articles["people-treated-1990-to-today"].body, re.MULTILINE)
    years = [int(year) for year, _text in lines]

    assert min(years) == 1990
    assert max(years) >= 2025
    assert years == sorted(years)
    assert [text for _year, text in lines if not re.search(r"\[\d", text)] == []
