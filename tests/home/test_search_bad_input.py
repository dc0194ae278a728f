"""Whatever is typed gets an answer, quickly."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.home.search_index.following import follow
from tests.factories.conditions import make_condition
from tests.factories.glossary import make_term
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

SLOW = 3.0
SIGNS = "\"'`*:^()[]{}+-~|&!<>\\/@#$%=;,.?_\x00\x07\u202e\u200f\u0301\ufeff🧬💉ß½²"
PARTS = st.sampled_from(
    [
        "vector", "NEAR(", "AND", "OR NOT", '"', "''", "names:", "*", "-", "^", "%", "_", "\\", "{names}:", "a:*",
        "&!|", "<->", "'; DROP TABLE home_searchdocument; --", "(?:a+)+$", "\x00", "\u202e", "β", "NCT", "12345678",
        "/.*/", "{\"match_all\":{}}", "haemophilia", "hemofelia", "is", "🧬", "ORPHA:", "0" * 30, "خلية",
    ]
)  # fmt: skip
TYPED = st.one_of(
    st.lists(PARTS, max_size=12).map(" ".join),
    st.lists(PARTS, max_size=12).map("".join),
    st.text(alphabet=SIGNS, max_size=80),
    st.text(max_size=250),
)


@pytest.fixture
def site():
    make_term("Vector")
    make_condition("Haemophilia", also_called=["hemofilia"])
    make_therapy("Glybera")
    make_trial("Known trial", numbers=[("ctgov", "NCT12345678")])
    follow()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED, kind=st.sampled_from(["", "terms", "trials"]))
@example(typed="a" * 10_000, kind="")
@example(typed="vector " * 1_500, kind="")
@example(typed="hemofelia " * 30, kind="")
@example(typed="\ud83d", kind="")
@example(typed='"', kind="terms")
@example(typed="vector\x00", kind="")
def test_anything_typed_gets_an_answer_quickly(client, site, typed, kind):
    typed = typed.encode("utf-8", "replace").decode()
    began = time.process_time()
    for path, parameters in (("/search/", {"q": typed, "kind": kind}), ("/search/suggestions/", {"q": typed})):
        response = client.get(path, parameters)

        assert response.status_code in (200, 302)
    assert time.process_time() - began < SLOW


@pytest.mark.parametrize(
    "typed", ["vector*", '"vector"', "vector AND", "(vector", "vector:*", "{vector}", "vector\x00"]
)
def test_operators_of_engines_are_no_operators(client, site, typed):
    assert "/glossary/vector/" in client.get("/search/", {"q": typed}).content.decode()
