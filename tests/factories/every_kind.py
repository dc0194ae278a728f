"""The five kinds of record side by side, for tests that hold for all of them."""

from conditions.models import Condition
from glossary.models import Term
from organisations.models import Organisation
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.organisations import make_organisation
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial
from therapies.models import Therapy
from trials.models import Trial

MAKERS = {
    Term: make_term,
    Condition: make_condition,
    Therapy: make_therapy,
    Trial: make_trial,
    Organisation: make_organisation,
}
RECORD_MODELS = list(MAKERS)
INDEXES = {
    Term: "/glossary/",
    Condition: "/conditions/",
    Therapy: "/therapies/",
    Trial: "/trials/",
    Organisation: "/organisations/",
}


def make(model, name="", **fields):
    """Make a record of a kind."""
    return MAKERS[model](name, **fields)


def kind_of(model) -> str:
    """Return a model's name, for the names of parametrised tests."""
    return model.__name__
