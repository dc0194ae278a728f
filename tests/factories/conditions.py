"""Conditions for tests."""

from conditions.models import Condition, ConditionAlsoCalled, ConditionCitation
from tests.factories.kernel import cited, forms_of, named, stored


def make_condition(name="", *, live=True, also_called=(), sources=(), **fields):
    """Make a condition, published unless ``live=False``."""
    condition = Condition(**{"what_it_is": "<p>What it is.</p>", **named("Condition", name, fields)})
    condition.also_called = forms_of(ConditionAlsoCalled, also_called, condition.locale)
    condition.citations = cited(ConditionCitation, sources)
    return stored(condition, live=live)
