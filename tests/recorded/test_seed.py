"""Our texts are our own: nothing is copied from the client's former page, and nothing of it is lost."""

import re

import pytest

from portal.starter.reading import FOLDER, KINDS
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
