"""A translation starts as a draft, whatever its original is; Wagtail alone would publish it."""

import pytest
from wagtail.models import Locale

from tests.factories.admin import address
from tests.factories.every_kind import INDEXES, RECORD_MODELS, kind_of, make
from tests.factories.kernel import locale_of
from tests.factories.staff import make_superuser, signed_in

pytestmark = pytest.mark.django_db

SECRET = "Zebrafinch"
every_kind = pytest.mark.parametrize("model", RECORD_MODELS, ids=kind_of)


@every_kind
def test_copy_for_translation_of_a_published_record_is_a_draft(model):
    record = make(model)

    copy = record.copy_for_translation(locale_of("fr"))
    copy.save()

    stored = model.objects.get(pk=copy.pk)
    assert (stored.live, stored.has_unpublished_changes) == (False, True)
    assert (stored.first_published_at, stored.last_published_at, stored.live_revision) == (None, None, None)
    assert stored.translation_key == record.translation_key
    assert stored.locale.language_code == "fr"


@every_kind
def test_copy_for_translation_never_publishes_draft_text(client, model):
    record = make(model, "Known")
    record.name = SECRET
    record.save_revision()

    record.copy_for_translation(locale_of("fr")).save()

    for place in (INDEXES[model], f"/fr{INDEXES[model]}", f"/fr/search/?q={SECRET}", "/sitemap.xml"):
        response = client.get(place)
        assert response.status_code == 200
        assert f">{SECRET}<" not in response.content.decode()
        assert "/fr" + INDEXES[model] + record.slug not in response.content.decode()
    assert client.get(f"/fr{INDEXES[model]}{record.slug}/").status_code == 404


@every_kind
def test_copy_for_translation_does_not_carry_over_lock_and_dates(model):
    record = make(model)
    record.locked, record.locked_by = True, make_superuser()
    record.save()

    copy = record.copy_for_translation(locale_of("fr"))

    assert (copy.locked, copy.locked_by, copy.go_live_at, copy.expire_at) == (False, None, None, None)


@every_kind
def test_translating_in_the_admin_makes_a_draft(client, model):
    french = locale_of("fr")
    record = make(model, "Known")
    label = f"{model._meta.app_label}/{model._meta.model_name}"

    answer = signed_in(make_superuser()).post(
        f"/admin/translation/submit/snippet/{label}/{record.pk}/", {"locales": [french.pk]}
    )

    assert answer.status_code == 302
    translation = model.objects.get(locale=french)
    assert not translation.live
    assert client.get(f"/fr{INDEXES[model]}{translation.slug}/").status_code == 404
    assert signed_in(make_superuser()).get(address(translation, "edit")).status_code == 200


@every_kind
def test_same_name_and_slug_in_two_languages_are_two_records(client, model):
    make(model, "Vector")
    make(model, "Vector", language="fr")

    assert model.objects.public("en").count() == model.objects.public("fr").count() == 1
    assert client.get(f"{INDEXES[model]}vector/").status_code == 200
    assert client.get(f"/fr{INDEXES[model]}vector/").status_code == 200


@every_kind
def test_record_in_one_language_only_is_not_found_in_another(client, model):
    locale_of("fr")
    make(model, "Zebrafinch")

    assert client.get(f"/fr{INDEXES[model]}zebrafinch/").status_code == 404
    assert "Zebrafinch" not in client.get(f"/fr{INDEXES[model]}").content.decode()


@every_kind
def test_published_translation_is_offered_on_the_page(client, model):
    record = make(model, "Vector")
    make(model, "Vecteur", language="fr", translation_key=record.translation_key)

    page = client.get(record.get_absolute_url()).content.decode()

    assert f"/fr{INDEXES[model]}vecteur/" in page
    assert Locale.objects.count() == 2
