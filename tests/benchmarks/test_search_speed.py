"""How long a search takes, view and database together. ``pytest -s tests/benchmarks`` prints the figures.

Small by default; ``PORTAL_BENCHMARK=full`` on PostgreSQL makes 500,000 trials, 10,000 terms and 5,000 organisations.
"""

import random
import statistics
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from portal.home.search.words import sound_of
from portal.home.search_index.building import _settle
from portal.home.search_index.following import follow
from portal.home.search_models import Kind, SearchDocument, SearchName, SearchWord
from tests.benchmarks.extent import IS_FULL
from tests.factories.conditions import make_condition
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial
from trials.models import RegistryRecord, Trial

IS_WHOLE_SIZE = IS_FULL and connection.vendor == "postgresql"
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=IS_WHOLE_SIZE)]
TRIALS, TERMS, ORGANISATIONS, ROUNDS = (500_000, 10_000, 5_000, 600) if IS_WHOLE_SIZE else (600, 200, 100, 60)
MOST_P95, MOST_P99, LOOSE = 0.050, 0.120, 1.0
FIRST, SENTENCES = 1_000_000, 20_000 if IS_WHOLE_SIZE else 200
RANDOM = random.Random(7)  # noqa: S311 - made-up texts
COMMON = "gene therapy cell cells patients study phase safety efficacy of with in for treatment trial dose".split()
TOPICAL = (
    "leukemia lymphoma myeloma hemophilia thalassemia melanoma glioblastoma neuroblastoma sarcoma car vector aav cd19 "
    "bcma crispr lentiviral stem transplantation autologous allogeneic pediatric relapsed refractory retinal dystrophy "
    "muscular atrophy diabetes sickle anemia cartilage cornea liver lung breast ovarian prostate solid tumor"
).split()
QUERIES = (
    "haemophilia", "gene therapy", "cell", "car t cells", "leukemia", "gene therapy for haemophilia b", "crispr",
    "relapsed refractory multiple myeloma", "aav vector retinal dystrophy", "cd19", "zolgensma", "zolgenzma",
    "hemofelia", "is examplexa still available", "what does term 77 mean", "NCT50000123", "nct 123456", "lupus trials",
    "stem cell transplantation allogeneic", "breast cancer", "sikle cell anemia", "patients", "phase 2 safety",
    "society for leukemia", "organisation 42", "side effects of gene therapy", "how long does it last", "t cell",
    "treatment", "xyzzy", "solid tumor pediatric", "lentiviral vector", "my son has muscular dystrophy", "es",
    "autologous stem cells for cartilage", "rare123 rare456", "melanoma lung liver", "gene", "therapy of cells in lung",
)  # fmt: skip


def sentence(length):
    """A sentence in which a few words are everywhere, some in one of fifty texts, and most nearly nowhere."""
    words = []
    for _ in range(length):
        chance = RANDOM.random()
        if chance < 0.45:
            words.append(RANDOM.choice(COMMON))
        elif chance < 0.75:
            words.append(RANDOM.choice(TOPICAL))
        else:
            words.append(f"rare{int(RANDOM.paretovariate(0.4)) % 40_000}")
    return " ".join(words)


def copies(model, template, count, *, first, **columns):
    """Write many rows like one, within the database; ``columns`` are SQL in which ``n`` is the number of the copy.

    ``s`` is a row of made-up sentences: title, topics and lead.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated and field.name != "id"]
    values = [columns.get(field.attname, f't."{field.column}"') for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, {names}) SELECT {first} + n, {', '.join(values)} "  # noqa: S608 - our own names
            f"FROM {table} t JOIN numbers ON n < {count} JOIN sentences s ON s.id = n %% {SENTENCES} WHERE t.id = %s",
            [template.pk],
        )


def document(kind, title="title", **fields):
    """A document to be copied."""
    return SearchDocument.objects.create(
        kind=kind, object_id=0, language="en", title=title, address="/x/", digest="-", **fields
    )


@contextmanager
def without_indexes():
    """Take the big indexes away while rows are written, and make them again: row by row takes ten times as long."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename LIKE 'home_search%%' AND indexdef LIKE '%%gin%%'"
        )
        indexes = cursor.fetchall()
        for index, _definition in indexes:
            cursor.execute(f'DROP INDEX "{index}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _index, definition in indexes:
            cursor.execute(definition)


@pytest.fixture
def site():
    """Many trials, terms and organisations, with their documents; some real records besides.

    In full they are committed and vacuumed, as in a database that readers ask: of rows the running transaction wrote
    itself, PostgreSQL must look at every single one to know whether they count.
    """
    RANDOM.seed(7)
    with transaction.atomic(), without_indexes():
        fill()
    _settle()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if IS_WHOLE_SIZE else "ANALYZE")


def fill():
    """Make the records and documents: a few through the factories, all others as copies of one."""
    for title in ("Haemophilia B", "Sickle cell disease", "Multiple myeloma", "Muscular dystrophies"):
        make_condition(title)
    for title in ("Examplexa", "Zolgensma"):
        make_therapy(title, events=[("2018", "authorised")])
    trial = make_trial("A trial")
    follow()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE sentences (id integer PRIMARY KEY, title text, topics text, lead text)")
        rows = [(number, sentence(10), sentence(15), sentence(35)) for number in range(SENTENCES)]
        cursor.executemany("INSERT INTO sentences VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("CREATE TEMPORARY TABLE numbers (n integer PRIMARY KEY)")
        cursor.execute(
            "WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n + 1 < %s) "
            "INSERT INTO numbers SELECT n FROM r",
            [TRIALS],
        )
    make_uuid = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    words = {"names": "s.title || ' rare' || n", "topics": "s.topics", "words": "s.lead", "lead": "s.lead"}
    record = trial.registry_records.get()
    copies(Trial, trial, TRIALS, first=FIRST, translation_key=make_uuid, slug="'t' || n", name="s.title")
    copies(
        RegistryRecord, record, TRIALS, first=FIRST, number="'NCT' || (50000000 + n)", trial_id=f"{FIRST} + n",
        official_title="s.title",
    )  # fmt: skip
    own = document(Kind.TRIAL)
    copies(SearchDocument, own, TRIALS, first=FIRST, object_id=f"{FIRST} + n", title="s.title", **words)
    number = SearchName.objects.create(document=own, language="en", role="number", text="x", key="x")
    copies(SearchName, number, TRIALS, first=FIRST, document_id=f"{FIRST} + n", key="'nct' || (50000000 + n)")
    for kind, label, count, first in (
        (Kind.TERM, "term", TERMS, 5_000_000), (Kind.ORGANISATION, "organisation", ORGANISATIONS, 6_000_000),
    ):  # fmt: skip
        own = document(kind)
        title = {"title": f"'{label} ' || n || ' ' || s.title", "object_id": f"{first} + n"}
        copies(SearchDocument, own, count, first=first, **title, **words)
        named = SearchName.objects.create(document=own, language="en", role="name", text="x", key="x")
        keys = {"key": f"'{label}' || n", "text": f"'{label} ' || n", "sound": "'trm' || n %% 97"}
        copies(SearchName, named, count, first=first, document_id=f"{first} + n", **keys)
        form = {"key": "replace(s.title, ' ', '') || n", "text": "s.title", "sound": "'sn' || n %% 397"}
        copies(SearchName, named, count, first=first + 500_000, document_id=f"{first} + n", **form)
    known = {*COMMON, *TOPICAL, *(f"rare{number}" for number in range(40_000 if IS_WHOLE_SIZE else 300))}
    SearchWord.objects.bulk_create(
        (SearchWord(language="en", word=word, sound=sound_of(word), uses=1000, in_names=10) for word in sorted(known)),
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip


def test_ninety_five_searches_of_a_hundred_take_fifty_milliseconds(client, site):
    for query in QUERIES[:10]:
        client.get("/search/", {"q": query})
    times = []
    for number in range(ROUNDS):
        query = QUERIES[number % len(QUERIES)]
        began = time.perf_counter()
        response = client.get("/search/", {"q": query})
        times.append((time.perf_counter() - began, query))
        assert response.status_code in (200, 302)

    cuts = statistics.quantiles([seconds for seconds, _query in times], n=100)
    slowest = ", ".join(f"{query} {seconds * 1000:.0f}" for seconds, query in sorted(times)[-5:])
    median, p95, p99 = (cuts[place] for place in (49, 94, 98))
    print(  # noqa: T201 - a benchmark says what it measured
        f"\n{connection.vendor}, {TRIALS} trials: median {median * 1000:.0f}, p95 {p95 * 1000:.0f}, "
        f"p99 {p99 * 1000:.0f} ms; slowest: {slowest}"
    )
    # Of a few searches on a machine that does other things as well, only the middle one is told apart from chance.
    if IS_WHOLE_SIZE:
        assert p95 <= MOST_P95
        assert p99 <= MOST_P99
    else:
        assert median <= LOOSE
