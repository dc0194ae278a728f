"""Lists of what nobody edits by hand: read by administrators, without boxes to tick."""

import pytest

from submissions.models import Erasure
from tests.factories.staff import make_superuser, signed_in
from tests.factories.submissions import make_submission
from tests.factories.trials import make_registry_record

pytestmark = pytest.mark.django_db


def make_erasure():
    return Erasure.objects.create(receipt_code="K7QF-92HX", kind="problem", asked_by="rule")


LISTS = {
    "/admin/snippets/submissions/erasure/": (make_erasure, "receipt_code"),
    "/admin/snippets/submissions/submission/": (make_submission, "receipt_code"),
    "/admin/snippets/trials/registryrecord/": (make_registry_record, "number"),
}


@pytest.mark.parametrize("address", LISTS)
def test_read_only_list_shows_its_rows_and_nothing_to_tick(address):
    make, name = LISTS[address]
    made = make()

    html = signed_in(make_superuser()).get(address).content.decode()

    assert getattr(made, name) in html
    assert 'type="checkbox"' not in html
