"""How long a search takes, view and database together. ``pytest -s tests/benchmarks`` prints the figures.

Small by default; ``PORTAL_BENCHMARK=full`` on PostgreSQL makes 500,000 trials, 10,000 terms and 5,000 organisations.
"""

import os
import random
import statistics
import time
import uuid
from contextlib import contextmanager
from itertools import islice

import pytest
from django.db import connection

from glossary.models import Term
from organisations.models import Organisation
from portal.home.search.words import normal, sound_of
from portal.home.search_index.building import _settle
from portal.home.search_models import Kind, SearchDocument, SearchName, SearchWord
from tests.factories.conditions import make_condition
from tests.factories.kernel import locale_of
from tests.factories.therapies import make_therapy
from trials.models import RegistryRecord, Trial

pytestmark = pytest.mark.slow

IS_FULL = os.environ.get("PORTAL_BENCHMARK") == "full" and connection.vendor == "postgresql"
TRIALS, TERMS, ORGANISATIONS, ROUNDS = (500_000, 10_000, 5_000, 600) if IS_FULL else (600, 200, 100, 60)
MOST_P95, MOST_P99 = 0.050, 0.120
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
    "hemofelia", "is examplexa still available", "what does term 77 mean", "NCT00000123", "nct 123456", "lupus trials",
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


def store(model, rows):
    """Write unsaved objects as quickly as the database can; returns nothing."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    while part := list(islice(rows, 5000)):
        if connection.vendor != "postgresql":
            model.objects.bulk_create(part, batch_size=500)
            continue
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
            for row in part:
                copy.write_row([f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields])


def document(pk, kind, object_id, title, forms="", topics="", lead=""):
    compared = {"names": title, "forms": forms, "topics": topics, "words": lead}
    return SearchDocument(
        pk=pk, kind=kind, object_id=object_id, language="en", title=title[:255], address=f"/{kind}/{object_id}/",
        lead=lead, digest="-", **{name: normal(text, "en") for name, text in compared.items()},
    )  # fmt: skip


def name(pk, key, text, role, document_id):
    sound = "" if role == "number" else sound_of(key)
    return SearchName(pk=pk, document_id=document_id, language="en", role=role, text=text, key=key, sound=sound)


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
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _index, definition in indexes:
            cursor.execute(definition)


@pytest.fixture
def site(db):
    """Many trials, terms and organisations, with their documents; some real records besides."""
    RANDOM.seed(7)
    with without_indexes():
        fill()
    _settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trials_trial")
        cursor.execute("ANALYZE trials_registryrecord")


def fill():
    """Make the records and documents."""
    for title in ("Haemophilia B", "Sickle cell disease", "Multiple myeloma", "Muscular dystrophies"):
        make_condition(title)
    for title in ("Examplexa", "Zolgensma"):
        make_therapy(title, events=[("2018", "authorised")])
    locale, first = locale_of("en"), 1_000_000
    titles = {n: sentence(12).capitalize() for n in range(TRIALS)}
    store(Trial, (
        Trial(pk=first + n, locale=locale, translation_key=uuid.uuid4(), name=title[:200], slug=f"t{n}", live=True,
              folded_name=normal(title, "en"), summary="<p>What is tested.</p>", therapy_kind="gene_modified_cells")
        for n, title in titles.items()
    ))  # fmt: skip
    store(RegistryRecord, (
        RegistryRecord(pk=first + n, registry="ctgov", number=f"NCT{n:08}", trial_id=first + n, status="RECRUITING")
        for n in titles
    ))  # fmt: skip
    store(SearchDocument, (
        document(first + n, Kind.TRIAL, first + n, title, topics=sentence(25), lead=sentence(60))
        for n, title in titles.items()
    ))  # fmt: skip
    store(SearchName, (name(first + n, f"nct{n:08}", f"NCT{n:08}", "number", first + n) for n in titles))
    many = [(Kind.TERM, Term, TERMS, 5_000_000), (Kind.ORGANISATION, Organisation, ORGANISATIONS, 6_000_000)]
    for kind, _model, count, start in many:
        label = "Term" if kind == Kind.TERM else "Organisation"
        names = {n: f"{label} {n} {sentence(2)}" for n in range(count)}
        store(SearchDocument, (
            document(start + n, kind, start + n, title, forms=f"{label}form{n}", topics=sentence(6), lead=sentence(40))
            for n, title in names.items()
        ))  # fmt: skip
        keys = {n: normal(title, "en").replace(" ", "") for n, title in names.items()}
        store(SearchName, (name(start + n, keys[n], title, "name", start + n) for n, title in names.items()))
        store(SearchName, (name(start + 500_000 + n, f"{label}form{n}".lower(), "f", "form", start + n) for n in names))
    words = {*COMMON, *TOPICAL, *(f"rare{n}" for n in range(40_000 if IS_FULL else 300))}
    store(SearchWord, (
        SearchWord(pk=first + n, language="en", word=word, sound=sound_of(word), uses=1000, in_names=10)
        for n, word in enumerate(sorted(words))
    ))  # fmt: skip


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
    if IS_FULL:
        assert p95 <= MOST_P95
        assert p99 <= MOST_P99
    else:
        assert median <= MOST_P95
