"""An index for words in titles, on PostgreSQL. SQLite reads all rows, which is quick enough for what it is for."""

from django.db import migrations

MAKE = """
CREATE INDEX trials_finder_words ON trials_finderentry USING gin (to_tsvector('simple', words))
"""
DROP = "DROP INDEX IF EXISTS trials_finder_words"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0003_finder_and_gazetteer"),
    ]

    operations = [migrations.RunPython(make, drop)]
