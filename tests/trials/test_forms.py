"""What an editor is told about a trial's numbers."""

import pytest

from tests.factories.admin import DRAFT, PUBLISH, address, fill, filled_in, messages_on
from tests.factories.staff import make_superuser, signed_in
from tests.factories.trials import make_registry_record, make_trial
from trials.models import RegistryRecord, Trial

pytestmark = pytest.mark.django_db

both_buttons = pytest.mark.parametrize("button", [DRAFT, PUBLISH], ids=["draft", "publish"])


@pytest.fixture
def browser():
    return signed_in(make_superuser())


def send(browser, number, button=PUBLISH, registry="ctgov"):
    values = filled_in(Trial, name="New trial", slug="new-trial")
    typed = {"identifiers-0-registry": registry, "identifiers-0-number": number}
    return fill(browser, address(Trial, "add"), {**values, **typed}, button=button)


@both_buttons
def test_number_of_a_wrong_form_is_an_error_with_an_example(browser, button):
    answer = send(browser, "NCT123", button)

    assert answer.status_code == 200
    assert "it should look like NCT01234567" in messages_on(answer)
    assert not Trial.objects.exists()


@both_buttons
def test_number_of_another_trial_is_an_error_that_names_it(browser, button):
    make_trial("The first", numbers=[("ctgov", "NCT05397184")])

    answer = send(browser, "NCT05397184", button)

    assert answer.status_code == 200
    assert "NCT05397184 already belongs to “The first”" in messages_on(answer)
    assert Trial.objects.count() == 1


def test_number_of_the_trial_itself_is_no_error(browser):
    trial = make_trial("The first", numbers=[("ctgov", "NCT05397184")])

    answer = fill(browser, address(trial, "edit"), {"caution": "A caution."}, button=PUBLISH)

    assert answer.status_code == 302, messages_on(answer)


def test_trial_without_a_number_cannot_be_published(browser):
    answer = send(browser, "", registry="")

    assert answer.status_code == 200
    assert not Trial.objects.exists()


def test_people_who_pay_need_a_caution_in_plain_words(browser):
    values = filled_in(Trial, name="New trial", slug="new-trial", participant_pays="yes")

    answer = fill(browser, address(Trial, "add"), values, button=PUBLISH)

    assert answer.status_code == 200
    assert "write a caution note" in messages_on(answer)


def test_form_of_a_trial_has_no_field_of_the_registry(browser):
    trial = make_trial()
    page = browser.get(address(trial, "edit")).content.decode()

    for name in ("status", "official_title", "sponsor", "phases", "checked_on", "start_date", "enrolment"):
        assert f'name="{name}"' not in page


def test_registry_record_has_no_form(browser):
    record = make_registry_record()

    for screen in ("edit", "delete"):
        assert browser.get(address(record, screen)).status_code in {302, 404}
    assert browser.get(address(RegistryRecord, "add")).status_code in {302, 404}
    assert record.number in browser.get(address(RegistryRecord, "list")).content.decode()
    assert record.number in browser.get(address(record, "inspect")).content.decode()
