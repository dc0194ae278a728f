"""SQLite: FTS5 tables with Porter's stemmer for whole texts, and with trigrams for slips of the pen.

The tables follow the portal's own by triggers (migration 0003). The stemmer knows English; words of other languages are
found by their beginnings.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from portal.home.search.engines.interface import MOST_NEAR, MOST_RANKED, Engine, Hits, NearName, NearWord, apart
from portal.home.search.words import sound_of

HITS = """
SELECT kind, id, total FROM (
  SELECT kind, id, count(*) OVER (PARTITION BY kind) AS total,
         row_number() OVER (PARTITION BY kind ORDER BY rank, length(names), id) AS place
  FROM ({parts})
) WHERE place <= %s ORDER BY kind, place
"""
PART = """
SELECT * FROM (
  SELECT d.kind, d.id, d.names, bm25(home_searchtext, 10.0, 6.0, 2.0, 1.0) AS rank
  FROM home_searchtext JOIN home_searchdocument d ON d.id = home_searchtext.rowid
  WHERE home_searchtext MATCH %s AND d.language = %s AND d.kind IN ({kinds}) LIMIT {limit}
)
"""
NEAR_WORDS = """
SELECT * FROM (
  SELECT %s, w.word, w.uses, w.in_names FROM home_searchwordnear
  JOIN home_searchword w ON w.id = home_searchwordnear.rowid
  WHERE home_searchwordnear MATCH %s AND w.language = %s ORDER BY rank LIMIT %s
) UNION SELECT %s, word, uses, in_names FROM home_searchword WHERE language = %s AND sound = %s AND sound <> ''
"""
NEAR_NAMES = """
SELECT n.key, n.text, n.role, d.title FROM home_searchname n JOIN home_searchdocument d ON d.id = n.document_id
WHERE n.id IN (
  SELECT * FROM (
    SELECT home_searchnamenear.rowid FROM home_searchnamenear
    JOIN home_searchname near ON near.id = home_searchnamenear.rowid
    WHERE home_searchnamenear MATCH %s AND near.language = %s AND near.role IN ('name', 'form', 'misspelling')
    ORDER BY rank LIMIT %s
  ) UNION SELECT id FROM home_searchname WHERE language = %s AND sound = %s AND sound <> ''
)
"""
STEMMED = "en"
SHORTEST_BEGINNING = 5


class SqliteEngine(Engine):
    """Answers from the portal's own SQLite database."""

    name = "sqlite"

    def hits(self, language, words, *, kinds, in_names=False, any_word=False, most=20):
        if not words:
            return {}
        asked = (" OR " if any_word else " AND ").join(_word(word, language) for word in words)
        match = f"{{names forms topics}} : ({asked})" if in_names else asked
        parts, parameters = [], []
        for group in apart(kinds):
            parts.append(PART.format(kinds=", ".join(["%s"] * len(group)), limit=MOST_RANKED))
            parameters += [match, language, *group]
        found: dict[str, list[int]] = {}
        totals: dict[str, int] = {}
        sql = HITS.format(parts=" UNION ALL ".join(parts))
        for kind, key, total in _rows(sql, [*parameters, most]):
            found.setdefault(kind, []).append(key)
            totals[kind] = min(total, MOST_RANKED)
        return {kind: Hits(tuple(keys), totals[kind]) for kind, keys in found.items()}

    def near_words(self, language, words):
        parts = [word for word in words if _trigrams(word)]
        if not parts:
            return []
        parameters: list[Any] = []
        for word in parts:
            parameters += [word, _trigrams(word), language, MOST_NEAR, word, language, sound_of(word)]
        return [NearWord(*row) for row in _rows(" UNION ".join([NEAR_WORDS] * len(parts)), parameters)]

    def near_names(self, language, key):
        if not _trigrams(key):
            return []
        rows = _rows(NEAR_NAMES, [_trigrams(key), language, MOST_NEAR, language, sound_of(key)])
        return [NearName(*row) for row in rows]

    @staticmethod
    def begins(key):
        # LIKE would not use the index here.
        return {"key__gte": key, "key__lt": f"{key}\U0010ffff"}


def _word(word: str, language: str) -> str:
    """Return one word as FTS5 reads it: quoted, so that nothing is an operator; a beginning in other languages."""
    quoted = f'"{_quoted(word)}"'
    if language.startswith(STEMMED) or len(word) < SHORTEST_BEGINNING:
        return quoted
    return f'"{_quoted(word[:-1])}"*'


def _quoted(word: str) -> str:
    return word.replace('"', '""').replace("\x00", "")


def _trigrams(word: str) -> str:
    """Return a query for texts that share any three letters in a row with a word; empty for short ones."""
    threes = dict.fromkeys(word[place : place + 3] for place in range(len(word) - 2))
    return " OR ".join(f'"{_quoted(three)}"' for three in threes)


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
