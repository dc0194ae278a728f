"""Approvals and endings year by year: the picture, the table and the file say the same."""

import csv
import datetime
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from tests.factories.kernel import locale_of
from tests.factories.therapies import make_authorisation, make_therapy
from therapies.enums import Jurisdiction
from therapies.models import Therapy
from therapies.timeline import FIRST_YEAR, Happening, Timeline

TWELVE = ("2012-10-25", "authorised")


def happening(date="2012-10-25", place="EU", name="Glybera", kind="authorised"):
    return Happening(date, place, name, f"/therapies/{name.lower()}/", kind)


def marks(svg, side=""):
    """Return the marks of a picture as (class, x, y)."""
    found = []
    for path in BeautifulSoup(svg, "html.parser").find_all("path"):
        classes = " ".join(path["class"])
        if classes != "axis" and side in classes:
            found += [(classes, int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h0", path["d"])]
    return found


# --- the picture -----------------------------------------------------------------------------------------------------


def test_picture_has_one_mark_for_each_approval_and_ending():
    rows = [happening(), happening("2017-10-28", kind="expired"), happening("2017", "US"), happening("2017-05", "UK")]
    picture = Timeline(rows, 2026).svg()

    assert sorted(classes for classes, _x, _y in marks(picture)) == ["ended eu", "given eu", "given uk", "given us"]


def test_places_without_a_shape_of_their_own_are_in_the_picture_too():
    rows = [happening(place=place) for place in Jurisdiction.values]
    picture = Timeline(rows, 2026).svg()

    assert len(marks(picture)) == len(Jurisdiction.values)
    assert len(marks(picture, "other")) == 4


def test_marks_of_one_year_are_stacked_and_never_cover_each_other():
    rows = [happening(place=place, name=str(number)) for number in range(6) for place in ("EU", "US", "UK")]
    found = marks(Timeline(rows, 2026).svg())

    assert len({x for _classes, x, _y in found}) == 1
    assert len({y for _classes, _x, y in found}) == 18


def test_endings_hang_below_the_approvals():
    rows = [happening(), happening("2012-12", kind="withdrawn")]
    picture = Timeline(rows, 2026).svg()

    assert max(y for _c, _x, y in marks(picture, "given")) < min(y for _c, _x, y in marks(picture, "ended"))


def test_picture_stays_inside_its_frame():
    rows = [happening(str(year), name=f"{year}-{number}") for year in range(FIRST_YEAR, 2027) for number in range(9)]
    rows += [
        happening(str(year), kind="withdrawn", name=f"{year}-{number}") for year in (1990, 2026) for number in range(9)
    ]
    picture = Timeline(rows, 2026).svg()
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())

    assert all(0 < x < width and 0 < y < height for _classes, x, y in marks(picture))


def test_picture_runs_the_other_way_where_the_language_does():
    rows = [happening("1990"), happening("2026")]
    left, right = Timeline(rows, 2026).svg(), Timeline(rows, 2026).svg(right_to_left=True)
    width = int(re.search(r'viewBox="0 0 (\d+)', left)[1])

    assert sorted(x for _c, x, _y in marks(left)) == sorted(width - x for _c, x, _y in marks(right))
    assert marks(left)[0][1] < marks(left)[1][1]
    assert marks(right)[0][1] > marks(right)[1][1]


def test_years_from_1990_to_today_are_labelled():
    labels = BeautifulSoup(Timeline([happening()], 2026).svg(), "html.parser").find_all("text")

    assert [label.text for label in labels] == ["1990", "1995", "2000", "2005", "2010", "2015", "2020", "2025",
                                                "first person treated"]  # fmt: skip


def test_picture_of_three_hundred_events_weighs_less_than_six_kilobytes():
    rows = [happening(str(1992 + number % 34), ("EU", "US", "UK")[number % 3], str(number)) for number in range(300)]

    assert len(Timeline(rows, 2026).svg().encode()) < 6_000


def test_picture_says_itself_in_words_and_uses_no_colour_of_its_own():
    picture = Timeline([happening(), happening("2017", kind="expired")], 2026).svg()

    assert 'role="img" aria-labelledby="approvals-title"' in picture
    assert '<title id="approvals-title">1 approvals since 2012, 1 of them ended since.</title>' in picture
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", picture)


def test_picture_of_nothing_is_drawn_too():
    assert "No approvals yet." in Timeline([], 2026).svg()


# --- the data --------------------------------------------------------------------------------------------------------


@pytest.fixture
def therapies(db):
    """Three therapies with everything that can happen."""
    make_therapy("Glybera", events=[TWELVE, ("2017-10-28", "expired")])
    make_therapy(
        "Zynteglo",
        authorisations=[
            make_authorisation("Zynteglo", "EU", [("2019-05-29", "authorised"), ("2022-03-24", "withdrawn")]),
            make_authorisation("Zynteglo", "US", [("2022-08-17", "authorised"), ("2023", "label restricted")]),
        ],
    )
    make_therapy("Elevidys", events=[("2025-09-24", "refused")])
    make_therapy("Fanskya", events=[("2025-08-22", "application withdrawn")])
    make_therapy("Not yet", events=[("2999-01-01", "authorised")])
    make_therapy("Ending soon", events=[("2020-01-01", "authorised"), ("2999", "withdrawn")])
    make_therapy("Only a draft", live=False)


EXPECTED = [
    ("2012-10-25", "EU", "Glybera", "authorised"),
    ("2017-10-28", "EU", "Glybera", "expired"),
    ("2019-05-29", "EU", "Zynteglo", "authorised"),
    ("2020-01-01", "EU", "Ending soon", "authorised"),
    ("2022-03-24", "EU", "Zynteglo", "withdrawn"),
    ("2022-08-17", "US", "Zynteglo", "authorised"),
]


def test_approvals_and_endings_are_taken_in_order_and_nothing_else(therapies):
    timeline = Timeline.of(Therapy.objects.public().with_status())

    assert [(one.date, one.place, one.name, one.kind) for one in timeline.happenings] == EXPECTED
    assert timeline.summary() == "4 approvals since 2012, 2 of them ended since."


def test_page_shows_the_picture_and_the_same_as_a_table(therapies, client):
    page = BeautifulSoup(client.get("/therapies/timeline/").content, "html.parser")

    rows = {row.th.text: [cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in page.tbody("tr")}
    assert list(rows) == ["2022", "2020", "2019", "2017", "2012"]
    assert rows["2012"] == ["Glybera (European Union, 25 October 2012)", "–"]
    assert rows["2017"] == ["–", "Glybera (European Union, 28 October 2017): authorisation ran out"]
    assert len(marks(str(page.find("svg", class_="approvals")))) == len(EXPECTED)
    assert "4 approvals since 2012" in page.find("p", class_="lede").text
    assert page.find("a", href="/therapies/timeline.csv")
    assert page.find("a", href=re.compile("people-treated-1990-to-today"))


def test_file_holds_the_same(therapies, client):
    answer = client.get("/therapies/timeline.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="approvals.csv"'
    assert rows[0] == ["date", "place", "brand name", "what happened"]
    assert [tuple(row) for row in rows[1:]] == EXPECTED


def test_name_that_is_a_formula_does_no_harm_in_the_file():
    assert ",'=1+1," in Timeline([happening(name="=1+1")], 2026).csv()


def test_index_shows_the_picture_until_something_is_chosen(therapies, client):
    assert b'class="approvals"' in client.get("/therapies/").content
    assert b'class="approvals"' not in client.get("/therapies/?where=EU").content


def test_picture_ends_with_this_year():
    assert Timeline([]).last_year == datetime.date.today().year


def test_key_names_other_places_only_where_there_are_any(therapies, client):
    assert "elsewhere" not in client.get("/therapies/timeline/").content.decode()
    make_therapy("Collategene", authorisations=[make_authorisation("Collategene", "JP", [("2019", "authorised")])])
    assert "elsewhere: small squares" in client.get("/therapies/timeline/").content.decode()


def test_therapy_of_another_language_is_not_counted_twice(therapies):
    locale_of("de")
    original = Therapy.objects.get(name="Glybera")
    copy = original.copy_for_translation(locale_of("de"))
    copy.live = True
    copy.save()

    with translation.override("en"):
        assert len(Timeline.of(Therapy.objects.public().with_status()).happenings) == len(EXPECTED)


@pytest.mark.parametrize("address", ["/therapies/timeline/", "/therapies/timeline.csv"])
def test_queries_do_not_grow_with_the_number_of_therapies(client, db, django_assert_max_num_queries, address):
    client.get(address)  # what a process keeps of the site is fetched once
    counts = []
    for more in (3, 27):
        for _number in range(more):
            make_therapy(events=[TWELVE, ("2017", "expired")])
        with django_assert_max_num_queries(15) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
