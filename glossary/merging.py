"""Merges one term into another: the first goes, its names, relations and address lead to the second for ever."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from glossary.models import Term, TermAlsoCalled
from glossary.repointing import repoint
from glossary.stop_words import problem_of_form
from glossary.under_way import under_way
from portal.base.enums import NameKind
from portal.base.text import fold

MERGED = "glossary.merge"
TOOK_IN = "glossary.take_in"
REPOINTED = "glossary.repoint"


class MergeRefused(Exception):
    """These two terms cannot be merged; ``problems`` says why and what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class MergePlan:
    """What merging would do, before it does it."""

    term: Term
    into: Term
    forms: tuple[tuple[str, str, bool], ...] = ()
    relations: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> tuple[str, str]:
        """The address that will lead on, and where to."""
        return self.term.get_absolute_url(), self.into.get_absolute_url()

    @property
    def form_names(self) -> list[str]:
        return [text for text, _kind, _is_marked in self.forms]


def may_merge(user) -> bool:
    """Return whether a user may merge terms: it changes and takes away what readers see, at once."""
    return user.has_perm("glossary.change_term") and user.has_perm("glossary.publish_term")


def plan_merge(term: Term, into: Term) -> MergePlan:
    """Return what merging a term into another would do; ``problems`` is empty where nothing stands against it."""
    problems = _problems(term, into)
    if problems:
        return MergePlan(term, into, problems=problems)
    forms = _forms_to_move(term, into)
    language = into.locale.language_code
    problems = [problem for text, _kind, _mark in forms if (problem := problem_of_form(text, language))]
    relations = [str(one) for one in Term.objects.filter(broader=term).exclude(pk=into.pk)]
    relations += [str(one) for one in Term.objects.filter(see_also=term).exclude(pk=into.pk)]
    return MergePlan(term, into, tuple(forms), tuple(dict.fromkeys(relations)), problems)


@transaction.atomic
def merge(term: Term, into: Term, *, by=None) -> MergePlan:
    """Merge a published term into another one and publish that; all of it or, raising MergeRefused, nothing.

    The term is taken from the public and kept as history, without its other forms: those lead to ``into`` now.
    """
    pair = Term.objects.select_for_update(of=("self",)).select_related("locale").in_bulk([term.pk, into.pk])
    term, into = pair[term.pk], pair[into.pk]
    plan = plan_merge(term, into)
    if plan.problems:
        raise MergeRefused(plan.problems)
    addresses = plan.addresses
    names = {"term": term.name, "into": into.name, "pk": into.pk}
    related = {name: set(getattr(term, name).all()) - {term, into} for name in ("see_also", "not_same_as")}
    _take_away(term, into, by)
    _keep_in_tree(term, into)
    repointed = repoint(term, into)
    _take_in(plan, related, by)
    _redirect(*addresses)
    log(instance=term, action=MERGED, user=by, data=names)
    log(instance=into, action=TOOK_IN, user=by, data=names)
    for entry in repointed:
        log(instance=entry, action=REPOINTED, user=by, data=names)
    return plan


def merged_terms() -> dict[int, str]:
    """Return the terms that readers see no more because their address leads elsewhere, and the name found there."""
    gone = {
        Redirect.normalise_path(term.get_absolute_url()): term.pk for term in Term.objects.filter(live=False).order_by()
    }
    redirects = Redirect.objects.filter(old_path__in=gone).order_by("pk")
    return {gone[redirect.old_path]: _name_at(redirect.redirect_link) for redirect in redirects}


def _name_at(address: str) -> str:
    """Return the name of the term at an address; the address itself where it is not a term's."""
    language = translation.get_language_from_path(address) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            found = resolve(address)
        except Resolver404:
            return address
    slug = found.kwargs.get("slug", "")
    term = Term.objects.in_language(language).filter(slug=slug).first() if found.view_name == Term.url_name else None
    return term.name if term else address


# --- what stands against it ------------------------------------------------------------------------------------------


def _problems(term: Term, into: Term) -> list[str]:
    if term.pk == into.pk:
        return [_("A term cannot be merged into itself: choose another one.")]
    names = {"term": term.name, "into": into.name}
    if term.locale_id != into.locale_id:
        return [_("“%(term)s” and “%(into)s” are written in different languages: merge within one language.") % names]
    problems = list(under_way([term.pk, into.pk]).values())
    if not into.live:
        problems.append(_("“%(into)s” is not published: publish it first, or merge the other way round.") % names)
    elif into.has_unpublished_changes:
        problems.append(
            _("“%(into)s” has a draft under way: publish it first, or go back to the published one.") % names
        )
    if not term.live and (merged_into := merged_terms().get(term.pk)):
        problems.append(_("“%(term)s” was merged into “%(other)s” already.") % {**names, "other": merged_into})
    if _are_told_apart(term, into):
        problems.append(
            _("“%(term)s” and “%(into)s” are said to be not the same: take that away first, if it is wrong.") % names
        )
    if between := _between(term, into):
        problems.append(
            _(
                "“%(into)s” is narrower than “%(between)s”, and that is narrower than “%(term)s”: change the broader "
                "term first."
            )
            % {**names, "between": between}
        )
    return problems


def _are_told_apart(term: Term, into: Term) -> bool:
    return term.not_same_as.filter(pk=into.pk).exists() or into.not_same_as.filter(pk=term.pk).exists()


def _between(term: Term, into: Term) -> Term | None:
    """Return what lies between a term and a narrower one: it would become both broader and narrower than that."""
    step, seen = into.broader, {into.pk}
    while step is not None and step.pk not in seen:
        if step.broader_id == term.pk:
            return step
        seen.add(step.pk)
        step = step.broader
    return None


# --- doing it --------------------------------------------------------------------------------------------------------


def _forms_to_move(term: Term, into: Term) -> list[tuple[str, str, bool]]:
    """Return text, kind and marking of the names that ``into`` does not have yet."""
    latest = term if term.live else term.get_latest_revision_as_object()
    names = [(latest.name, NameKind.SYNONYM.value, latest.mark_in_text)]
    names += [
        (other.text, other.kind, other.mark_in_text and latest.mark_in_text) for other in latest.also_called.all()
    ]
    seen = {fold(text) for text in (into.name, *into.also_called.values_list("text", flat=True))}
    found = []
    for text, kind, is_marked in names:
        if fold(text) not in seen:
            seen.add(fold(text))
            found.append((text, kind, is_marked))
    return found


def _take_away(term: Term, into: Term, by) -> None:
    """Unpublish a term, free its forms, and let its name say in every list what became of it."""
    kept = term if term.live else term.get_latest_revision_as_object()
    UnpublishAction(term, user=by).execute(skip_permission_checks=True)
    with translation.override(term.locale.language_code):
        end = _(" (merged into “%(into)s”)") % {"into": into.name}
    kept.name = f"{kept.name[: 200 - len(end)]}{end}"[:200]
    kept.also_called = []
    kept.save()
    kept.save_revision(user=by, clean=False)


def _keep_in_tree(term: Term, into: Term) -> None:
    """Give the term that stays a place under what the other stood under, where it has none of its own."""
    ancestors, step = set(), term.broader
    while step is not None and step.pk not in ancestors:
        ancestors.add(step.pk)
        step = step.broader
    stood_under_it = into.broader_id == term.pk
    if stood_under_it or (into.broader_id is None and into.pk not in ancestors):
        Term.objects.filter(pk=into.pk).update(broader=term.broader_id)


def _take_in(plan: MergePlan, related: dict[str, set[Term]], by) -> None:
    """Give the term that stays the names and relations of the other, and publish it."""
    into = Term.objects.get(pk=plan.into.pk)
    first = into.also_called.count()
    for place, (text, kind, is_marked) in enumerate(plan.forms, start=first):
        into.also_called.add(
            TermAlsoCalled(text=text, kind=kind, mark_in_text=is_marked, locale=into.locale, sort_order=place)
        )
    for name, others in related.items():
        kept = {other for other in getattr(into, name).all() if other.pk != plan.term.pk}
        setattr(into, name, sorted(kept | others, key=lambda other: other.pk))
    into.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)


def _redirect(address: str, target: str) -> None:
    """Lead an address on for ever, and with it everything that led to it: nobody is sent round twice."""
    paths = [Redirect.normalise_path(one) for one in (address, target)]
    Redirect.objects.filter(old_path__in=paths).delete()
    Redirect.objects.filter(redirect_link=address).update(redirect_link=target)
    Redirect.add_redirect(address, target, is_permanent=True)
