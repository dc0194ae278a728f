"""Several codes in one column."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from organisations.models import Organisation
from portal.base.code_lists import CodeListField, CodeListFormField, containing
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db


def test_code_list_stored_and_read_is_a_sorted_list_without_doubles():
    made = make_organisation(languages=["fr", "de", "fr"])

    assert Organisation.objects.get(pk=made.pk).languages == ["de", "fr"]


@pytest.mark.parametrize(("codes", "column"), [(["fr", "de"], ",de,fr,"), ([], "")])
def test_code_list_in_the_column_stands_between_commas(codes, column):
    made = make_organisation(languages=codes)

    with connection.cursor() as cursor:
        cursor.execute("SELECT languages FROM organisations_organisation WHERE id = %s", [made.pk])
        assert cursor.fetchone() == (column,)


def test_containing_finds_exactly_one_code():
    one = make_organisation(services=["information"])
    make_organisation(services=["research funding"])
    make_organisation(services=[])

    assert list(Organisation.objects.filter(containing("services", "information"))) == [one]
    assert not Organisation.objects.filter(containing("services", "inform")).exists()
    assert not Organisation.objects.filter(containing("services", "")).exists()


def test_code_list_with_an_unknown_code_is_refused_and_named():
    made = make_organisation()
    made.languages = ["fr", "xx"]

    with pytest.raises(ValidationError, match="Not in the list: xx") as caught:
        made.full_clean()

    assert set(caught.value.message_dict) == {"languages"}


def test_code_list_that_may_not_be_empty_is_refused_when_empty():
    with pytest.raises(ValidationError):
        CodeListField(choices=[("a", "A")], blank=False).validate([], None)


def test_code_list_in_a_revision_comes_back_as_a_list():
    made = make_organisation(languages=["fr"], countries_served=["FR", "BE"])
    made.languages = ["de", "nl"]

    revision = made.save_revision()
    restored = revision.as_object()

    assert restored.languages == ["de", "nl"]
    assert restored.countries_served == ["BE", "FR"]
    revision.publish()
    assert Organisation.objects.get(pk=made.pk).languages == ["de", "nl"]


def test_code_list_given_as_stored_text_is_read_back():
    assert CodeListField(choices=[]).to_python(",de,fr,") == ["de", "fr"]
    assert CodeListField(choices=[]).to_python(None) == []


def test_code_list_labels_follow_the_order_of_the_choices():
    field = CodeListField(choices=[("b", "Second letter"), ("a", "First letter")])

    assert field.labels(["a", "b"]) == ["Second letter", "First letter"]


def test_code_list_form_field_with_the_same_codes_in_another_order_has_not_changed():
    field = CodeListFormField(choices=[("a", "A"), ("b", "B")])

    assert not field.has_changed(["a", "b"], ["b", "a"])
    assert field.has_changed(["a"], ["a", "b"])
    assert not field.has_changed(None, [])
