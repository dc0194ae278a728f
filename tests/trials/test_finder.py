"""The finder as a reader meets it: what is found, in which order, and what is said about it."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup

from tests.factories.conditions import make_condition
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_registry_record, make_trial
from trials.finder.filling import catch_up
from trials.models import FinderEntry, FinderLabel, FinderPlace, Place, PlaceName, RegistrySite, Trial

pytestmark = pytest.mark.django_db

UTRECHT, PARIS, BOSTON = (52.09, 5.12), (48.86, 2.35), (42.36, -71.06)
LONG_AGO = datetime.date.today() - datetime.timedelta(days=100)


def make_town(geoname, name, country, point, people=500_000):
    place = Place.objects.create(
        geoname=geoname, name=name, country=country, latitude=point[0], longitude=point[1], population=people
    )
    PlaceName.objects.create(place=place, folded=name.lower())
    return place


@pytest.fixture
def towns():
    return make_town(1, "Utrecht", "NL", UTRECHT), make_town(2, "Amiens", "FR", (49.89, 2.3))


def trial_at(name, country, point, *, site_status="", **fields):
    trial = make_trial(name, countries=(), **fields)
    RegistrySite.objects.create(
        record=trial.registry_records.get(), facility="Clinic", city=f"City of {name}", country=country,
        latitude=point[0], longitude=point[1], status=site_status,
    )  # fmt: skip
    return trial


def found(client, **asked):
    """Return the names of the trials that the finder shows, in order."""
    answer = client.get("/trials/", asked)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return [link.get_text() for link in page.select(".card-list h3 a")]


def words_of(client, **asked):
    page = BeautifulSoup(client.get("/trials/", asked).content, "html.parser")
    return " ".join(page.main.get_text(" ").split())


def test_draft_is_never_found(client):
    make_trial("Published trial")
    make_trial("Draft trial", live=False)

    assert found(client) == ["Published trial"]
    assert not found(client, q="Draft")


def test_trial_taken_away_is_found_no_more(client):
    trial = make_trial("Once public")
    trial.live = False
    trial.save()

    assert found(client) == []
    assert not FinderEntry.objects.exists()


def test_condition_leads_to_its_trials_and_to_those_of_narrower_ones(client):
    group = make_condition("Blood cancers")
    narrow = make_condition("Acute myeloid leukaemia", also_called=["AML"], broader=group)
    make_trial("Of the group", conditions=[group])
    make_trial("Of the narrow one", conditions=[narrow])
    make_trial("Of nothing")

    assert set(found(client, q="blood cancers")) == {"Of the group", "Of the narrow one"}
    assert found(client, q="aml") == ["Of the narrow one"]
    assert "“aml” leads to: Acute myeloid leukaemia" in words_of(client, q="aml")


def test_condition_changed_later_is_followed(client):
    old, new = make_condition("Old disorder"), make_condition("New disorder")
    trial = make_trial("Moved", conditions=[old])
    trial.conditions = [new]
    trial.save()

    assert found(client, q="new disorder") == ["Moved"]
    assert found(client, q="old disorder") == []


def test_misspelt_condition_is_asked_about(client):
    make_condition("Haemophilia B")

    assert "Did you mean Haemophilia B ?" in words_of(client, q="haemofilia b")


def test_number_and_words_of_a_title_are_found(client):
    make_trial("One", numbers=[("ctgov", "NCT05397184")], registry={"official_title": "Lentiviral correction"})
    make_trial("Two")

    assert found(client, q="NCT 0539 7184") == ["One"]
    assert found(client, q="lentiviral") == ["One"]


def test_country_and_europe(client):
    make_trial("British", countries=["GB"])
    make_trial("American", countries=["US"])

    assert found(client, country="US") == ["American"]
    assert found(client, country="EUROPE") == ["British"]
    assert set(found(client, country="ZZ")) == {"British", "American"}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"age": "10"}, ["Children"]),
        ({"age": "30"}, ["Women"]),
        ({"age": "8", "age_unit": "months"}, ["Children"]),
        ({"sex": "MALE"}, ["Children"]),
        ({"sex": "FEMALE"}, ["Children", "Women"]),
        ({"phase": "1"}, ["Children"]),
        ({"phase": "2"}, ["Children", "Women"]),
        ({"phase": "4"}, []),
        ({"kind": "in_vivo_gene"}, ["Women"]),
    ],
)
def test_age_sex_stage_and_kind_narrow(client, asked, names):
    young = {"minimum_age": "6 Months", "maximum_age": "17 Years", "phases": ["PHASE1", "PHASE2"]}
    adult = {"minimum_age": "18 Years", "sex": "FEMALE", "phases": ["PHASE2"]}
    make_trial("Children", registry=young)
    make_trial("Women", therapy_kind="in_vivo_gene", registry=adult)

    assert sorted(found(client, **asked)) == names


def test_nearest_comes_first_and_distance_is_rounded(client, towns):
    trial_at("In Paris", "FR", PARIS)
    trial_at("In Utrecht", "NL", UTRECHT)
    trial_at("In Boston", "US", BOSTON)

    assert found(client, near="Amiens", within="200") == ["In Paris"]
    assert found(client, near="Utrecht", within="50") == ["In Utrecht"]
    page = words_of(client, near="Amiens", within="200")
    assert "City of In Paris, France: about 110 km away" in page
    assert "You searched for: within 200 km of Amiens, France" in page


def test_distance_goes_on_to_the_trial_page(client, towns):
    trial_at("In Paris", "FR", PARIS)
    page = BeautifulSoup(client.get("/trials/", {"near": "Amiens", "within": "200"}).content, "html.parser")

    detail = client.get(page.select_one(".card-list h3 a")["href"])

    assert "about 110 km away" in detail.content.decode()
    assert detail.headers["Cache-Control"] == "private, no-cache"


def test_order_by_the_last_registry_change(client, towns):
    days = [datetime.date(2026, 1, day) for day in (1, 3, 2)]
    for day in days:
        trial_at(f"Changed on {day.day}", "NL", UTRECHT, registry={"registry_changed_on": day})

    wanted = ["Changed on 3", "Changed on 2", "Changed on 1"]
    assert found(client, sort="changed") == wanted
    assert found(client, near="Utrecht", sort="changed") == wanted


@pytest.mark.parametrize("status", ["WITHDRAWN", "UNKNOWN", "TERMINATED", "SUSPENDED", "COMPLETED"])
def test_trial_that_takes_nobody_is_never_called_open(client, status):
    make_trial("No longer", status=status)

    assert found(client, status="open") == []
    assert (
        "Looking for people"
        not in BeautifulSoup(client.get("/trials/").content, "html.parser").select_one(".card-list").get_text()
    )


def test_open_counts_only_after_a_recent_look_and_while_the_registry_shows_it(client):
    make_trial("Fresh")
    make_trial("Stale", checked_on=LONG_AGO)
    make_trial("Gone", registry={"gone_since": datetime.date.today()})

    assert found(client, status="open") == ["Fresh"]
    assert set(found(client, status="unsure")) == {"Stale", "Gone"}
    assert found(client)[0] == "Fresh"


def test_open_trial_is_not_offered_at_a_place_that_is_closed(client, towns):
    trial_at("Closed here", "NL", UTRECHT, site_status="COMPLETED")

    assert found(client, near="Utrecht") == ["Closed here"]
    assert found(client, near="Utrecht", status="open") == []
    assert found(client, country="NL", status="open") == []


def test_trial_for_which_people_pay_is_not_listed(client):
    make_trial("Paid", participant_pays="yes", caution="People must pay.")

    assert found(client) == []


def test_ambiguous_place_offers_choices_as_links(client):
    make_town(3, "Springfield", "US", BOSTON, 170_000)
    make_town(4, "Springfield", "CA", (45, -75), 150_000)
    make_trial("Anywhere")
    page = BeautifulSoup(client.get("/trials/", {"near": "Springfield"}).content, "html.parser")

    links = [link["href"] for link in page.select(".results .inset li a")]

    assert "Which “Springfield” do you mean?" in page.get_text()
    assert len([link for link in links if re.search(r"place=[34]$", link)]) == 2
    assert found(client, near="Springfield") == ["Anywhere"]


def test_nothing_found_widens_step_by_step_and_names_organisations(client, towns):
    condition = make_condition("Rare disorder")
    make_organisation("Rare society", conditions=[condition])
    trial_at("Far away", "FR", PARIS, conditions=[condition])
    trial_at("Not yet", "US", BOSTON, conditions=[condition], status="NOT_YET_RECRUITING")

    page = words_of(client, q="rare disorder", near="Utrecht", within="50", status="open")

    assert "No trials found" in page
    steps = ["up to 200 km from Utrecht: none", "anywhere in Netherlands: none", "anywhere in Europe : 1 trial"]
    assert [step for step in steps if step not in page] == []
    assert "not open yet, in any country : 1 trial" in page
    assert "Rare society" in page
    assert "How to check a clinic" in page


def test_cut_list_says_so(client, monkeypatch):
    monkeypatch.setattr("trials.finder.looking.MOST", 2)
    monkeypatch.setattr("trials.finder.looking.look.__defaults__", (2,))
    for _number in range(3):
        make_trial()

    assert "More than" in words_of(client)
    assert len(found(client)) == 2


# --- filling ---------------------------------------------------------------------------------------------------------


def test_what_an_importer_stored_at_once_is_caught_up_with():
    trial = make_trial("Imported", status="", countries=())
    record = make_registry_record(None)
    type(record).objects.filter(pk=record.pk).update(trial=trial)
    RegistrySite.objects.bulk_create(
        [RegistrySite(record=record, city="Lyon", country="FR", latitude=45.7, longitude=4.8)]
    )

    assert catch_up() == 1
    assert catch_up() == 0
    entry = FinderEntry.objects.get()
    assert (entry.status, entry.rank) == ("RECRUITING", 0)
    assert set(FinderLabel.objects.values_list("label", flat=True)) == {"FR", "EUROPE"}
    assert FinderPlace.objects.count() == 1


def test_catching_up_moves_with_the_calendar_and_forgets_what_is_gone():
    trial = make_trial("Ages")
    FinderEntry.objects.update(checked_on=LONG_AGO)
    unlisted = make_trial("Unlisted")
    Trial.objects.filter(pk=unlisted.pk).update(live=False)

    catch_up()

    entry = FinderEntry.objects.get()
    assert (entry.pk, entry.standing, entry.rank) == (trial.pk, 0, 3)
    assert set(FinderLabel.objects.values_list("rank", flat=True)) == {3}


def test_trial_with_two_translations_is_found_in_each(client):
    trial = make_trial("English trial")
    make_trial("Essai", language="fr", translation_key=trial.translation_key, status="", numbers=[])

    assert found(client) == ["English trial"]
    assert "Essai" in client.get("/fr/trials/").content.decode()
    assert "English trial" not in client.get("/fr/trials/").content.decode()
