"""Publishing copies every field of a revision back onto the row: nothing else may be undone by it."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType

from organisations.models import OrganisationContact
from portal.base.models import ChangeNote, Review
from tests.factories.every_kind import RECORD_MODELS, kind_of, make
from tests.factories.kernel import make_change_note, make_review
from tests.factories.organisations import make_organisation
from tests.factories.trials import make_registry_record, make_trial
from trials.enums import Standing
from trials.models import RegistryRecord

pytestmark = pytest.mark.django_db

every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def draft_of(record, name="Name of last week"):
    """Store a draft of a published record and return its revision."""
    record.name = name
    return record.save_revision()


def test_publishing_an_older_draft_does_not_undo_what_the_registry_said_since():
    trial = make_trial(status="RECRUITING")
    older = draft_of(trial)
    checked = datetime.date.today()
    trial.registry_records.update(status="TERMINATED", why_stopped="Money", checked_on=checked)
    make_registry_record(trial, registry="isrctn", number="ISRCTN12949496", status="TERMINATED")

    older.publish()

    trial.refresh_from_db()
    assert trial.name == "Name of last week"
    assert set(trial.registry_records.values_list("status", flat=True)) == {"TERMINATED"}
    assert trial.registry_records.get(registry="ctgov").why_stopped == "Money"
    assert [record.standing() for record in trial.registry_records.all()] == [Standing.STOPPED] * 2


@every_kind
def test_publishing_an_older_draft_does_not_undo_a_review_or_a_change_note(model):
    record = make(model)
    older = draft_of(record)
    make_review(record, reviewed_on=datetime.date(2026, 5, 1), next_due_on=datetime.date(2027, 5, 1))
    make_change_note(record, "What changed.")

    older.publish()

    assert [review.reviewed_on for review in Review.objects.of(record)] == [datetime.date(2026, 5, 1)]
    assert [note.sentence for note in ChangeNote.objects.of(record)] == ["What changed."]


@every_kind
def test_editing_and_publishing_make_or_reset_no_review(model):
    record = make(model)
    draft_of(record).publish()

    assert not Review.objects.exists()


def test_publishing_an_older_draft_does_not_undo_the_state_of_contact():
    organisation = make_organisation()
    older = draft_of(organisation)
    OrganisationContact.objects.create(
        organisation=organisation,
        confirmed_on=datetime.date(2026, 6, 1),
        link_state="broken",
        broken_since=datetime.date(2026, 7, 1),
    )

    older.publish()

    contact = OrganisationContact.objects.get(organisation=organisation)
    assert (contact.confirmed_on, contact.link_state) == (datetime.date(2026, 6, 1), "broken")


@every_kind
def test_published_record_edited_as_a_draft_keeps_its_row(model):
    record = make(model, "Published name")
    draft_of(record, "Draft name")

    stored = model.objects.get(pk=record.pk)
    assert (stored.name, stored.folded_name) == ("Published name", "published name")
    assert stored.has_unpublished_changes
    assert stored.get_latest_revision_as_object().name == "Draft name"


@every_kind
def test_publishing_keeps_name_and_folded_name_together(model):
    record = make(model, "Published name")
    draft_of(record, "β-Name").publish()

    assert model.objects.get(pk=record.pk).folded_name == "beta name"


@every_kind
def test_name_saved_alone_is_folded_too(model):
    record = make(model, "Published name")
    record.name = "Ünother"
    record.save(update_fields=["name"])

    assert model.objects.get(pk=record.pk).folded_name == "unother"


def test_registry_record_outlives_the_trial_it_belonged_to():
    trial = make_trial()
    trial.delete()

    assert RegistryRecord.objects.get().trial is None


@every_kind
def test_reviews_and_changes_of_one_record_are_not_those_of_another(model):
    one, other = make(model), make(model)
    make_review(one)
    make_change_note(one)

    assert (Review.objects.of(one).count(), Review.objects.of(other).count()) == (1, 0)
    assert (ChangeNote.objects.of(one).count(), ChangeNote.objects.of(other).count()) == (1, 0)


def test_reviews_of_two_kinds_with_the_same_key_are_kept_apart():
    trial, organisation = make_trial(), make_organisation()
    make_review(trial)
    Review.objects.update(object_id=str(organisation.pk))

    assert Review.objects.get().content_type == ContentType.objects.get_for_model(trial)
    assert not Review.objects.of(organisation).exists()
