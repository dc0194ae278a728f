"""Nobody's personal data on anything that keeps revisions: what is cleared on the row would live on there."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail.models import Page, RevisionMixin

from organisations.models import OrganisationContact
from organisations.viewsets import OrganisationViewSet
from portal.base.models import Record
from submissions.models import Submission, SubmissionContact
from tests.factories.every_kind import RECORD_MODELS
from tests.factories.organisations import make_organisation
from tests.factories.submissions import make_submission

OURS = ("base", "home", "starter", "glossary", "conditions", "therapies", "trials", "organisations", "articles",
        "submissions")  # fmt: skip
# Columns in which a person's name, e-mail or telephone number would stand.
NAMES_OF_PERSONAL_DATA = ("email", "e_mail", "mail", "phone", "telephone", "mobile", "first_name", "last_name",
                          "sender", "surname", "birth", "contact")  # fmt: skip


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def columns(model):
    return [field for field in model._meta.get_fields() if getattr(field, "concrete", False)]


def kept_in_revisions():
    """Our models whose rows are kept in revisions, with their children."""
    parents = [model for model in our_models() if issubclass(model, (RevisionMixin, Page))]
    children = [
        relation.related_model
        for parent in parents
        for relation in parent._meta.related_objects
        if type(relation.field).__name__ == "ParentalKey"
    ]
    grandchildren = [
        relation.related_model
        for child in children
        for relation in child._meta.related_objects
        if type(relation.field).__name__ == "ParentalKey"
    ]
    return {*parents, *children, *grandchildren}


def test_all_five_kinds_are_looked_at():
    assert set(RECORD_MODELS) <= kept_in_revisions()
    assert {model for model in our_models() if issubclass(model, Record)} == set(RECORD_MODELS)
    assert "AuthorisationEvent" in {model.__name__ for model in kept_in_revisions()}


def test_nothing_with_revisions_has_a_column_for_personal_data():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in kept_in_revisions()
        for field in columns(model)
        if isinstance(field, models.EmailField) or any(part in field.name for part in NAMES_OF_PERSONAL_DATA)
    ]

    assert wrong == []


def test_only_contacts_and_the_site_itself_have_an_e_mail_column():
    with_email = {
        model.__name__ for model in our_models() for field in columns(model) if isinstance(field, models.EmailField)
    }

    assert with_email == {"SubmissionContact", "SiteIdentity", "OrganisationContact"}


@pytest.mark.django_db
def test_private_address_of_an_organisation_is_in_no_revision_and_no_export(client):
    organisation = make_organisation("Kept apart")
    OrganisationContact.objects.create(organisation=organisation, email="private@organisation.example")
    revision = organisation.save_revision()

    assert not issubclass(OrganisationContact, RevisionMixin)
    assert "private@organisation.example" not in str(revision.content)
    for address in (organisation.get_absolute_url(), "/organisations/", "/search/?q=private@organisation.example"):
        assert b"private@organisation.example</" not in client.get(address).content
    columns = OrganisationViewSet.list_export
    assert not [column for column in columns if "contact" in column or "email" in column]


def test_the_submission_itself_holds_nothing_by_which_to_reach_the_sender():
    assert not any(part in field.name for field in columns(Submission) for part in NAMES_OF_PERSONAL_DATA)
    assert not issubclass(SubmissionContact, RevisionMixin)
    assert not issubclass(Submission, RevisionMixin)


@pytest.mark.django_db
def test_deleting_the_contact_leaves_the_submission():
    submission = make_submission(contact={"name": "Somebody", "email": "somebody@person.example"})

    submission.contact.delete()
    submission.refresh_from_db()

    assert not SubmissionContact.objects.exists()
    assert submission.sent == {"text": "What I miss"}
    assert not hasattr(Submission.objects.get(), "contact")


def test_registry_records_and_sites_have_no_column_for_people():
    for name in ("RegistryRecord", "RegistrySite"):
        found = {field.name for field in columns(apps.get_model("trials", name))}

        assert not [column for column in found if any(part in column for part in NAMES_OF_PERSONAL_DATA)]
        assert not found & {"investigator", "official", "contacts", "officials", "investigators"}


def test_statistics_of_readers_are_not_collected():
    assert not [name for name in settings.INSTALLED_APPS if "analytics" in name or "tracking" in name]
