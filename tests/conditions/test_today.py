"""The four questions of a condition's page, answered honestly, by country, in a constant number of queries."""

import datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from conditions.today import approved_line, country_line, help_line, trials_line
from portal.base.countries import EU, european_countries
from tests.factories.conditions import make_condition
from tests.factories.kernel import make_source
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial
from therapies.models import Availability

ADDRESS = "/conditions/known-condition/"
QUESTIONS = ["Is a therapy approved?", "Can I get it in my country?", "Is one being tested?", "Who can help?"]


# --- the lines -------------------------------------------------------------------------------------------------------


def card(name, is_sold=True):
    return SimpleNamespace(therapy=SimpleNamespace(name=name), is_sold=is_sold)


def row(name="A", words="not known", is_known=False, is_unapproved=False):
    return SimpleNamespace(name=name, words=words, is_known=is_known, is_unapproved=is_unapproved)


@pytest.mark.parametrize(
    ("cards", "line"),
    [
        ([], "We know of none."),
        ([card("A")], "Yes, one: A."),
        ([card("A"), card("B", is_sold=False)], "Yes, 2: A, B."),
        ([card(name) for name in "ABC"], "Yes, 3: A, B, C."),
        ([card(name) for name in "ABCDE"], "Yes, 5: A, B, C and 2 more."),
        ([card("Laviv", is_sold=False)], "Approval still exists, but no longer sold: Laviv."),
    ],
)
def test_approved_therapies_are_counted_and_named(cards, line):
    assert approved_line(cards) == line


@pytest.mark.parametrize(
    ("approved", "rows", "country", "line"),
    [
        ([], [], "", "There is none to get, as far as we know."),
        ([], [], "Germany", "There is none to get, as far as we know."),
        ([1], [], "", "Choose your country."),
        ([1], [row()], "Estonia", "We do not know for Estonia. Ask your team or an organisation."),
        ([1], [row("A", "launched", True), row()], "Estonia", "A: launched"),
        ([1], [row(is_unapproved=True), row(is_unapproved=True)], "Estonia",
         "None of them is approved in the European Union."),
        ([1], [row(is_unapproved=True), row()], "Estonia",
         "We do not know for Estonia. Ask your team or an organisation."),
    ],
)  # fmt: skip
def test_country_is_answered_or_said_to_be_unknown(approved, rows, country, line):
    assert country_line(SimpleNamespace(approved=approved, in_country=rows), country) == line


@pytest.mark.parametrize(
    ("openness", "line"),
    [
        ([], "We list no trial."),
        ([True], "We list 1 trial; 1 of them look for people."),
        ([True, False, True], "We list 3 trials; 2 of them look for people."),
        ([False, False], "We list 2 trials; for none of them we are sure that it looks for people now."),
    ],
)
def test_trials_are_counted_and_only_those_surely_open_called_so(openness, line):
    assert trials_line([SimpleNamespace(is_open=is_open) for is_open in openness]) == line


@pytest.mark.parametrize(
    ("own", "related", "line"),
    [
        ([], [], "We know of none for it alone; umbrella organisations help everyone."),
        ([1], [], "1 organisation"),
        ([1], [1, 1], "3 organisations"),
    ],
)
def test_organisations_are_counted(own, related, line):
    assert help_line(SimpleNamespace(own_organisations=own, related_organisations=related)) == line


# --- the page --------------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition(db):
    return make_condition("Known condition")


def page_of(client, address=ADDRESS):
    return BeautifulSoup(client.get(address).content, "html.parser")


def answers_of(page):
    return {row.dt.text: row.dd.find(string=True).strip() for row in page.find(class_="brief").find_all("div")}


def section(page, anchor):
    """Return the text between a heading and the next one."""
    parts = []
    for element in page.find(id=anchor).find_next_siblings():
        if element.name == "h2":
            break
        parts.append(element.get_text(" ", strip=True))
    return " ".join(parts)


def available(therapy, country, state="paid for", **fields):
    source = make_source(title="G-BA decision", url="https://g-ba.example/")
    Availability.objects.create(
        therapy=therapy, country=country, state=state, source=source, checked_on=datetime.date(2026, 3, 31), **fields
    )


def test_empty_condition_answers_every_question_honestly(condition, client):
    page = page_of(client)

    assert answers_of(page) == {
        QUESTIONS[0]: "We know of none.",
        QUESTIONS[1]: "There is none to get, as far as we know.",
        QUESTIONS[2]: "We list no trial.",
        QUESTIONS[3]: "We know of none for it alone; umbrella organisations help everyone.",
    }
    assert page.find("select", id="country-choice") is None
    for anchor, words in {
        "state": "We have not written yet what gene or cell therapy can do for it today.",
        "approved": "We know of no approved gene or cell therapy for it in the places we look at.",
        "country": "so there is none to get outside a trial",
        "trials": "We know only some of all trials: look in the registries themselves, and ask your team.",
        "help": "Umbrella organisations help people with every condition.",
    }.items():
        assert words in section(page, anchor), anchor


def test_questions_stand_before_everything_else_and_lead_to_their_answers(condition, client):
    page = page_of(client)

    first = page.find("article").find("section")
    assert first["class"] == ["brief", "flow"]
    assert [row.dt.text for row in first.find_all("div")] == QUESTIONS
    for link in first.find_all("a"):
        assert page.find(id=link["href"].removeprefix("#")).name == "h2"


def test_approved_therapy_is_shown_with_place_status_date_and_the_day_it_was_looked_up(condition, client):
    make_therapy("Alphacel", conditions=[condition], authorisations=[
        make_authorisation("Alphacel", "EU", [("2018-08-23", "authorised")], last_seen_on="2026-03-14"),
        make_authorisation("Betacel", "US", [("2017", "authorised"), ("2025-02", "no longer marketed")]),
    ])  # fmt: skip

    page = page_of(client)

    approved = section(page, "approved")
    assert answers_of(page)[QUESTIONS[0]] == "Yes, one: Alphacel."
    assert "European Union: Approved since 23 August 2018" in approved
    assert "United States: Approval still exists, but no longer sold since February 2025" in approved
    assert "Checked with the regulators’ lists: European Union on 14 March 2026 or later." in " ".join(approved.split())


def test_country_is_chosen_by_a_plain_form_and_kept_in_the_address(condition, client):
    make_therapy("Alphacel", conditions=[condition])

    form = page_of(client).find("form", action="#country")
    chosen = page_of(client, f"{ADDRESS}?country=EE")

    assert (form["method"], form.find("select")["name"]) == ("get", "country")
    assert [option["value"] for option in form.find_all("option")] == [
        "",
        *[code for code, _name in european_countries()],
    ]
    assert chosen.find("option", selected=True)["value"] == "EE"
    assert chosen.find(id="country").text == "Can I get it in Estonia?"
    assert "Set-Cookie" not in client.get(f"{ADDRESS}?country=EE").headers


@pytest.mark.parametrize("typed", ["XX", "Estonia", "ee", "", "US", "<script>"])
def test_country_that_is_none_is_passed_over(condition, client, typed):
    make_therapy("Alphacel", conditions=[condition])

    page = page_of(client, f"{ADDRESS}?country={typed}")

    assert page.find(id="country").text == "Can I get it in my country?"
    assert answers_of(page)[QUESTIONS[1]] == "Choose your country."


def test_what_we_know_of_a_country_has_its_source_and_date(condition, client):
    therapy = make_therapy("Alphacel", conditions=[condition])
    available(therapy, "DE")

    page = page_of(client, f"{ADDRESS}?country=DE")

    assert answers_of(page)[QUESTIONS[1]] == "Alphacel: paid for by the health system"
    assert "Alphacel : paid for by the health system (checked on 31 March 2026, G-BA decision )" in section(
        page, "country"
    )
    assert page.find("a", href="https://g-ba.example/")


def test_country_nobody_told_us_about_is_not_known(condition, client):
    available(make_therapy("Alphacel", conditions=[condition]), "DE")

    page = page_of(client, f"{ADDRESS}?country=EE")

    assert answers_of(page)[QUESTIONS[1]] == "We do not know for Estonia. Ask your team or an organisation."
    assert "Alphacel : not known" in section(page, "country")
    assert "Where we say “not known”, nobody has told us yet." in section(page, "country")


def test_state_that_is_not_known_is_no_answer(condition, client):
    available(make_therapy("Alphacel", conditions=[condition]), "EE", "not known")

    assert "We do not know for Estonia." in answers_of(page_of(client, f"{ADDRESS}?country=EE"))[QUESTIONS[1]]


@pytest.mark.parametrize(("country", "is_said"), [("EE", True), ("GB", False), ("CH", False), ("NO", False)])
def test_therapy_approved_elsewhere_only_is_said_not_to_be_approved_in_the_eu(condition, client, country, is_said):
    make_therapy("Gammacel", conditions=[condition], authorisations=[make_authorisation("Gammacel", "US")])

    page = page_of(client, f"{ADDRESS}?country={country}")

    assert (country in EU) is is_said
    assert ("not known; not approved in the European Union" in section(page, "country")) is is_said
    assert (answers_of(page)[QUESTIONS[1]] == "None of them is approved in the European Union.") is is_said


def test_therapy_that_lost_its_approval_is_listed_apart_and_never_as_something_to_get(condition, client):
    make_therapy("Glybera", conditions=[condition], events=[("2012-10-25", "authorised"), ("2017-10-28", "expired")])

    page = page_of(client, f"{ADDRESS}?country=DE")

    assert answers_of(page)[QUESTIONS[0]] == "We know of none."
    assert "Glybera" not in section(page, "approved") + section(page, "country")
    assert "No longer approved: ran out since 28 October 2017" in section(page, "not-approved")


def test_organisations_of_the_chosen_country_come_first(condition, client):
    for name, served in {"Aaa": ["FR"], "Bbb": ["EE", "LV"], "Ccc": []}.items():
        make_organisation(name, conditions=[condition], countries_served=served)

    def order(address):
        text = section(page_of(client, address), "help")
        return sorted(["Aaa", "Bbb", "Ccc"], key=text.index)

    assert order(ADDRESS) == ["Aaa", "Bbb", "Ccc"]
    assert order(f"{ADDRESS}?country=EE") == ["Bbb", "Ccc", "Aaa"]


def test_trial_is_counted_as_open_only_after_a_recent_look(condition, client):
    make_trial("Fresh", conditions=[condition])
    make_trial("Stale", conditions=[condition], checked_on=datetime.date.today() - datetime.timedelta(days=31))

    assert answers_of(page_of(client))[QUESTIONS[2]] == "We list 2 trials; 1 of them look for people."


def test_page_can_be_printed_as_one_sheet(condition, client):
    page = page_of(client)

    assert len(page.find_all("button", attrs={"data-portal-print": True})) == 1
    assert page.find("button", attrs={"data-portal-print": True}).find_parent(class_="no-print")


def fill_with(condition, number):
    for _number in range(number):
        therapy = make_therapy(conditions=[condition], authorisations=[
            make_authorisation("In the EU", "EU"), make_authorisation("In the US", "US"),
        ])  # fmt: skip
        Availability.objects.create(
            therapy=therapy, country="DE", state="launched", source=make_source(), checked_on="2026-03-31"
        )
        make_trial(conditions=[condition], therapies=[therapy])
        make_organisation(conditions=[condition])


@pytest.mark.parametrize(
    "address", [ADDRESS, f"{ADDRESS}?country=DE", "/therapies/", "/therapies/?status=approved&where=EU"]
)
def test_queries_are_few_and_do_not_grow(condition, client, django_assert_max_num_queries, address):
    fill_with(condition, 3)
    counts = []
    for more in (0, 27):
        fill_with(condition, more)
        client.get(address)  # what a process keeps of the site is fetched once
        with django_assert_max_num_queries(15) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
