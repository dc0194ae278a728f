"""Breaking a rule of the database on purpose."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

CONSTRAINTS = {
    constraint.name: (model, constraint) for model in apps.get_models() for constraint in model._meta.constraints
}


@contextmanager
def refused_by(name: str):
    """Expect the database to refuse what the block does, by the constraint of this name."""
    model, constraint = CONSTRAINTS[name]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    said = str(caught.value)
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        # SQLite names the columns only, or for an index with a condition the index.
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        assert name in said or all(f"{model._meta.db_table}.{column}" in said for column in columns), said
    else:
        assert name in said, said
