"""What the starter content says of therapies: which are approved, where, since when, under which name."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup

from conditions.models import Condition
from portal.base.richtext import plain_text
from therapies.enums import Standing, Status
from therapies.models import Authorisation, Therapy
from therapies.status import is_approved
from therapies.timeline import Timeline

pytestmark = [
    pytest.mark.xdist_group("starter content"),
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("starter_content"),
]

TODAY = datetime.date(2026, 11, 23)
NOT_APPROVED = ("glybera", "zalmoxis", "fanskya", "jelrix")  # nowhere; Amtagvi and Elevidys only not in the EU
HONEST = re.compile(
    r"no longer approved|not approved|never approved|(?:was|were) approved|approval suspended", re.IGNORECASE
)


def eu():
    return list(Authorisation.objects.filter(jurisdiction="EU").prefetch_related("events"))


def test_eu_authorisations_ever_in_force_and_ended():
    ever = [row for row in eu() if any(kind == "authorised" for _date, kind in row.dated_events)]
    in_force = [row for row in ever if is_approved(row.status_on(TODAY))]

    assert (len(ever), len(in_force), len(ever) - len(in_force)) == (33, 24, 9)


def test_first_approvals_in_the_eu_stand_in_their_order():
    timeline = Timeline.of(Therapy.objects.public("en").with_status())
    given = [one.name for one in timeline.happenings if one.place == "EU" and not one.is_end]

    assert given[:4] == ["ChondroCelect", "Glybera", "MACI", "Provenge"]


@pytest.mark.parametrize(
    ("slug", "brands"),
    [
        ("libmeldy", {("EU", "Libmeldy"), ("US", "Lenmeldy")}),
        ("upstaza", {("EU", "Upstaza"), ("US", "Kebilidi"), ("UK", "Upstaza")}),
        ("maci-eu", {("EU", "MACI")}),
        ("maci-us", {("US", "MACI")}),
    ],
)
def test_brand_names_of_one_therapy_stand_on_one_page(client, slug, brands):
    therapy = Therapy.objects.get(slug=slug)
    page = client.get(therapy.get_absolute_url()).content.decode()

    assert brands <= set(therapy.authorisations.values_list("jurisdiction", "brand_name"))
    assert [name for _place, name in brands if name not in page] == []


@pytest.mark.parametrize("slug", NOT_APPROVED)
def test_therapy_without_an_authorisation_in_force_is_nowhere_called_approved(client, slug):
    therapy = Therapy.objects.with_status().get(slug=slug)
    own = client.get(therapy.get_absolute_url()).content.decode()

    assert not therapy.is_approved_somewhere
    assert "No longer approved" in own or "Not approved" in own
    for address in ("/therapies/?status=approved", f"/therapies/?q={therapy.name}", f"/search/?q={therapy.name}"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        for link in page.select(f'main a[href="{therapy.get_absolute_url()}"]'):
            text = HONEST.sub("", link.find_parent(["li", "article"]).get_text(" "))
            assert not re.search(r"\bapproved\b", text, re.IGNORECASE), (address, text)
            assert address != "/therapies/?status=approved"


@pytest.mark.parametrize(("slug", "status"), [("amtagvi", Status.APPLICATION_WITHDRAWN), ("elevidys", Status.REFUSED)])
def test_therapy_approved_elsewhere_is_not_approved_in_the_eu(client, slug, status):
    assert Therapy.objects.get(slug=slug).status_in("EU") == status
    assert f"/therapies/{slug}/".encode() not in client.get("/therapies/?status=approved&where=EU").content


def test_filter_and_status_agree_on_every_therapy():
    approved = {therapy.slug for therapy in Therapy.objects.with_status() if therapy.is_approved_somewhere}

    assert set(Therapy.objects.standing(Standing.APPROVED).values_list("slug", flat=True)) == approved


def test_picture_of_all_approvals_weighs_less_than_six_kilobytes():
    assert len(Timeline.of(Therapy.objects.public("en").with_status()).svg().encode()) < 6_000


def test_state_of_play_calls_nothing_approved_that_is_not():
    ended = {
        name.casefold()
        for therapy in Therapy.objects.with_status()
        if not therapy.is_approved_somewhere
        for name in [therapy.name, *[row.brand_name for row in therapy.authorisations.all()]]
    } - {"maci"}  # approved in the US, where it is another entry
    wrong = [
        (condition.slug, sentence)
        for condition in Condition.objects.all()
        for sentence in re.split(r"(?<=[.!?])\s+", plain_text(condition.state_of_play))
        if re.search(r"\b(?:is|are|has been|have been) approved\b", HONEST.sub("", sentence))
        for name in ended
        if re.search(rf"\b{re.escape(name)}\b", sentence.casefold())
    ]

    assert wrong == []
