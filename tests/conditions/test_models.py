"""Rules of a condition."""

import pytest
from django.core.exceptions import ValidationError

from conditions.models import Condition
from tests.factories.conditions import make_condition
from tests.factories.constraints import refused_by

pytestmark = pytest.mark.django_db


def test_two_conditions_with_one_name_are_refused():
    make_condition("β-thalassaemia", slug="one")

    with refused_by("conditions_condition_name_once"):
        make_condition("Beta thalassaemia", slug="two")


def test_two_conditions_with_one_orphacode_are_refused():
    make_condition(orphacode="232")

    with refused_by("conditions_condition_orphacode_once"):
        make_condition(orphacode="232")


def test_conditions_without_an_orphacode_are_many():
    make_condition(orphacode="")
    make_condition(orphacode="")

    assert Condition.objects.count() == 2


def test_two_conditions_with_one_other_name_are_refused():
    make_condition(also_called=["SCD"])

    with refused_by("conditions_alsocalled_once"):
        make_condition(also_called=["scd"])


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("orphacode", "ORPHA:232"),
        ("orphacode", "0232"),
        ("mondo_id", "11382"),
        ("mondo_id", "MONDO:113"),
        ("mesh_id", "755"),
        ("mesh_id", "X000755"),
        ("icd11_codes", "3A51.123"),
        ("icd11_codes", "3A51; 3A52"),
    ],
)
def test_code_of_a_wrong_form_is_refused_with_an_example(field, wrong):
    condition = make_condition()
    setattr(condition, field, wrong)

    with pytest.raises(ValidationError) as caught:
        condition.full_clean()

    assert list(caught.value.message_dict) == [field]
    assert any(character.isdigit() or "commas" in caught.value.messages[0] for character in caught.value.messages[0])


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("orphacode", "232"),
        ("mondo_id", "MONDO:0011382"),
        ("mesh_id", "D000755"),
        ("mesh_id", "C531816"),
        ("icd11_codes", "3A51.1"),
        ("icd11_codes", "3A51.1, 3A50, 8B20"),
    ],
)
def test_code_of_the_right_form_is_accepted(field, right):
    condition = make_condition()
    setattr(condition, field, right)

    condition.full_clean()


def test_groups_in_a_circle_are_refused():
    group = make_condition()
    member = make_condition(broader=group)
    group.broader = member

    with pytest.raises(ValidationError, match="already belongs to this condition"):
        group.full_clean()


@pytest.mark.parametrize(
    "query",
    ["sickle cell", "SICKLE", "scd", "sickel cell", "232", "ORPHA:232", "orpha 232", "MONDO:0011382", "mondo:0011382",
     "D000755", "d000755"],
)  # fmt: skip
def test_called_like_finds_a_condition_under_every_name_and_code(query):
    condition = make_condition(
        "Sickle cell disease",
        also_called=["SCD", ("sickel cell disease", "misspelling")],
        orphacode="232",
        mondo_id="MONDO:0011382",
        mesh_id="D000755",
    )
    make_condition("Haemophilia")

    assert list(Condition.objects.called_like(query)) == [condition]


@pytest.mark.parametrize("query", ["23", "?", ""])
def test_called_like_without_a_code_or_name_does_not_find_conditions_that_have_none(query):
    make_condition("Haemophilia", orphacode="", mesh_id="")

    found = Condition.objects.called_like(query)

    assert found.exists() is (query == "")
