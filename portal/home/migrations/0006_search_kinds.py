"""PostgreSQL: terms and organisations have indexes of their own, as trials have.

There may be ten thousand of each. Looked up in one index, a common word was read once for the terms and once for the
organisations, both times with all of the other kind, and then compared with every document of the kind.
"""

from django.db import migrations

KINDS = {
    "terms": "kind = 'terms'",
    "organisations": "kind = 'organisations'",
    "others": "kind NOT IN ('trials', 'terms', 'organisations')",
}
COLUMNS = ("names", "all")
INDEX = "CREATE INDEX home_search_{column}_{name} ON home_searchdocument USING gin ({column}_vector) WHERE {condition}"


def part_kinds(apps, schema_editor):
    _make_instead(schema_editor, KINDS)


def join_kinds(apps, schema_editor):
    _make_instead(schema_editor, {"others": "kind <> 'trials'"})


def _make_instead(schema_editor, kinds):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in COLUMNS:
        for name in KINDS:
            schema_editor.execute(f"DROP INDEX IF EXISTS home_search_{column}_{name}")
        for name, condition in kinds.items():
            schema_editor.execute(INDEX.format(column=column, name=name, condition=condition))


class Migration(migrations.Migration):
    dependencies = [("home", "0005_name_asked")]

    operations = [migrations.RunPython(part_kinds, join_kinds)]
