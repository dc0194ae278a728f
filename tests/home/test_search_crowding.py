"""What there is much of does not hide the rest, and none is counted beyond the limit: the queries of each database."""

import pytest
from django.db import connection

from portal.home.search.engines import engine, postgresql, sqlite
from portal.home.search_index.following import follow
from portal.home.search_models import Kind
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term

pytestmark = pytest.mark.django_db


def test_many_terms_neither_hide_a_condition_nor_are_counted_beyond_the_limit(monkeypatch):
    monkeypatch.setattr(postgresql if connection.vendor == "postgresql" else sqlite, "MOST_RANKED", 3)
    for number in range(6):
        make_term(f"Zebrafinch {number}")
    make_condition("Zebrafinch disease")
    follow()

    hits = engine().hits("en", ["zebrafinch"], kinds=list(Kind), in_names=True)

    assert {kind: found.total for kind, found in hits.items()} == {Kind.TERM: 3, Kind.CONDITION: 1}
