"""Ages, distances and what a reader's words mean: the parts of the finder that need no page."""

import pytest
from django.utils import translation

from tests.factories.conditions import make_condition
from trials.finder.ages import days_of, oldest_day, youngest_day
from trials.finder.conditions import condition_names
from trials.finder.distance import (
    cell_of,
    cells_around,
    chord_of,
    distance_words,
    km_between,
    km_of,
    on_globe,
)
from trials.finder.places import place_meant
from trials.models import Place, PlaceName

OLDEST = 200 * 366


@pytest.mark.parametrize(
    ("age", "unit", "low", "high", "fits"),
    [
        (17, "years", "18 Years", "", False),
        (18, "years", "18 Years", "", True),
        (17, "years", "", "17 Years", True),
        (18, "years", "", "17 Years", False),
        (5, "months", "6 Months", "", False),
        (6, "months", "6 Months", "5 Years", True),
        (1, "years", "6 Months", "", True),
        (30, "weeks", "6 Months", "", True),
        (3, "days", "", "4 Weeks", True),
        (0, "days", "30 Minutes", "12 Hours", True),
        (40, "years", "N/A", "N/A", True),
        (40, "years", "as the doctor says", "", True),
    ],
)
def test_ages_compare_across_units(age, unit, low, high, fits):
    first, last = days_of(age, unit)

    assert (youngest_day(low) <= last and oldest_day(high) >= first) is fits


def test_age_that_no_person_reaches_is_the_oldest():
    assert oldest_day("99999999 Years") == OLDEST
    assert youngest_day("99999999 Years") == OLDEST


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((51.51, -0.13), (48.86, 2.35), 344), ((0, 179.5), (0, -179.5), 111), ((90, 0), (-90, 0), 20015),
        ((1, 1), (1, 1), 0),
    ],
    ids=["London to Paris", "across the date line", "pole to pole", "same point"],
)  # fmt: skip
def test_distance_between_two_points(here, there, km):
    assert km_between(here, there) == pytest.approx(km, abs=2)


def test_chord_and_kilometres_are_the_same_distance():
    assert km_of(chord_of(200)) == pytest.approx(200)
    assert on_globe(0, 0) == pytest.approx((1, 0, 0))


@pytest.mark.parametrize("point", [(52.09, 5.12), (0.0, 179.99), (-33.9, 18.4), (89.5, 10.0), (-89.9, -180.0)])
def test_every_point_within_the_distance_lies_in_a_square_that_is_looked_in(point):
    latitude, longitude = point
    cells = set(cells_around(latitude, longitude, 200))

    for dy in range(-20, 21):
        for dx in range(-40, 41):
            lat, lon = latitude + dy / 10, (longitude + dx / 4 + 180) % 360 - 180
            if -90 <= lat <= 90 and km_between(point, (lat, lon)) <= 200:
                assert cell_of(lat, lon) in cells, (lat, lon)


def test_distance_is_told_to_ten_kilometres():
    assert distance_words(3.2) == "less than 10 km away"
    assert distance_words(37.6) == "about 40 km away"
    assert distance_words(344) == "about 340 km away"


# --- conditions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def conditions(db):
    group = make_condition("Leukaemias", also_called=["blood cancers"])
    acute = make_condition("Acute myeloid leukaemia", also_called=["AML"], broader=group)
    sickle = make_condition("Sickle cell disease", also_called=[("sickel cell", "misspelling"), "drepanocytosis"])
    return group, acute, sickle


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Sickle cell disease", ["Sickle cell disease"]),
        ("sickel cell", ["Sickle cell disease"]),
        ("drepanocytosis", ["Sickle cell disease"]),
        ("aml", ["Acute myeloid leukaemia"]),
        ("acute myeloid leukemia", ["Acute myeloid leukaemia"]),
        ("sickle", ["Sickle cell disease"]),
        ("sick", []),
        ("", []),
    ],
)
def test_condition_is_found_by_every_name_and_by_whole_words(conditions, typed, names):
    assert list(condition_names().meant_by(typed).names) == names


def test_group_of_conditions_holds_its_members(conditions):
    group, acute, _sickle = conditions

    assert condition_names().meant_by("blood cancers").keys == {group.translation_key, acute.translation_key}


@pytest.mark.parametrize("typed", ["sickle sell disease", "drepanocitosis"])
def test_near_name_is_offered_for_one_that_leads_nowhere(conditions, typed):
    assert condition_names().near(typed)[0] == "Sickle cell disease"


def test_nothing_is_guessed_from_a_short_word(conditions):
    assert condition_names().near("abc") == []


def test_names_of_another_language_and_of_drafts_lead_nowhere(conditions):
    make_condition("Maladie", language="fr")
    make_condition("Hidden disorder", live=False)

    assert not condition_names().meant_by("maladie").keys
    assert not condition_names().meant_by("hidden disorder").keys
    with translation.override("fr"):
        assert condition_names().meant_by("maladie").keys


# --- places ----------------------------------------------------------------------------------------------------------


def make_place(geoname, name, country, people, region="", code="", others=()):
    place = Place.objects.create(
        geoname=geoname, name=name, country=country, population=people, region=region, region_code=code,
        latitude=40 + geoname / 10, longitude=5,
    )  # fmt: skip
    for form in (name.lower(), *others):
        PlaceName.objects.create(place=place, folded=form)
    return place


@pytest.fixture
def places(db):
    return {
        "paris": make_place(1, "Paris", "FR", 2_138_551),
        "texas": make_place(2, "Paris", "US", 24_171, "Texas", "TX"),
        "one": make_place(3, "Springfield", "US", 170_000, "Missouri", "MO"),
        "two": make_place(4, "Springfield", "US", 155_000, "Massachusetts", "MA"),
        "munich": make_place(5, "Munich", "DE", 1_260_391, others=("munchen", "monaco di baviera")),
    }


@pytest.mark.parametrize(
    ("typed", "country", "which"),
    [
        ("Paris", "", "paris"),
        ("paris, texas", "", "texas"),
        ("Paris, TX", "", "texas"),
        ("Paris, United States", "", "texas"),
        ("Paris, France", "", "paris"),
        ("Paris", "US", "texas"),
        ("Springfield, Missouri", "", "one"),
        ("München", "", "munich"),
        ("  MUNICH ", "", "munich"),
    ],
)
def test_place_is_clear_by_size_country_or_region(places, typed, country, which):
    assert place_meant(typed, "", country).place == places[which]


def test_ambiguous_place_is_not_guessed_but_offered(places):
    meant = place_meant("Springfield")

    assert meant.place is None
    assert meant.is_unclear
    assert set(meant.others) == {places["one"], places["two"]}
    assert place_meant("Springfield", "4").place == places["two"]


def test_place_called_so_today_comes_before_an_old_name_of_a_larger_one(places):
    philadelphia = make_place(6, "Philadelphia", "US", 1_573_916)
    make_place(7, "Amman", "JO", 4_000_000, others=("philadelphia",))

    assert place_meant("Philadelphia").place == philadelphia


@pytest.mark.parametrize("chosen", ["5", "999", "x", "-1", "9" * 400, "%00"])
def test_number_that_does_not_belong_to_the_name_is_ignored(places, chosen):
    assert place_meant("Paris", chosen).place == places["paris"]


def test_near_name_is_offered_for_a_misspelt_place(places):
    meant = place_meant("Munnich")

    assert meant.is_unknown
    assert meant.near == (places["munich"],)


@pytest.mark.parametrize("typed", ["", "   ", ",", "!!!", "q" * 300])
def test_what_is_no_place_leads_nowhere(places, typed):
    meant = place_meant(typed)

    assert (meant.place, meant.others, meant.near) == (None, (), ())
