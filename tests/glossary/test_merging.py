"""Merging one term into another: names, relations, texts and the address lead on for ever, and nothing is lost."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import registry

from glossary.merging import MergeRefused, may_merge, merge, merged_terms, plan_merge
from glossary.models import Term
from portal.base.models import check_names_are_free
from portal.base.roles import ADMINISTRATORS, EDITORS, REVIEWERS, setup_roles
from tests.factories.glossary import make_term
from tests.factories.staff import make_member, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier():
    return make_term("Carrier", slug="carrier", short_definition="What carries.", also_called=[("carriers", "plural")])


@pytest.fixture
def vector():
    return make_term("Vector", slug="vector", short_definition="A gene's vehicle.", also_called=["vehicle"])


def forms_of(term):
    return [(form.text, form.kind, form.mark_in_text) for form in term.also_called.order_by("sort_order")]


def refusals(term, into):
    with pytest.raises(MergeRefused) as refusal:
        merge(term, into)
    assert plan_merge(*(Term.objects.get(pk=one.pk) for one in (term, into))).problems == refusal.value.problems
    return refusal.value.problems


# --- the two terms ---------------------------------------------------------------------------------------------------


def test_term_that_stays_keeps_its_text_and_gets_the_names(carrier, vector):
    carrier.also_called.update(mark_in_text=False)

    plan = merge(carrier, vector)

    vector.refresh_from_db()
    assert (vector.live, vector.name, vector.short_definition) == (True, "Vector", "A gene's vehicle.")
    assert forms_of(vector) == [
        ("vehicle", "synonym", True),
        ("Carrier", "synonym", True),
        ("carriers", "plural", False),
    ]
    assert plan.form_names == ["Carrier", "carriers"]
    assert vector.has_unpublished_changes is False
    assert vector.latest_revision_id == vector.live_revision_id
    assert [form["text"] for form in vector.latest_revision.content["also_called"]] == [
        "vehicle",
        "Carrier",
        "carriers",
    ]


def test_name_that_both_have_is_taken_once(vector):
    # Nobody can enter this any more, but a database from before may hold it.
    vehicle = make_term("Vehicle", also_called=["vécteur", "VECTOR"], mark_in_text=False)

    merge(vehicle, vector)

    assert forms_of(vector) == [("vehicle", "synonym", True), ("vécteur", "synonym", False)]


def test_term_that_goes_is_kept_as_history(carrier, vector):
    merge(carrier, vector)

    carrier.refresh_from_db()
    assert (carrier.live, carrier.slug, carrier.short_definition) == (False, "carrier", "What carries.")
    assert carrier.name == "Carrier (merged into “Vector”)"
    assert carrier.also_called.count() == 0
    assert carrier.get_latest_revision_as_object().name == carrier.name
    names = [revision.content["name"] for revision in carrier.revisions.order_by("pk")]
    assert names == ["Carrier", "Carrier (merged into “Vector”)"]


def test_published_text_is_what_is_kept_even_beside_a_draft(carrier, vector):
    carrier.short_definition, carrier.has_unpublished_changes = "A draft.", True
    carrier.save_revision()

    merge(Term.objects.get(pk=carrier.pk), vector)

    carrier.refresh_from_db()
    assert (carrier.short_definition, carrier.latest_revision.content["short_definition"]) == ("What carries.",) * 2


def test_draft_can_be_merged_with_the_names_it_asks_for(vector):
    draft = make_term("Carrier", slug="carrier", live=False)
    draft.name = "Ferry"
    draft.save_revision()

    merge(Term.objects.get(pk=draft.pk), vector)

    assert forms_of(vector)[1:] == [("Ferry", "synonym", True)]
    assert Term.objects.get(pk=draft.pk).name == "Ferry (merged into “Vector”)"


def test_long_name_still_says_what_became_of_it(vector):
    carrier = make_term("c" * 200, slug="carrier")

    merge(carrier, vector)

    carrier.refresh_from_db()
    assert len(carrier.name) == 200
    assert carrier.name.endswith("c (merged into “Vector”)")


def test_term_that_stays_can_be_edited_afterwards(carrier, vector):
    merge(carrier, vector)

    vector.refresh_from_db()
    check_names_are_free(vector, [vector.name, *(form.text for form in vector.also_called.all())])


def test_history_of_both_says_who_did_what(carrier, vector):
    member = make_superuser()
    make_term("Virus", broader=carrier)

    merge(carrier, vector, by=member)

    said = {
        term.slug: {str(entry.message): entry.user for entry in registry.get_logs_for_instance(term)}
        for term in Term.objects.all()
    }
    assert said["carrier"]["Merged into “Vector”"] == member
    assert said["vector"]["“Carrier” was merged into this term"] == member
    assert said["virus"]["Names “Vector” instead of “Carrier”, which was merged into it"] == member


# --- addresses -------------------------------------------------------------------------------------------------------


def test_address_leads_on_for_ever(client, carrier, vector):
    merge(carrier, vector)

    answer = client.get("/glossary/carrier/")

    assert (answer.status_code, answer["Location"]) == (301, "/glossary/vector/")


def test_other_addresses_of_the_term_lead_on_too(client, carrier, vector):
    merge(carrier, vector)

    for ending in ("carrier.json", "carrier/embed/"):
        answer = client.get(f"/glossary/{ending}")
        assert (answer.status_code, answer["Location"]) == (301, f"/glossary/{ending}".replace("carrier", "vector"))


def test_chain_leads_to_its_end_in_one_step(client, carrier, vector):
    end = make_term("Vehicle of genes", slug="end")
    merge(carrier, vector)
    merge(Term.objects.get(pk=vector.pk), end)

    for address in ("/glossary/carrier/", "/glossary/vector/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/glossary/end/")
    assert {"Carrier", "carriers", "Vector", "vehicle"} <= {text for text, _kind, _mark in forms_of(end)}


def test_address_from_an_earlier_renaming_leads_on_too(client, carrier, vector):
    carrier.slug = "renamed"
    carrier.save()
    merge(carrier, vector)
    vector.refresh_from_db()
    vector.slug = "vector-two"
    vector.save()

    for address in ("/glossary/carrier/", "/glossary/renamed/", "/glossary/vector/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[-1] == ("/glossary/vector-two/", 301)


def test_old_redirect_away_from_the_address_that_stays_is_taken_back(client, carrier, vector):
    Redirect.add_redirect("/glossary/vector/", "/glossary/carrier/")

    merge(carrier, vector)

    assert list(Redirect.objects.values_list("old_path", "redirect_link")) == [
        ("/glossary/carrier", "/glossary/vector/")
    ]


def test_merging_in_another_language_redirects_there(client):
    carrier = make_term("Porteur", slug="porteur", language="fr")
    vector = make_term("Vecteur", slug="vecteur", language="fr")

    merge(carrier, vector)

    assert client.get("/fr/glossary/porteur/")["Location"] == "/fr/glossary/vecteur/"
    assert merged_terms() == {carrier.pk: "Vecteur"}


def test_term_taken_away_without_merging_is_still_gone(client, carrier):
    carrier.unpublish()

    assert client.get("/glossary/carrier/").status_code == 410


def test_merged_terms_are_known_by_where_their_address_leads(carrier, vector):
    away = make_term("Away", slug="away")
    away.unpublish()
    Redirect.add_redirect("/glossary/away/", "https://elsewhere.example/")
    page = make_term("Page", slug="page")
    page.unpublish()
    Redirect.add_redirect("/glossary/page/", "/glossary/")
    merge(carrier, vector)

    assert merged_terms() == {
        carrier.pk: "Vector", away.pk: "https://elsewhere.example/", page.pk: "/glossary/",
    }  # fmt: skip


# --- relations -------------------------------------------------------------------------------------------------------


def test_relations_of_others_name_the_term_that_stays(carrier, vector):
    narrower = make_term("Viral vector", broader=carrier)
    seeing = make_term("Seeing", see_also=[carrier], not_same_as=[carrier])
    both = make_term("Both", see_also=[carrier, vector])

    plan = merge(carrier, vector)

    for term in (narrower, seeing, both):
        term.refresh_from_db()
    assert narrower.broader == vector
    assert (list(seeing.see_also.all()), list(seeing.not_same_as.all())) == ([vector], [vector])
    assert list(both.see_also.all()) == [vector]
    assert plan.relations == ("Viral vector", "Both", "Seeing")
    assert (narrower.live, narrower.has_unpublished_changes) == (True, False)


def test_relations_of_the_term_that_goes_are_taken_over(carrier, vector):
    gene, dna = make_term("Gene"), make_term("DNA")
    carrier.see_also, carrier.not_same_as, carrier.broader = [gene, dna, vector], [gene], dna
    carrier.save()
    vector.see_also = [gene, carrier]
    vector.save()

    merge(carrier, vector)

    vector.refresh_from_db()
    assert set(vector.see_also.all()) == {gene, dna}
    assert set(vector.not_same_as.all()) == {gene}
    assert vector.broader == dna


def test_term_that_stays_keeps_its_own_broader_term(carrier, vector):
    gene, dna = make_term("Gene"), make_term("DNA")
    Term.objects.filter(pk=carrier.pk).update(broader=gene)
    Term.objects.filter(pk=vector.pk).update(broader=dna)

    merge(carrier, vector)

    vector.refresh_from_db()
    assert vector.broader == dna


def test_narrower_term_takes_the_place_of_its_broader_one(carrier, vector):
    gene = make_term("Gene")
    Term.objects.filter(pk=carrier.pk).update(broader=gene)
    Term.objects.filter(pk=vector.pk).update(broader=carrier)
    sibling = make_term("Sibling", broader=carrier)

    merge(carrier, vector)

    vector.refresh_from_db()
    sibling.refresh_from_db()
    assert (vector.broader, sibling.broader) == (gene, vector)


def test_broader_term_does_not_become_narrower_than_itself(carrier, vector):
    middle = make_term("Middle", broader=vector)
    Term.objects.filter(pk=carrier.pk).update(broader=middle)

    merge(carrier, vector)

    vector.refresh_from_db()
    assert vector.broader is None
    assert Term.objects.get(pk=middle.pk).broader == vector


# --- refusals --------------------------------------------------------------------------------------------------------


def test_term_cannot_be_merged_into_itself(vector):
    assert refusals(vector, vector) == ["A term cannot be merged into itself: choose another one."]


def test_languages_cannot_be_mixed(vector):
    porteur = make_term("Porteur", slug="porteur", language="fr")

    (problem,) = refusals(porteur, vector)

    assert problem.startswith("“Porteur” and “Vector” are written in different languages")


def test_draft_cannot_take_a_term_in(carrier):
    (problem,) = refusals(carrier, make_term("Vector", live=False))

    assert problem.startswith("“Vector” is not published: publish it first")


def test_term_with_a_draft_under_way_cannot_take_a_term_in(carrier, vector):
    vector.has_unpublished_changes = True
    vector.save_revision()

    (problem,) = refusals(carrier, vector)

    assert problem.startswith("“Vector” has a draft under way")


def test_term_in_review_cannot_be_merged(carrier, vector):
    setup_roles()
    carrier.save_revision()
    carrier.get_workflow().start(carrier, None)

    (problem,) = refusals(carrier, vector)

    assert problem.startswith("“Carrier” is in review (Editors' check)")


def test_term_is_merged_once_only(carrier, vector):
    merge(carrier, vector)

    (problem,) = refusals(Term.objects.get(pk=carrier.pk), make_term("Third"))

    assert problem == "“Carrier (merged into “Vector”)” was merged into “Vector” already."


@pytest.mark.parametrize("way", [1, -1])
def test_terms_said_to_be_different_cannot_be_merged(carrier, vector, way):
    one, other = [carrier, vector][::way]
    one.not_same_as = [other]
    one.save()

    (problem,) = refusals(carrier, vector)

    assert problem.startswith("“Carrier” and “Vector” are said to be not the same")


def test_term_with_another_between_cannot_take_the_place(carrier, vector):
    middle = make_term("Middle", broader=carrier)
    low = make_term("Low", broader=middle)
    Term.objects.filter(pk=vector.pk).update(broader=low)

    (problem,) = refusals(carrier, vector)

    assert problem.startswith("“Vector” is narrower than “Middle”, and that is narrower than “Carrier”")


def test_name_that_no_term_may_have_is_not_passed_on(vector):
    odd = make_term("Carrier", also_called=["C"])

    (problem,) = refusals(odd, vector)

    assert problem.startswith("“C” is a single letter")


def test_fault_on_the_way_undoes_everything(carrier, vector, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("broken on purpose")

    monkeypatch.setattr("glossary.merging._redirect", fail)

    with pytest.raises(OSError, match="on purpose"):
        merge(carrier, vector)

    assert Term.objects.filter(live=True, name="Carrier").exists()
    assert forms_of(vector) == [("vehicle", "synonym", True)]


def test_who_may_merge():
    setup_roles()

    assert [may_merge(make_member(group)) for group in (ADMINISTRATORS, EDITORS, REVIEWERS)] == [True, False, False]


# --- the command -----------------------------------------------------------------------------------------------------


def test_command_is_a_dry_run_unless_told_otherwise(carrier, vector, capsys):
    make_term("Virus", broader=carrier)

    call_command("merge_terms", "carrier", "vector")

    said = capsys.readouterr().out
    assert "Names that lead to “Vector” from now on: Carrier, carriers" in said
    assert "Related terms: Virus" in said
    assert "/glossary/carrier/ leads for ever to /glossary/vector/" in said
    assert "Dry run: nothing was written." in said
    assert Term.objects.filter(live=True).count() == 3


def test_command_merges_in_somebodys_name(carrier, vector, capsys):
    make_member(username="ann")

    call_command("merge_terms", "carrier", "vector", commit=True, by="ann")

    assert "Merged." in capsys.readouterr().out
    carrier.refresh_from_db()
    assert carrier.live is False
    assert registry.get_logs_for_instance(carrier).get(action="glossary.merge").user.username == "ann"


@pytest.mark.parametrize("commit", [True, False])
def test_command_says_why_not(carrier, vector, commit):
    with pytest.raises(CommandError, match="cannot be merged into itself"):
        call_command("merge_terms", "vector", "vector", commit=commit)
    with pytest.raises(CommandError, match="There is no term “none” in the language “fr”"):
        call_command("merge_terms", "none", "vector", language="fr")
