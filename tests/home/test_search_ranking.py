"""How the judge of the search orders what was found, without a database."""

import pytest

from portal.home.search.ranking import Candidate, rank, weights_of
from portal.home.search.reading import understand
from portal.home.search_models import Kind, NameRole

USES = {"zyntest": 40, "taken": 60, "off": 40, "market": 50, "eligible": 20, "europe": 160}
DOCUMENTS = 700
WITHDRAWN = ("which", "therapy", "were", "taken", "off", "the", "market")


def ordered(question, role):
    """Return the titles, the best first, of a product with a name in this role and an article about the question."""
    asked = understand(question, "en")
    spans = [(span, role) for span in asked.spans if span.key == "zyntest"]
    product = Candidate(1, Kind.THERAPY, "Zyntest", (("zyntest",),), frozenset(), spans=spans)
    article = Candidate(2, Kind.PAGE, "Where we are", (("where", "we", "are"), WITHDRAWN), frozenset(), holds_all=True)
    return [found.title for found in rank([article, product], asked, weights_of(asked, USES, DOCUMENTS, frozenset()))]


@pytest.mark.parametrize("role", [NameRole.NAME, NameRole.FORM])
def test_question_that_names_a_product_leads_to_the_product(role):
    assert ordered("why was zyntest taken off the market in europe", role) == ["Zyntest", "Where we are"]


def test_word_that_is_only_asked_with_does_not_name_a_product():
    asked_with = ordered("why was zyntest taken off the market in europe", NameRole.ASKED)

    assert asked_with == ["Where we are", "Zyntest"]
