"""Finds trials of ours that may be one: by numbers that both have or name, and by titles that are nearly the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from django.db.models import Q
from rapidfuzz import fuzz

from portal.base.text import fold
from trials.enums import DraftState, PairReason
from trials.importing.linking import key_of
from trials.models import RegistryNumber, RegistryRecord, Trial, TrialIdentifier, TrialPair

LIKE_ENOUGH = 92
SHORTEST_TITLE = 25
RAREST_WORDS = 3
# A word, title or number that so many trials share tells nothing about any two of them.
MOST_IN_A_GROUP = 30
MOST_BY_ONE_NUMBER = 6
WORD = re.compile(r"\w{4,}")

Pair = tuple[int, int]


def find_duplicates() -> int:
    """Store the pairs that may be one trial and are not stored yet; return how many there are of them.

    A pair about which an editor decided stays as it is.
    """
    languages = dict(_candidates().values_list("pk", "locale_id"))
    found: dict[Pair, tuple[str, str, int]] = {}
    for pair, title, score in _by_titles(languages):
        found[pair] = (PairReason.TITLES, title[:200], score)
    for pair, number in _by_numbers(languages):
        found[pair] = (PairReason.NUMBERS, number, 100)
    known = set(TrialPair.objects.values_list("first_id", "second_id"))
    rows = [
        TrialPair(first_id=first, second_id=second, reason=reason, detail=detail, score=score)
        for (first, second), (reason, detail, score) in sorted(found.items())
        if (first, second) not in known
    ]
    TrialPair.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _candidates():
    """Trials that count: neither declined nor merged."""
    gone = Q(synced_draft__state__in=[DraftState.DECLINED, DraftState.MERGED])
    return Trial.objects.exclude(gone)


def _by_numbers(languages: dict[int, int]) -> Iterator[tuple[Pair, str]]:
    """Yield pairs of trials that have or name the same number."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for registry, number, trial in TrialIdentifier.objects.values_list("registry", "number", "trial_id").iterator():
        holders[registry, key_of(registry, number)].add(trial)
    records = RegistryRecord.objects.exclude(trial=None).values_list("registry", "number", "trial_id")
    for registry, number, trial in records.iterator():
        holders[registry, key_of(registry, number)].add(trial)
    named = RegistryNumber.objects.filter(is_declined=False).exclude(record__trial=None)
    for registry, key, trial in named.values_list("registry", "key", "record__trial_id").iterator():
        holders[registry, key].add(trial)
    for (_registry, number), trials in holders.items():
        if 1 < len(trials) <= MOST_BY_ONE_NUMBER:
            for pair in _pairs(trials, languages):
                yield pair, number


def _by_titles(languages: dict[int, int]) -> Iterator[tuple[Pair, str, int]]:
    """Yield pairs with nearly the same title. Only titles that share one of their rarest words are compared."""
    titles = {trial: title for trial, title in _titles() if trial in languages and len(title) >= SHORTEST_TITLE}
    words = {trial: set(WORD.findall(title)) for trial, title in titles.items()}
    often = Counter(word for own in words.values() for word in own)
    groups: dict[str, list[int]] = defaultdict(list)
    for trial, own in words.items():
        for word in sorted(own, key=lambda word: (often[word], word))[:RAREST_WORDS]:
            groups[word].append(trial)
    seen: set[Pair] = set()
    for trials in groups.values():
        if not 1 < len(trials) <= MOST_IN_A_GROUP:
            continue
        for pair in _pairs(trials, languages):
            if pair in seen:
                continue
            seen.add(pair)
            score = fuzz.ratio(titles[pair[0]], titles[pair[1]], score_cutoff=LIKE_ENOUGH)
            if score:
                yield pair, titles[pair[0]], int(score)


def _titles() -> Iterator[tuple[int, str]]:
    """Yield each trial's title as registered, else its own name."""
    for trial, name in _candidates().values_list("pk", "name").iterator():
        yield trial, fold(name)
    records = RegistryRecord.objects.exclude(trial=None).exclude(official_title="").order_by("-registry", "-pk")
    # Of several records the one of ClinicalTrials.gov, which comes last here, counts.
    for trial, title in records.values_list("trial_id", "official_title").iterator():
        yield trial, fold(title)


def _pairs(trials: Iterable[int], languages: dict[int, int]) -> Iterator[Pair]:
    known = sorted(trial for trial in set(trials) if trial in languages)
    for first, second in combinations(known, 2):
        if languages[first] == languages[second]:
            yield first, second
