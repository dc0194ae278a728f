"""Everything that names a merged term names the other one: drafts, forced meanings, and words in texts."""

import json

import pytest
from wagtail.models import ReferenceIndex, Revision

from glossary.marking import glossary_of
from glossary.merging import merge
from glossary.models import Term, TermUse
from glossary.repointing import with_meaning
from portal.base import stamps
from portal.base.roles import setup_roles
from tests.factories.articles import make_article
from tests.factories.glossary import make_term
from tests.factories.therapies import make_therapy

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier():
    return make_term("Carrier", slug="carrier", short_definition="What carries.", also_called=[("carriers", "plural")])


@pytest.fixture
def vector():
    return make_term("Vector", slug="vector", short_definition="A gene's vehicle.", also_called=["vehicle"])


def meaning(term, word="carrier"):
    return f'<p>A <a linktype="glossary" id="{term.pk}">{word}</a>.</p>'


# --- drafts ---


def test_drafts_name_the_term_that_stays_and_keep_the_rest(carrier, vector):
    term = make_term("Gene", slug="gene", broader=carrier)
    term.see_also, term.sentence, term.has_unpublished_changes = [carrier, vector], "A draft.", True
    term.more = meaning(carrier)
    revision = term.save_revision()

    merge(carrier, vector)

    term.refresh_from_db()
    assert term.latest_revision_id == revision.pk
    draft = term.get_latest_revision_as_object()
    assert (draft.broader, list(draft.see_also.all()), draft.sentence) == (vector, [vector], "A draft.")
    assert draft.more == meaning(vector)


def test_what_waits_for_review_or_its_day_names_it_too(carrier, vector):
    setup_roles()
    waiting = make_term("Gene", slug="gene", see_also=[carrier])
    in_review = waiting.save_revision()
    waiting.get_workflow().start(waiting, None)
    waiting.save_revision()
    gone = Revision.objects.create(
        content_type=in_review.content_type, object_id="99999", content={"see_also": [carrier.pk]},
        approved_go_live_at=in_review.created_at,
    )  # fmt: skip

    merge(carrier, vector)

    for revision in (in_review, gone):
        revision.refresh_from_db()
        assert revision.content["see_also"] == [vector.pk]


# --- texts -----------------------------------------------------------------------------------------------------------


def test_forced_meanings_in_published_texts_are_changed(carrier, vector):
    other = make_term("Other", slug="other")
    text = meaning(carrier) + meaning(other, "other")
    term = make_term("Gene", more=text)
    article = make_article(body=[{"type": "text", "value": text}], unmarked_terms=[carrier])
    therapy = make_therapy(how_it_works=text)

    merge(carrier, vector)

    wanted = meaning(vector) + meaning(other, "other")
    article = type(article).objects.get(pk=article.pk)
    assert Term.objects.get(pk=term.pk).more == wanted
    assert article.body[0].value.source == wanted
    assert list(article.unmarked_terms.all()) == [vector]
    assert type(therapy).objects.get(pk=therapy.pk).how_it_works == wanted
    assert not ReferenceIndex.get_references_to(carrier).exclude(object_id__in=[carrier.pk, vector.pk]).exists()
    assert article.latest_revision is None or article.has_unpublished_changes is False


def test_reference_from_what_is_gone_is_passed_over(carrier, vector):
    gone = make_term("Gone", more=meaning(carrier))
    Term.objects.filter(pk=gone.pk)._raw_delete("default")

    merge(carrier, vector)

    assert Term.objects.get(pk=carrier.pk).live is False


def test_forced_meaning_is_found_at_every_depth_of_json():
    html = '<p><a id="12" linktype="glossary">x</a> <a linktype="page" id="12">y</a></p>'
    html += '<p><a linktype="glossary" id="120">z</a></p>'
    wanted = html.replace('id="12" linktype="glossary"', 'id="7" linktype="glossary"')

    assert with_meaning(html, 12, 7) == wanted
    once = json.dumps([html])
    assert json.loads(with_meaning(once, 12, 7)) == [wanted]
    assert json.loads(json.loads(with_meaning(json.dumps(once), 12, 7))) == [wanted]


def test_words_in_texts_lead_to_the_term_that_stays(carrier, vector, django_capture_on_commit_callbacks):
    gene = make_term("Gene", more="<p>It needs a carrier.</p>")
    TermUse.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        merge(carrier, vector)

    assert list(TermUse.objects.filter(object_id=str(gene.pk)).values_list("term", "sentence")) == [
        (vector.pk, "It needs a carrier.")
    ]
    stamps.forget()
    assert {match.term for match in glossary_of("en").matcher.find("carriers and a carrier")} == {vector.pk}
