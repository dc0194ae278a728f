"""A therapy without an authorisation in force is never called approved, on no page that names it."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.factories.conditions import make_condition
from tests.factories.therapies import make_authorisation, make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

AUTHORISED = ("2012-10-25", "authorised")
NOT_APPROVED = {
    "expired": [AUTHORISED, ("2017-10-28", "expired")],
    "withdrawn": [AUTHORISED, ("2017-10-28", "withdrawn")],
    "suspended": [AUTHORISED, ("2017-10-28", "suspended")],
    "refused": [("2025-09-24", "refused")],
    "application withdrawn": [("2025-09-24", "application withdrawn")],
    "still to come": [("2999-01-01", "authorised")],
    "nothing known": [],
}
# What may stand there although the word is in it.
HONEST = re.compile(
    r"no longer approved|not approved|never approved|was approved|once approved|approval suspended|"
    r"how medicines are approved|where it was approved|approved elsewhere|approved or not",
    re.IGNORECASE,
)


def claims(html, name=""):
    """Return what calls the therapy approved: on its own page anywhere, in a list only in its own entry."""
    page = BeautifulSoup(html, "html.parser")
    for frame in page.find_all(["script", "style", "header", "footer", "nav", "form", "head"]):
        frame.decompose()
    part = page.find("main")
    if name:
        part = part.find("a", string=re.compile(name)).find_parent(["li", "article"])
    text = " ".join(part.get_text(" ").split())
    return re.findall(r".{0,60}\bapproved\b.{0,60}", HONEST.sub("", text), re.IGNORECASE)


@pytest.fixture(params=NOT_APPROVED, ids=lambda name: name.replace(" ", "-"))
def addresses(request):
    """The pages that name a therapy which may not be called approved, and in which entry to look."""
    condition = make_condition("Known condition")
    therapy = make_therapy("Glybera", events=NOT_APPROVED[request.param], conditions=[condition])
    make_trial("Known trial", therapies=[therapy], conditions=[condition])
    return {
        "/therapies/": "Glybera",
        "/search/?q=Glybera": "Glybera",
        "/trials/known-trial/": "Glybera",
        therapy.get_absolute_url(): "",
    }


def test_no_page_calls_it_approved(client, addresses):
    for address, entry in addresses.items():
        assert claims(client.get(address).content.decode(), entry) == [], address


def test_head_of_the_page_and_data_for_machines_do_not_call_it_approved(client, addresses):
    for address in [*addresses, "/conditions/known-condition/", "/therapies/timeline/"]:
        page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
        told = [page.title.text, *(tag.get("content", "") for tag in page.find_all("meta"))]
        told += [data.string for data in page.find_all("script", type="application/ld+json")]
        lines = [line for line in told if "Glybera" in line]

        assert [line for line in lines if re.search(r"\bapproved\b", HONEST.sub("", line), re.IGNORECASE)] == [], (
            address
        )


def test_answers_at_the_top_of_its_condition_do_not_name_it(client, addresses):
    page = BeautifulSoup(client.get("/conditions/known-condition/?country=DE").content.decode(), "html.parser")

    assert page.find(class_="today").find("dd").find(string=True).strip() == "We know of none."
    assert "Glybera" not in page.find(class_="today").text


def test_page_of_its_condition_lists_it_as_not_approved(client, addresses):
    page = BeautifulSoup(client.get("/conditions/known-condition/").content.decode(), "html.parser")
    link = page.find("a", string=re.compile("Glybera"))
    heading = link.find_previous("h2").get_text(" ")

    assert "approved" not in heading.lower() or HONEST.search(heading), heading
    assert claims(f"<main>{link.find_parent(['li', 'article'])}</main>") == []


def test_approved_therapy_is_called_approved(client):
    make_therapy("Luxturna", events=[("2018-11-22", "authorised")])

    for address, entry in {
        "/therapies/": "Luxturna",
        "/search/?q=Luxturna": "Luxturna",
        "/therapies/luxturna/": "",
    }.items():
        assert claims(client.get(address).content.decode(), entry), address


def test_therapy_approved_in_one_place_and_ended_in_another_says_both(client):
    therapy = make_therapy(
        "Zynteglo",
        authorisations=[
            make_authorisation("Zynteglo", "EU", [("2019", "authorised"), ("2022", "withdrawn")]),
            make_authorisation("Zynteglo", "US", [("2022", "authorised")]),
        ],
    )

    page = " ".join(BeautifulSoup(client.get(therapy.get_absolute_url()).content, "html.parser").get_text(" ").split())

    assert "No longer approved: withdrawn" in page
    assert page.index("United States") < page.index("European Union"), "Where it is approved comes first."
