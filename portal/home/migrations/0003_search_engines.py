"""What the databases themselves keep for the search: generated columns and GIN indexes, or FTS5 tables and triggers.

On SQLite a later migration that alters one of the tables makes it anew, which drops its triggers: it must run
``make_for_sqlite`` again after ``drop_for_sqlite``.
"""

from django.db import DatabaseError, migrations, transaction

CONFIG = """
CREATE OR REPLACE FUNCTION home_search_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE split_part(language, '-', 1)
  WHEN 'en' THEN 'pg_catalog.english'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
  WHEN 'de' THEN 'pg_catalog.german'::regconfig WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
  WHEN 'es' THEN 'pg_catalog.spanish'::regconfig WHEN 'it' THEN 'pg_catalog.italian'::regconfig
  WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
  ELSE 'pg_catalog.simple'::regconfig END
$$
"""
BOTH = "(to_tsvector('pg_catalog.simple', {0}) || to_tsvector(home_search_config(language), {0}))"
NAMES = (
    f"setweight({BOTH.format('names')}, 'A') || setweight({BOTH.format('forms')}, 'B') "
    "|| setweight(to_tsvector(home_search_config(language), topics), 'C')"
)
POSTGRESQL = [
    CONFIG,
    f"ALTER TABLE home_searchdocument ADD COLUMN names_vector tsvector GENERATED ALWAYS AS ({NAMES}) STORED, "
    f"ADD COLUMN all_vector tsvector GENERATED ALWAYS AS ({NAMES} "
    "|| setweight(to_tsvector(home_search_config(language), words), 'D')) STORED",
    # There may be half a million trials; the few other documents are found without looking at any of them.
    *(
        f"CREATE INDEX home_search_{column}_{name} ON home_searchdocument USING gin ({column}_vector) WHERE kind {kinds}"
        for column in ("names", "all")
        for name, kinds in (("trials", "= 'trials'"), ("others", "<> 'trials'"))
    ),
    # Words often stand together in texts about one thing; without these the planner takes them for independent.
    "ALTER TABLE home_searchdocument ALTER COLUMN names_vector SET STATISTICS 1000, ALTER COLUMN all_vector SET STATISTICS 1000",
]
NOT_POSTGRESQL = [
    "ALTER TABLE home_searchdocument DROP COLUMN IF EXISTS names_vector, DROP COLUMN IF EXISTS all_vector",
    "DROP INDEX IF EXISTS home_search_word_like",
    "DROP INDEX IF EXISTS home_search_name_like",
    "DROP FUNCTION IF EXISTS home_search_config(text)",
]
TRIGRAMS = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX home_search_word_like ON home_searchword USING gin (word gin_trgm_ops)",
    "CREATE INDEX home_search_name_like ON home_searchname USING gin (key gin_trgm_ops) "
    "WHERE role IN ('name', 'form', 'misspelling')",
]
WITHOUT_TRIGRAMS = (
    "\n  The extension pg_trgm could not be created, so the search finds mistyped words by their sound only.\n"
    "  Ask whoever runs the database for: CREATE EXTENSION pg_trgm; then run docs/search.md's two CREATE INDEX lines."
)

# table of FTS5, the table it follows, its columns, how it cuts texts, which columns an update may change
FTS5 = [
    ("home_searchtext", "home_searchdocument", ("names", "forms", "topics", "words"),
     "tokenize='porter unicode61 remove_diacritics 2', prefix='3 5'"),
    ("home_searchnamenear", "home_searchname", ("key",), "tokenize='trigram'"),
    ("home_searchwordnear", "home_searchword", ("word",), "tokenize='trigram'"),
]  # fmt: skip


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        make_for_postgresql(schema_editor)
    elif schema_editor.connection.vendor == "sqlite":
        make_for_sqlite(schema_editor)
    else:
        raise NotImplementedError("The search knows PostgreSQL and SQLite: docs/search.md.")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in NOT_POSTGRESQL:
            schema_editor.execute(statement)
    else:
        drop_for_sqlite(schema_editor)


def make_for_postgresql(schema_editor):
    for statement in POSTGRESQL:
        schema_editor.execute(statement)
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            for statement in TRIGRAMS:
                schema_editor.execute(statement)
    except DatabaseError:
        print(WITHOUT_TRIGRAMS)  # noqa: T201 - whoever migrates must read it


def make_for_sqlite(schema_editor):
    for table, followed, columns, options in FTS5:
        names, new, old = ", ".join(columns), *(", ".join(f"{row}.{c}" for c in columns) for row in ("new", "old"))
        forget = f"INSERT INTO {table} ({table}, rowid, {names}) VALUES ('delete', old.id, {old});"  # noqa: S608 - names above
        learn = f"INSERT INTO {table} (rowid, {names}) VALUES (new.id, {new});"  # noqa: S608 - names above
        for statement in (
            f"CREATE VIRTUAL TABLE {table} USING fts5({names}, content='{followed}', content_rowid='id', {options})",
            f"CREATE TRIGGER {table}_added AFTER INSERT ON {followed} BEGIN {learn} END",
            f"CREATE TRIGGER {table}_deleted AFTER DELETE ON {followed} BEGIN {forget} END",
            f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {names} ON {followed} BEGIN {forget} {learn} END",
            f"INSERT INTO {table} ({table}) VALUES ('rebuild')",  # noqa: S608 - names above
        ):
            schema_editor.execute(statement)


def drop_for_sqlite(schema_editor):
    for table, *_rest in FTS5:
        for name in ("added", "deleted", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("home", "0002_search_tables")]

    operations = [migrations.RunPython(make, drop)]
