"""PostgreSQL: trials are looked up in a small slice of them first, and names by letters in those of nearly that length.

A word may stand in half of all trials, and a bitmap scan reads every one of its places before a LIMIT is looked at. A
search shows a few trials, so one in 64 is looked through first, then eight in 64, then all others.
"""

from django.db import migrations

SLICES = {"few": "id % 64 = 0", "some": "id % 64 BETWEEN 1 AND 8", "rest": "id % 64 > 8"}
COLUMNS = ("names", "all")
LENGTHS = {"short": "length(key) <= 30", "long": "length(key) > 20"}
NAMES = (
    "CREATE INDEX {name} ON home_searchname USING gin (key gin_trgm_ops) WHERE role IN ('name', 'form', 'misspelling')"
)


def slice_trials(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in COLUMNS:
        schema_editor.execute(f"DROP INDEX IF EXISTS home_search_{column}_trials")
        for name, condition in SLICES.items():
            schema_editor.execute(
                f"CREATE INDEX home_search_{column}_trials_{name} ON home_searchdocument USING gin ({column}_vector) "
                f"WHERE kind = 'trials' AND {condition}",
                params=None,
            )
    if _has_trigrams(schema_editor):
        schema_editor.execute("DROP INDEX IF EXISTS home_search_name_like")
        for name, condition in LENGTHS.items():
            schema_editor.execute(NAMES.format(name=f"home_search_name_like_{name}") + f" AND {condition}")


def join_trials(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in COLUMNS:
        for name in SLICES:
            schema_editor.execute(f"DROP INDEX IF EXISTS home_search_{column}_trials_{name}")
        schema_editor.execute(
            f"CREATE INDEX home_search_{column}_trials ON home_searchdocument USING gin ({column}_vector) "
            "WHERE kind = 'trials'"
        )
    for name in LENGTHS:
        schema_editor.execute(f"DROP INDEX IF EXISTS home_search_name_like_{name}")
    if _has_trigrams(schema_editor):
        schema_editor.execute(NAMES.format(name="home_search_name_like"))


def _has_trigrams(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


class Migration(migrations.Migration):
    dependencies = [("home", "0003_search_engines")]

    operations = [migrations.RunPython(slice_trials, join_trials)]
