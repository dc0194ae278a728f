"""Every mistake in a starter file is told with the file and what to do; and then nothing at all has been written."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from glossary.models import Term
from portal.starter.loading.everything import load_starter
from portal.starter.models import LoadedEntry
from portal.starter.reading import StarterError
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.trials import make_trial
from trials.models import RegistryRecord

pytestmark = pytest.mark.django_db

OURS = ("base", "home", "starter", "glossary", "conditions", "therapies", "trials", "organisations", "articles",
        "wagtailcore", "taggit")  # fmt: skip


def everything_stored():
    """Return how many rows each table has that a load may write to."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label in OURS and hasattr(model, "objects")
    }


@pytest.fixture
def refused(folder):
    """A function that loads the folder, expects a refusal, and returns what was told; nothing must be written."""

    def load():
        before = everything_stored()
        with pytest.raises(StarterError) as caught:
            load_starter(lambda line: None, folder=folder)
        assert everything_stored() == before
        return [str(problem) for problem in caught.value.problems]

    return load


@pytest.fixture
def change(folder):
    """A function that replaces a text in a file of the folder by another."""

    def replace(place, old, new):
        path = folder / place
        text = path.read_text()
        assert old in text, f"“{old}” is not in {place}."
        path.write_text(text.replace(old, new))

    return replace


TERM = "terms/carrier-cell.md"
CONDITION = "conditions/example-disease.md"
THERAPY = "therapies/examplezyme.md"
TRIAL = "trials/nct00000123.md"
ORGANISATION = "organisations/example-society.md"
ARTICLE = "articles/example-article.md"
EVENT = '- {date: "2022", what: withdrawn'
DEFINITION = "A made-up word for the tests: what takes something from one place to another."

# Place, what is there, what is put instead, and what must be told.
MISTAKES = {
    "broken YAML": (TERM, "topic: cells", "topic: [cells", ["quote texts that hold a colon or #"]),
    "no facts": (TERM, "---\nname", "name", ["must begin with facts between two lines of three hyphens"]),
    "unknown key": (TERM, "topic: cells", "topc: cells", ["“topc:” is not known here", "known are:", "topic"]),
    "missing key": (TERM, f'short: "{DEFINITION}"\n', "", ["“short:” is missing"]),
    "empty name": (TERM, 'name: "Carrier cell"', 'name: ""', ["name: This field cannot be blank"]),
    "definition too long": (TERM, DEFINITION, "word " * 41 + "end.", ["42 words: shorten the definition to 40"]),
    "definition begins with the word": (TERM, DEFINITION, "Carrier cell: it carries.", ["use other words"]),
    "unknown topic": (TERM, "topic: cells", "topic: cookery", ["“topic: cookery” is not known; write one of: genes-"]),
    "unknown part of speech": (TERM, "part_of_speech: noun", "part_of_speech: verb", ["“part_of_speech: verb”"]),
    "unknown see also": (TERM, "see_also: [made-up-cell]", "see_also: [nobody]", ["there is no terms/nobody.md"]),
    "unknown broader": (TERM, "broader: made-up-cell", "broader: nobody", ["there is no terms/nobody.md"]),
    "unknown kind of form": (TERM, "kind: plural", "kind: plurals", ["kind must be one of: synonym"]),
    "citation without source": (TERM, "along [1]", "along [9]", ["the text cites [9], but there are 1 sources"]),
    "citation of source nought": (TERM, "along [1]", "along [0]", ["the text cites [0]"]),
    "source without a title": (TERM, '- title: "A first source"\n    publ', "- publ", ["source 1 has no title"]),
    "source without an address": (TERM, "    url: https://source.example/first\n", "", ["needs a url, a doi or"]),
    "source with an impossible date": (TERM, 'published: "2021-03"', 'published: "2021-02-30"',
                                       ["source 1, published: “2021-02-30” does not exist in the calendar: check"]),
    "wrong ORPHAcode": (CONDITION, '"999999"', '"ORPHA:232"', ["orphacode: An ORPHAcode is a number such as 232"]),
    "unknown inheritance": (CONDITION, "inheritance: X-linked", "inheritance: yes", ["inheritance"]),
    "unknown group": (CONDITION, "broader: example-diseases", "broader: nobody", ["no conditions/nobody.md"]),
    "section missing": (CONDITION, "## What it is", "## What it was", ["the section “## What it is” is missing"]),
    "unknown condition": (ORGANISATION, "conditions: [example-disease]", "conditions: [nobody]",
                          ["there is no conditions/nobody.md"]),
    "unknown language": (ORGANISATION, 'languages: ["fr"]', 'languages: ["french"]', ["two-letter codes such as fr"]),
    "unknown country": (ORGANISATION, "countries_served: [FR, BE]", "countries_served: [XX]", ["Not in the list: XX"]),
    "website that is none": (ORGANISATION, "https://society.example/\n", "nowhere\n", ["website: Enter a valid URL"]),
    "impossible date of an event": (THERAPY, EVENT, '- {date: "2021-02-30", what: withdrawn',
                                    ["Examplezyme (EU), event 2", "“2021-02-30” does not exist in the calendar"]),
    "event without a date": (THERAPY, EVENT, "- {what: withdrawn", ["event 2", "write 2021, 2021-03 or 2021-03-05"]),
    "events out of order": (THERAPY, EVENT, '- {date: "2011", what: withdrawn',
                            ["Examplezyme (EU): Event 2 (2011) is earlier than the one before it", "in order"]),
    "event after the end": (THERAPY, '      - {date: "2018-08-22", what: authorised',
                            '      - {date: "2010", what: authorised}\n      - {date: "2012", what: withdrawn}\n'
                            '      - {date: "2018-08-22", what: label restricted',
                            ["follows the end (“authorisation withdrawn”): enter a new authorisation instead"]),
    "unknown event": (THERAPY, "what: withdrawn", "what: stopped", ["“stopped” is not one of: authorised"]),
    "unknown place": (THERAPY, "jurisdiction: EU", "jurisdiction: Europe", ["“jurisdiction: Europe” is not known"]),
    "cells given in vivo": (THERAPY, "kind: in vivo gene therapy", "kind: gene-modified cells", ["choose “ex vivo”"]),
    "unknown section": (THERAPY, "## Risks", "## Dangers", ["the section “## dangers” is not known; known are:"]),
    "wrong trial number": (TRIAL, "number: NCT00000123}", "number: NCT123}",
                           ["“NCT123” is not a number of ClinicalTrials.gov: it should look like NCT01234567"]),
    "unknown registry": (TRIAL, "{registry: ctgov, number: NCT00000123}", "{registry: nowhere, number: NCT00000123}",
                         ["“nowhere” is not a registry; write one of: ctgov"]),
    "impossible date of a trial": (TRIAL, '"2022-05", type: ACTUAL', '"2022-13", type: ACTUAL',
                                   ["registry_record, start: “2022-13” does not exist in the calendar"]),
    "day of the registry that is none": (TRIAL, '"2026-02-04"', '"2026-02-31"', ["registry_record, checked_on"]),
    "summary too long": (TRIAL, "Nothing is tested, in a few people", "word " * 130,
                         ["summary: 130 words: shorten the summary to 120"]),
    "unknown therapy": (TRIAL, "therapies: [examplezyme]", "therapies: [nobody]", ["there is no therapies/nobody.md"]),
    "block not closed": (ARTICLE, "::: links example-film\n:::", "::: links example-film",
                         ["block “links” is not closed; put ::: on a line of its own"]),
    "block inside a block": (ARTICLE, "It stands out.\n:::", "It stands out.", ["block “inset” is not closed"]),
    "unknown block": (ARTICLE, "::: inset", "::: insert", ["block “insert” is not known"]),
    "unknown film": (ARTICLE, "::: video example-film", "::: video nobody", ["there is no resources/nobody.md"]),
    "emergency card with a number": (ARTICLE, "::: care now Call at once if:", "::: care now Call 112 if:",
                                     ["leave out 112: an emergency card shows the number of the site"]),
    "care card of no level": (ARTICLE, "::: care now", "::: care often", ["later, soon or now, not “often”"]),
    "table with a ragged row": (ARTICLE, "| Example | 2018 |", "| Example |", ["different numbers of cells"]),
    "timeline of another form": (ARTICLE, "1990-09 | A first", "1990-09: A first", ["is not “- date | title | text”"]),
    "unknown section of pages": (ARTICLE, "parent: start", "parent: nowhere", ["there is no section “nowhere”"]),
    "unknown kind of page": (ARTICLE, "page_type: article", "page_type: story", ["“page_type: story” is not known"]),
    "film without words": ("resources/example-film.md", '\ntranscript: "Our own summary. Nothing is said."', "",
                           ["A film needs its words too"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_with_file_and_remedy_and_nothing_is_written(change, refused, mistake):
    place, old, new, told = MISTAKES[mistake]
    change(place, old, new)

    problems = refused()

    of_this_file = [problem for problem in problems if problem.startswith(f"{place}: ")]
    assert [part for part in told if not any(part in problem for problem in of_this_file)] == [], problems


def test_facts_that_are_a_list_are_told(folder, refused):
    (folder / TERM).write_text("---\n- a\n- b\n---\nText.\n")

    assert f"{TERM}: the facts must be lines of the form “name: value”." in refused()


def test_file_that_is_not_utf8_is_told_with_the_byte(folder, refused):
    path = folder / TERM
    path.write_bytes(path.read_text().replace("A made-up", "Ä made-up").encode("latin-1"))

    assert any(problem.startswith(f"{TERM}: is not UTF-8 text (byte ") and "save it as UTF-8" in problem
               for problem in refused())  # fmt: skip


@pytest.mark.parametrize("name", ["Carrier Cell.md", "carrier_cell.md", "-carrier.md", "Träger.md", "carrier--cell.md"])
def test_file_with_a_name_that_is_no_address_is_told(folder, refused, name):
    (folder / TERM).rename(folder / "terms" / name)

    assert any("the file's name becomes the address" in problem for problem in refused())


def test_line_of_broken_yaml_is_told(change, refused):
    change(TERM, 'sentence: "The carrier cell went home."', 'sentence: The carrier: "cell" went: home')

    problems = refused()

    assert any(problem.startswith(f"{TERM}: line 13:") for problem in problems), problems


def test_slug_taken_by_a_record_of_an_editor_is_told(refused):
    make_term("Something else", slug="carrier-cell")

    problems = refused()

    assert any(problem.startswith(f"{TERM}: ") and "slug" in problem.lower() for problem in problems), problems
    assert Term.objects.get().name == "Something else"


def test_name_taken_by_a_record_of_an_editor_is_told(refused):
    make_term("carrier CELL", slug="mine")

    assert f"{TERM}: Another term has this name." in refused()


def test_other_form_taken_by_a_record_of_an_editor_is_told(refused):
    make_term("Mine", also_called=["Ferry-cell"])

    problems = refused()

    assert any(problem.startswith(f"{TERM}: ") and "ferry" in problem.lower() for problem in problems), problems


def test_orphacode_taken_by_a_record_of_an_editor_is_told(refused):
    make_condition("Mine", orphacode="999999")

    assert f"{CONDITION}: Another condition has this ORPHAcode." in refused()


def test_form_claimed_by_two_files_is_told_with_both(change, refused):
    change("terms/made-up-cell.md", "invented cell", "Ferry  Cell")

    problems = refused()

    assert any("terms/made-up-cell.md" in problem and "terms/carrier-cell.md" in problem for problem in problems)
    assert any("remove it from one of the two" in problem for problem in problems)


def test_trial_number_in_two_files_is_told_with_the_other_file(folder, refused):
    (folder / "trials" / "nct00000999.md").write_text(
        (folder / TRIAL)
        .read_text()
        .replace("A trial of an example", "Another trial")
        .replace("2004-000012-13", "2008-006649-18")
    )

    told = f"trials/nct00000999.md: numbers: NCT00000123 is already used in {TRIAL}: one trial, one file."
    assert told in refused()


def test_trial_number_of_a_trial_in_the_database_is_told(refused):
    make_trial("An editor's trial", numbers=[("ctgov", "NCT00000123")], status="")

    problems = refused()

    told = "NCT00000123 already belongs to “An editor's trial” on the site: correct it, or drop the file."
    assert f"{TRIAL}: numbers: {told}" in problems


def test_registry_record_of_the_database_is_told(refused):
    make_trial("An editor's trial", numbers=[("ctgov", "NCT00000777")], registry={"official_title": "x"})
    RegistryRecord.objects.update(number="NCT00000123")

    problems = refused()

    assert any(problem.startswith(f"{TRIAL}: ") for problem in problems), problems


def test_all_mistakes_of_all_files_of_a_kind_are_told_at_once(change, refused):
    change(TERM, "topic: cells", "topc: cells")
    change("terms/made-up-cell.md", "topic: cells", "topic: cookery")

    problems = refused()

    assert {problem.split(":")[0] for problem in problems} == {TERM, "terms/made-up-cell.md"}


def test_mistake_in_the_last_kind_takes_back_the_first(change, refused):
    change(ARTICLE, "parent: start", "parent: nowhere")

    refused()

    assert not Term.objects.exists()
    assert not LoadedEntry.objects.exists()


def test_mistake_put_right_is_loaded_at_the_next_start(change, refused, folder):
    change(TERM, "topic: cells", "topc: cells")
    refused()
    change(TERM, "topc: cells", "topic: cells")

    assert load_starter(lambda line: None, folder=folder) == 10


def test_command_tells_the_mistakes_and_that_nothing_was_loaded(change, folder, monkeypatch):
    change(TERM, "topic: cells", "topc: cells")
    monkeypatch.setattr(load_starter, "__defaults__", (folder,))

    with pytest.raises(CommandError) as caught:
        call_command("load_starter")

    assert "Nothing was loaded. Put these right and run the command again:" in str(caught.value)
    assert f"{TERM}: “topc:” is not known here" in str(caught.value)
