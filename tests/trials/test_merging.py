"""Merging two trials, and the pairs that are proposed for it."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from portal.base.roles import EDITORS, setup_roles
from tests.factories.admin import DRAFT, address, fill, messages_on, words_on
from tests.factories.conditions import make_condition
from tests.factories.staff import make_member, make_superuser, signed_in
from tests.factories.trials import make_registry_record, make_trial
from trials.duplicates import find_duplicates
from trials.enums import PairState
from trials.merging import MergeRefused, merge, plan_merge
from trials.models import SyncedDraft, Trial, TrialIdentifier, TrialPair

pytestmark = pytest.mark.django_db

EU = [("euct", "2022-500244-37-00")]
LONG = "A phase 2 study of gene-edited stem cells in people with sickle cell disease"


@pytest.fixture
def superuser():
    return make_superuser()


def numbers_of(trial):
    return sorted(Trial.objects.get(pk=trial.pk).identifiers.values_list("number", flat=True))


def test_numbers_records_and_relations_go_over_and_the_address_leads_on(client, superuser):
    lymphoma = make_condition("Lymphoma")
    gone = make_trial("Goes", numbers=EU, conditions=[lymphoma])
    stays = make_trial("Stays", numbers=[("ctgov", "NCT01234567")])
    old, record = gone.get_absolute_url(), gone.registry_records.get()

    merge(gone, stays, by=superuser)

    stays.refresh_from_db()
    assert numbers_of(stays) == ["2022-500244-37-00", "NCT01234567"]
    record.refresh_from_db()
    assert record.trial == stays
    assert list(stays.conditions.all()) == [lymphoma]
    gone = Trial.objects.get(pk=gone.pk)
    assert (gone.live, gone.name, numbers_of(gone)) == (False, "Goes (merged into “Stays”)", [])
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, stays.get_absolute_url())
    assert TrialPair.objects.get().state == PairState.MERGED


def test_draft_is_merged_into_a_published_trial_by_an_editor_without_publishing(superuser):
    setup_roles()
    editor = make_member(EDITORS)
    draft = make_trial("Draft", live=False, numbers=EU)
    SyncedDraft.objects.create(trial=draft, registry_title="Draft")
    stays = make_trial("Stays", numbers=[("ctgov", "NCT01234567")])

    merge(draft, stays, by=editor)

    stays = Trial.objects.get(pk=stays.pk)
    assert numbers_of(stays) == ["NCT01234567"]
    assert len(stays.get_latest_revision_as_object().identifiers.all()) == 2
    assert stays.current_workflow_state.current_task_state.task.name == "Medical review"
    assert stays.registry_records.count() == 2
    assert SyncedDraft.objects.get().state == "merged"
    assert not Redirect.objects.exists()


def test_draft_is_merged_into_a_draft(superuser):
    first, second = (make_trial(name, live=False, numbers=[("ctgov", f"NCT9000000{n}")]) for n, name in enumerate("AB"))

    merge(first, second, by=superuser)

    assert numbers_of(second) == ["NCT90000000", "NCT90000001"]
    assert not Trial.objects.get(pk=second.pk).live


def test_two_numbers_of_one_registry_are_a_doubt(superuser):
    first, second = make_trial(), make_trial()

    assert "Both have a number of ClinicalTrials.gov" in plan_merge(first, second, by=superuser).doubts[0]


def test_merging_is_refused_with_the_reason_and_changes_nothing(superuser):
    setup_roles()
    editor = make_member(EDITORS)
    live, draft, other = make_trial("Live"), make_trial("Draft", live=False), make_trial("Other")
    merge(make_trial("Goes", live=False), other, by=superuser)
    merged = Trial.objects.get(name__startswith="Goes")
    before = sorted(TrialIdentifier.objects.values_list("trial", "number"))

    for trial, into, by, why in (
        (live, live, superuser, "into itself"), (live, draft, superuser, "is not published"),
        (live, other, editor, "only who may publish"), (merged, other, superuser, "was merged already"),
        (draft, merged, superuser, "was merged already"),
    ):  # fmt: skip
        with pytest.raises(MergeRefused, match=why):
            merge(trial, into, by=by)
    assert sorted(TrialIdentifier.objects.values_list("trial", "number")) == before


def test_form_offers_to_merge_where_another_trial_has_the_number(superuser):
    browser = signed_in(superuser)
    holder = make_trial("The first", numbers=EU)
    trial = make_trial("The second")

    typed = {"identifiers-0-registry": "euct", "identifiers-0-number": "2022 500244 37 00"}
    answer = fill(browser, address(trial, "edit"), typed, button=DRAFT)

    assert "2022-500244-37-00 already belongs to “The first”" in messages_on(answer)
    way = f"/admin/trials/merge/{trial.pk}/?into={holder.pk}"
    assert f'href="{way}"' in answer.content.decode()
    page = words_on(browser.get(way))
    assert "“The second” goes into “The first”" in page
    assert "What these registries say goes over" in page


def test_screen_asks_for_a_number_shows_the_plan_and_merges(superuser):
    browser = signed_in(superuser)
    make_trial("Stays", numbers=EU)
    trial = make_trial("Goes", live=False)
    screen = f"/admin/trials/merge/{trial.pk}/"

    assert "Number of the trial that stays" in words_on(browser.get(screen))
    assert "not a number of a registry" in words_on(browser.post(screen, {"number": "hello"}))
    assert "We have no trial" in words_on(browser.post(screen, {"number": "NCT90000009"}))
    plan = words_on(browser.post(screen, {"number": "EU CT 2022-500244-37-00"}))
    assert "“Goes” goes into “Stays”" in plan
    into = Trial.objects.get(name="Stays")
    page = browser.post(screen, {"into": into.pk, "merge": "1"}, follow=True)
    assert "“Goes” was merged into “Stays”." in words_on(page)
    assert Trial.objects.get(pk=trial.pk).name.startswith("Goes (merged into")


# --- pairs -----------------------------------------------------------------------------------------------------------


def test_shared_numbers_and_like_titles_are_proposed_once():
    by_number = make_trial("One", numbers=[("ctgov", "NCT90000001")])
    make_trial("Two", numbers=EU)
    by_number.registry_records.get().other_numbers.create(
        registry="euct", number="2022-500244-37-01", key="2022-500244-37"
    )
    make_trial("Three", registry={"official_title": LONG})
    make_trial("Four", registry={"official_title": LONG.replace("people", "persons")})
    make_trial("Five", registry={"official_title": "A study of something else in quite another disease of the eye"})

    assert find_duplicates() == 2
    assert find_duplicates() == 0

    titles = {frozenset((pair.first.name, pair.second.name)): pair.reason for pair in TrialPair.objects.all()}
    assert titles == {frozenset(("One", "Two")): "numbers", frozenset(("Three", "Four")): "titles"}


def test_declined_numbers_and_drafts_and_common_titles_are_no_pairs():
    for n in range(40):
        make_trial(f"Same {n}", registry={"official_title": LONG})
    trial = make_trial("One")
    make_trial("Two", numbers=EU)
    trial.registry_records.get().other_numbers.create(
        registry="euct", number=EU[0][1], key="2022-500244-37", is_declined=True
    )

    assert find_duplicates() == 0


def test_pair_is_shown_side_by_side_and_told_apart_for_good(superuser):
    browser = signed_in(superuser)
    first = make_trial("Three", registry={"official_title": LONG}, countries=("FR",))
    second = make_trial("Four", status="COMPLETED", registry={"official_title": LONG})
    page = browser.post("/admin/trials/pairs/", follow=True)
    assert "1 new pair." in words_on(page)
    pair = TrialPair.objects.get()
    assert f"/admin/trials/pairs/{pair.pk}/" in page.content.decode()

    page = browser.get(f"/admin/trials/pairs/{pair.pk}/")
    for text in ("Looking for people", "Finished", "France", "United Kingdom", LONG, "keep the first"):
        assert text in words_on(page), text
    assert f"/admin/trials/merge/{first.pk}/?into={second.pk}" in page.content.decode()

    two = f"/admin/trials/pairs/{pair.pk}/two/"
    assert "Say why they are two trials" in messages_on(browser.post(two, {"note": ""}, follow=True))
    browser.post(two, {"note": "The second is the extension."})

    pair.refresh_from_db()
    assert (pair.state, pair.note) == ("different", "The second is the extension.")
    assert find_duplicates() == 0
    assert "The second is the extension." in words_on(browser.get("/admin/trials/pairs/", {"state": "different"}))


def test_record_without_a_trial_is_in_no_pair():
    make_registry_record()
    make_registry_record()

    assert find_duplicates() == 0
