"""A draft's text is in the table like any other: nothing public may show it, not even through another record."""

import pytest
from taggit.models import Tag

from glossary.models import Term
from tests.factories.articles import make_article, make_home, make_section
from tests.factories.conditions import make_condition
from tests.factories.desk import drafted, prepare_desk
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.glossary import make_term
from tests.factories.kernel import make_change_note
from tests.factories.organisations import make_organisation
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.therapies import make_therapy
from tests.factories.trials import make_trial

pytestmark = pytest.mark.django_db

SECRET = "Zebrafinch"
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def places_that_list(model):
    return [INDEXES[model], f"{INDEXES[model]}?q={SECRET}", f"/search/?q={SECRET}", "/sitemap.xml", "/"]


def is_shown(client, address):
    """Whether the record's name stands on the page other than as what was searched for."""
    html = page(client, address)
    return f">{SECRET}<" in html or f"/{SECRET.lower()}/" in html


@every_kind
def test_live_by_default_is_false(model):
    assert model._meta.get_field("live").default is False
    assert model().live is False


@every_kind
def test_a_new_draft_is_nowhere_to_be_seen(client, model):
    make_home()
    draft = make(model, SECRET, live=False)
    make_change_note(draft, "A change of the draft.")

    assert [place for place in places_that_list(model) if is_shown(client, place)] == []
    assert "A change of the draft." not in page(client, "/")
    assert client.get(draft.get_absolute_url()).status_code == 404


@every_kind
def test_a_published_record_is_in_all_these_places(client, model):
    make_home()
    record = make(model, SECRET)
    make_change_note(record, "A change of the record.")

    assert [place for place in places_that_list(model)[:4] if not is_shown(client, place)] == []
    assert "A change of the record." in page(client, "/")
    assert SECRET in page(client, record.get_absolute_url())


@every_kind
def test_an_unpublished_record_vanishes_from_all_of_them(client, model):
    make_home()
    record = make(model, SECRET)
    make_change_note(record, "A change of the record.")

    record.unpublish()

    assert [place for place in places_that_list(model) if is_shown(client, place)] == []
    assert "A change of the record." not in page(client, "/")
    assert client.get(record.get_absolute_url()).status_code == 410


@every_kind
def test_editing_a_published_record_as_a_draft_changes_nothing_until_it_is_published(client, model):
    record = make(model, "Known name")
    before = page(client, record.get_absolute_url())

    record.name = SECRET
    record.tags.add("a tag of the draft")
    revision = record.save_revision()

    assert page(client, record.get_absolute_url()) == before
    assert SECRET not in page(client, INDEXES[model])
    assert not is_shown(client, f"/search/?q={SECRET}")

    revision.publish()

    assert SECRET in page(client, record.get_absolute_url())
    assert is_shown(client, f"/search/?q={SECRET}")


@every_kind
def test_preview_and_revisions_of_a_draft_need_rights(client, model):
    draft = make(model, SECRET, live=False)
    name = f"/admin/snippets/{model._meta.app_label}/{model._meta.model_name}"
    addresses = [
        f"{name}/preview/{draft.pk}/",
        f"{name}/history/{draft.pk}/revisions/{draft.latest_revision_id}/view/",
        f"{name}/inspect/{draft.pk}/",
        f"{name}/edit/{draft.pk}/",
    ]

    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/staff/login/"), address


@every_kind
def test_preview_of_a_draft_shows_the_public_page_to_staff(model):
    draft = make(model, SECRET, live=False)
    name = f"/admin/snippets/{model._meta.app_label}/{model._meta.model_name}"

    response = signed_in(make_superuser()).get(f"{name}/history/{draft.pk}/revisions/{draft.latest_revision_id}/view/")

    assert response.status_code == 200
    assert SECRET in response.content.decode()
    assert response.template_name == draft.template or draft.template in [t.name for t in response.templates]


@every_kind
def test_chooser_offers_published_records_only(model):
    make(model, "Known name")
    make(model, SECRET, live=False)

    chooser = f"/admin/snippets/choose/{model._meta.app_label}/{model._meta.model_name}/"
    offered = signed_in(make_superuser()).get(chooser).content.decode()

    assert "Known name" in offered
    assert SECRET not in offered


@pytest.mark.parametrize("relation", ["see_also", "not_same_as", "broader", "narrower"])
def test_draft_term_related_to_a_published_one_is_not_shown(client, relation):
    draft = make_term(SECRET, live=False)
    if relation == "narrower":
        term = make_term("Known")
        Term.objects.filter(pk=draft.pk).update(broader=term)
    else:
        term = make_term("Known", **{relation: draft if relation == "broader" else [draft]})

    assert SECRET not in page(client, term.get_absolute_url())

    draft.refresh_from_db()
    draft.save_revision().publish()
    assert SECRET in page(client, term.get_absolute_url())


@pytest.mark.parametrize("make_related", [make_therapy, make_trial, make_organisation])
def test_draft_that_belongs_to_a_condition_is_not_shown_with_it(client, make_related):
    condition = make_condition("Known condition")
    draft = make_related(SECRET, live=False, conditions=[condition])

    for address in (condition.get_absolute_url(), "/conditions/", "/search/?q=Known"):
        assert SECRET not in page(client, address)
    for words in ("1 therapy", "1 trial", "1 organisation"):
        assert words not in page(client, "/conditions/")

    draft.save_revision().publish()
    assert SECRET in page(client, condition.get_absolute_url())


@pytest.mark.parametrize("make_related", [make_therapy, make_trial, make_organisation])
def test_draft_condition_of_a_published_record_is_not_shown_with_it(client, make_related):
    draft = make_condition(SECRET, live=False)
    record = make_related("Known", conditions=[draft])

    for address in (record.get_absolute_url(), INDEXES[type(record)], "/search/?q=Known"):
        assert SECRET not in page(client, address)

    draft.save_revision().publish()
    assert SECRET in page(client, record.get_absolute_url())
    assert SECRET in page(client, INDEXES[type(record)])


def test_draft_group_of_a_condition_and_draft_member_of_a_group_are_not_shown(client):
    group = make_condition("Known group")
    draft_member = make_condition(SECRET, live=False, broader=group)
    draft_group = make_condition("Secretgroup", live=False)
    member = make_condition("Known member", broader=draft_group)

    assert SECRET not in page(client, group.get_absolute_url())
    assert "Secretgroup" not in page(client, member.get_absolute_url())

    draft_member.save_revision().publish()
    draft_group.save_revision().publish()
    assert SECRET in page(client, group.get_absolute_url())
    assert "Secretgroup" in page(client, member.get_absolute_url())


def test_draft_trial_of_a_therapy_and_draft_therapy_of_a_trial_are_not_shown(client):
    therapy = make_therapy("Known therapy")
    draft_trial = make_trial(SECRET, live=False, therapies=[therapy])
    draft_therapy = make_therapy("Secrettherapy", live=False)
    trial = make_trial("Known trial", therapies=[draft_therapy])

    assert SECRET not in page(client, therapy.get_absolute_url())
    assert "Secrettherapy" not in page(client, trial.get_absolute_url())

    draft_trial.save_revision().publish()
    draft_therapy.save_revision().publish()
    assert SECRET in page(client, therapy.get_absolute_url())
    assert "Secrettherapy" in page(client, trial.get_absolute_url())


@pytest.mark.parametrize("find", ["Secretname", "secretname"], ids=["as written", "in small letters"])
def test_record_found_by_the_name_of_a_draft_condition_is_not_given_away(client, find):
    draft = make_condition("Secretname", live=False)
    make_trial("Known trial", conditions=[draft])
    make_organisation("Known organisation", conditions=[draft])

    for index in ("/trials/", "/organisations/", "/search/"):
        assert "Known" not in page(client, f"{index}?q={find}")


def test_country_in_which_only_a_draft_trial_has_sites_is_not_offered(client):
    make_trial("Known", countries=["FR"])
    make_trial(SECRET, live=False, countries=["PE"])

    html = page(client, "/trials/")

    assert '<option value="FR"' in html
    assert '<option value="PE"' not in html


def test_country_and_language_that_only_a_draft_organisation_has_are_not_offered(client):
    make_organisation("Known", countries_served=["FR"], languages=["fr"])
    make_organisation(SECRET, live=False, countries_served=["PE"], languages=["qu", "es"][1:])

    html = page(client, "/organisations/")

    assert '"FR"' in html
    assert 'value="PE"' not in html
    assert 'value="es"' not in html


def test_draft_article_is_nowhere_to_be_seen(client):
    section = make_section("Known section")
    first = make_article("First", parent=section)
    draft = make_article(SECRET, parent=section, live=False)
    make_change_note(draft, "A change of the draft.")

    for address in ("/", section.get_url(), first.get_url(), f"/search/?q={SECRET}", "/sitemap.xml"):
        assert not is_shown(client, address)
        assert "A change of the draft." not in page(client, address)
    assert client.get(draft.get_url()).status_code == 404


def test_tag_of_a_draft_is_on_no_public_page(client):
    make_term("Known", tags=["known-tag"])
    make_term(SECRET, live=False, tags=["secret-tag"])

    assert Tag.objects.filter(name="secret-tag").exists(), "Wagtail makes the tag's row at once: that is the trap."
    for address in ("/glossary/", "/glossary/?q=secret-tag", "/search/?q=secret-tag", "/glossary/?tag=secret-tag"):
        assert "secret-tag</" not in page(client, address)
        assert SECRET not in page(client, address)


def test_draft_in_another_language_is_not_offered_as_a_translation(client):
    term = make_term("Known")
    make_term(SECRET, live=False, language="fr", translation_key=term.translation_key)

    assert SECRET.lower() not in page(client, term.get_absolute_url()).lower()


SENT_IN = {
    "organisation": {"name": SECRET, "website": "https://zebrafinch.example/"},
    "trial": {"title": SECRET},
    "term": {"name": SECRET, "also_called": ""},
    "story": {"title": SECRET, "story": f"{SECRET} is what I want to tell of."},
}


@pytest.mark.parametrize("kind", SENT_IN)
def test_what_the_public_sent_in_is_nowhere_to_be_seen_before_it_is_approved(client, kind):
    prepare_desk()
    handling = drafted(kind, **SENT_IN[kind])
    draft = handling.draft
    assert SECRET in str(draft)
    places = [*INDEXES.values(), "/", f"/search/?q={SECRET}", "/sitemap.xml", "/glossary/glossary.json", "/stories/"]

    for place in places:
        response = client.get(place)
        html = response.content.decode()
        assert f">{SECRET}<" not in html, place
        assert f"/{SECRET.lower()}/" not in html, place
        assert response.status_code in (200, 404), place
    address = draft.get_url() if hasattr(draft, "get_url") else draft.get_absolute_url()
    assert client.get(address).status_code == 404
    for private in (
        f"/admin/moderation/{handling.submission_id}/",
        f"/admin/moderation/{handling.submission_id}/preview/",
        "/admin/moderation/?export=csv",
    ):
        assert client.get(private).status_code == 302
        answer = signed_in(make_member("Editors")).get(private, follow=True)
        assert SECRET not in answer.content.decode()


def test_correction_sent_in_changes_nothing_that_readers_see(client):
    prepare_desk()
    term = make_term("Known", short_definition="The text as it was before.")
    before = page(client, term.get_absolute_url())

    handling = drafted("correction", about=term, what="as it was before", should_be=SECRET)

    assert SECRET in handling.draft.get_latest_revision_as_object().short_definition
    assert page(client, term.get_absolute_url()) == before
    assert not is_shown(client, f"/search/?q={SECRET}")
