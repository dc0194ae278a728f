"""Which engine answers: the database's own, or OpenSearch where a setting names a server."""

from functools import lru_cache

from django.conf import settings
from django.db import connection

from portal.home.search.engines.interface import Engine, Hits
from portal.home.search.engines.opensearch import OpenSearchEngine
from portal.home.search.engines.postgresql import PostgresEngine
from portal.home.search.engines.sqlite import SqliteEngine

__all__ = ["Engine", "Hits", "engine"]


def engine() -> Engine:
    """Return the engine of this site; all of them answer the same questions."""
    return _engine(connection.vendor, settings.SEARCH_URL)


@lru_cache(maxsize=4)
def _engine(vendor: str, address: str) -> Engine:
    own: Engine = PostgresEngine() if vendor == "postgresql" else SqliteEngine()
    return OpenSearchEngine(address, own) if address else own
