"""What an editor is told when a record's form cannot be stored; never an error page."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from conditions.models import Condition
from organisations.models import Organisation
from tests.factories.admin import DRAFT, PUBLISH, address, fill, filled_in, messages_on, rich_text, rows
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.staff import make_superuser, signed_in
from therapies.models import Therapy
from trials.models import Trial

pytestmark = pytest.mark.django_db

every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)
kinds_with_one_name = pytest.mark.parametrize(
    "model", [model for model in RECORD_MODELS if model is not Trial], ids=kind_of
)
kinds_with_other_names = pytest.mark.parametrize(
    "model", [model for model in RECORD_MODELS if hasattr(model, "also_called")], ids=kind_of
)
both_buttons = pytest.mark.parametrize("button", [DRAFT, PUBLISH], ids=["draft", "publish"])


@pytest.fixture
def browser():
    return signed_in(make_superuser())


@every_kind
def test_new_record_filled_in_is_stored_as_a_draft(browser, model):
    answer = fill(browser, address(model, "add"), filled_in(model, name="First", slug="first"), button=DRAFT)

    assert answer.status_code == 302, messages_on(answer)
    record = model.objects.get(slug="first")
    assert (record.name, record.live, record.has_unpublished_changes) == ("First", False, True)


@every_kind
def test_new_record_filled_in_is_published(browser, client, model):
    answer = fill(browser, address(model, "add"), filled_in(model, name="First", slug="first"), button=PUBLISH)

    assert answer.status_code == 302, messages_on(answer)
    record = model.objects.get(slug="first")
    assert record.live
    assert client.get(record.get_absolute_url()).status_code == 200


@every_kind
@both_buttons
def test_slug_left_empty_is_an_error_of_the_form(browser, model, button):
    answer = fill(browser, address(model, "add"), filled_in(model, name="First", slug=""), button=button)

    assert answer.status_code == 200
    assert "This field is required" in messages_on(answer)
    assert not model.objects.exists()


@every_kind
@both_buttons
def test_slug_taken_is_an_error_that_names_the_other_record(browser, model, button):
    make(model, "The first", slug="taken")

    answer = fill(browser, address(model, "add"), filled_in(model, name="The second", slug="taken"), button=button)

    assert answer.status_code == 200
    assert "“taken” is already the address of “The first”: choose another one." in messages_on(answer)
    assert model.objects.count() == 1


@every_kind
@both_buttons
def test_slug_changed_to_one_that_is_taken_is_an_error(browser, model, button):
    make(model, "The first", slug="taken")
    second = make(model, "The second")

    answer = fill(browser, address(second, "edit"), {"slug": "taken"}, button=button)

    assert answer.status_code == 200
    assert "already the address of “The first”" in messages_on(answer)


@every_kind
@pytest.mark.parametrize("slug", ["with space", "a/b", "x" * 121, "ünder"])
def test_slug_that_is_none_is_an_error(browser, model, slug):
    answer = fill(browser, address(model, "add"), filled_in(model, name="First", slug=slug), button=DRAFT)

    assert answer.status_code == 200
    assert not model.objects.exists()


@kinds_with_one_name
@both_buttons
def test_name_taken_in_another_spelling_is_an_error_that_names_the_other_record(browser, model, button):
    make(model, "β-Thalassaemia", slug="one")

    changes = filled_in(model, name="beta thalassaemia", slug="two")
    answer = fill(browser, address(model, "add"), changes, button=button)

    assert answer.status_code == 200
    assert "“beta thalassaemia” is already the name of “β-Thalassaemia”" in messages_on(answer)
    assert model.objects.count() == 1


@kinds_with_other_names
@both_buttons
def test_other_name_that_is_the_name_of_another_record_is_an_error(browser, model, button):
    make(model, "Vector")
    changes = filled_in(model, name="Carrier", slug="carrier")

    answer = fill(
        browser, address(model, "add"), {**changes, **rows("also_called", {"text": "VECTOR", "kind": "synonym"})},
        button=button,
    )  # fmt: skip

    assert answer.status_code == 200
    assert "“VECTOR” is already the name of “Vector”" in messages_on(answer)


@kinds_with_other_names
@both_buttons
def test_name_that_is_another_name_of_a_record_is_an_error(browser, model, button):
    make(model, "Vector", also_called=["Carrier"])

    answer = fill(browser, address(model, "add"), filled_in(model, name="carrier", slug="carrier"), button=button)

    assert answer.status_code == 200
    assert "“carrier” already leads to “Vector”" in messages_on(answer)


@kinds_with_other_names
@both_buttons
def test_name_given_twice_is_an_error(browser, model, button):
    changes = filled_in(model, name="Vector", slug="vector")
    twice = rows("also_called", {"text": "Carrier", "kind": "synonym"}, {"text": "carrier", "kind": "plural"})

    answer = fill(browser, address(model, "add"), {**changes, **twice}, button=button)

    assert answer.status_code == 200
    assert "“carrier” is given twice" in messages_on(answer)


@kinds_with_other_names
def test_other_name_moved_from_one_record_to_another_is_free_again(browser, model):
    make(model, "Vector", also_called=["Carrier"])
    model.objects.get().also_called.all().delete()

    answer = fill(browser, address(model, "add"), filled_in(model, name="Carrier", slug="carrier"), button=PUBLISH)

    assert answer.status_code == 302, messages_on(answer)


@every_kind
@both_buttons
def test_name_left_empty_is_an_error_of_the_form(browser, model, button):
    answer = fill(browser, address(model, "add"), filled_in(model, name="", slug="one"), button=button)

    assert answer.status_code == 200
    assert "This field is required" in messages_on(answer)
    assert not model.objects.exists()


@kinds_with_one_name
def test_two_names_without_any_letter_do_not_meet_in_the_database(browser, model):
    make(model, "?!", slug="marks")

    answer = fill(browser, address(model, "add"), filled_in(model, name="...", slug="dots"), button=DRAFT)

    assert answer.status_code == 200
    assert "already the name of “?!”" in messages_on(answer)


@every_kind
def test_draft_with_little_filled_in_is_stored_and_cannot_be_published(browser, model):
    answer = fill(browser, address(model, "add"), {"name": "Only a name", "slug": "only-a-name"}, button=DRAFT)
    assert answer.status_code == 302, messages_on(answer)
    draft = model.objects.get(slug="only-a-name")

    answer = fill(browser, address(draft, "edit"), {}, button=PUBLISH)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert "This field is required" in messages_on(answer)
    assert not draft.live


@pytest.mark.parametrize(
    ("model", "field"),
    [(Condition, "what_it_is"), (Therapy, "in_short"), (Trial, "summary"), (Organisation, "what_they_do")],
    ids=str,
)
def test_text_that_is_required_cannot_be_published_as_an_empty_paragraph(browser, model, field):
    changes = {**filled_in(model, name="First", slug="first"), field: rich_text("<p></p>")}

    answer = fill(browser, address(model, "add"), changes, button=PUBLISH)

    assert answer.status_code == 200
    assert "This field is required" in messages_on(answer)


@every_kind
def test_name_of_ten_thousand_letters_is_an_error(browser, model):
    answer = fill(browser, address(model, "add"), filled_in(model, name="a" * 10_000, slug="long"), button=DRAFT)

    assert answer.status_code == 200
    assert "200 characters" in messages_on(answer)


@every_kind
def test_slug_of_a_published_record_changed_leaves_a_redirect(browser, client, model):
    record = make(model, "Known", slug="old")
    old = record.get_absolute_url()

    answer = fill(browser, address(record, "edit"), {"slug": "new"}, button=PUBLISH)
    assert answer.status_code == 302, messages_on(answer)
    record.refresh_from_db()

    found = client.get(old)
    assert (found.status_code, found.url) == (301, record.get_absolute_url())
    assert client.get(record.get_absolute_url()).status_code == 200


@every_kind
def test_slug_changed_in_a_draft_leaves_no_redirect_yet(client, model):
    record = make(model, "Known", slug="old")
    record.slug = "new"
    record.save_revision()

    assert not Redirect.objects.exists()
    assert client.get(model.objects.get().get_absolute_url()).status_code == 200


@every_kind
def test_slug_changed_and_changed_back_leaves_no_loop(client, model):
    record = make(model, "Known", slug="old")
    for slug in ("new", "old"):
        record.slug = slug
        record.save_revision().publish()

    assert client.get(record.get_absolute_url()).status_code == 200
    assert client.get(record.get_absolute_url().replace("old", "new")).url == record.get_absolute_url()
