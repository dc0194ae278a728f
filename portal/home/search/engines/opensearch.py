"""OpenSearch, for more readers than the database should bear: it answers for texts, the database for the few names.

Spoken to by HTTP with httpx. Names, numbers and typing errors stay with the database, where they are small and quick.
A server that does not answer costs a reader nothing: the database answers instead, and the log says so.
"""

import json
import logging
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import httpx

from portal.home.search.engines.interface import MOST_RANKED, Engine, Hits
from portal.home.search_models import SearchDocument

INDEX = "portal-search"
SECONDS = 2.0
FIELDS_OF_NAMES = (
    ("names", "^10"), ("names", ".plain^10"), ("forms", "^6"), ("forms", ".plain^6"), ("topics", "^2"),
)  # fmt: skip
ANALYSERS = {"en": "english", "fr": "french", "de": "german", "ar": "arabic"}
COLUMNS = ("names", "forms", "topics", "words")

logger = logging.getLogger(__name__)


class OpenSearchEngine(Engine):
    """Answers from an OpenSearch server (version 2 or later), and from the database where that does not answer."""

    name = "opensearch"

    def __init__(self, address: str, own: Engine, transport: httpx.BaseTransport | None = None) -> None:
        self._address = address.rstrip("/")
        self._own = own
        self._transport = transport

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(timeout=SECONDS, transport=self._transport)

    def hits(self, language, words, *, kinds, in_names=False, any_word=False, most=20):
        if not words:
            return {}
        try:
            answer = self._ask("POST", "/_search", _question(language, words, kinds, in_names, any_word, most))
            return {kind: hits for kind, hits in _hits_of(answer).items() if hits.keys}
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            # The kind of error only: its text may hold what a reader typed.
            logger.warning("OpenSearch did not answer (%s); the database answers instead.", type(error).__name__)
            return self._own.hits(language, words, kinds=kinds, in_names=in_names, any_word=any_word, most=most)

    def near_words(self, language, words):
        return self._own.near_words(language, words)

    def near_names(self, language, key):
        return self._own.near_names(language, key)

    def starting(self, language, key, most):
        return self._own.starting(language, key, most)

    def store(self, documents: Iterable[SearchDocument]) -> None:
        lines: list[dict] = []
        for document in documents:
            lines.append({"index": {"_id": str(document.pk)}})
            code = document.language.split("-")[0]
            texts = {f"{name}_{code if code in ANALYSERS else 'other'}": getattr(document, name) for name in COLUMNS}
            lines.append({"kind": document.kind, "language": document.language, **texts})
        self._send(lines)

    def remove(self, primary_keys: Iterable[int]) -> None:
        self._send([{"delete": {"_id": str(key)}} for key in primary_keys])

    def clear(self) -> None:
        """Make the index anew, with an analyser for each language. Raises httpx.HTTPError when that is not possible."""
        gone = self._client.request("DELETE", f"{self._address}/{INDEX}")
        if gone.status_code not in (httpx.codes.OK, httpx.codes.NOT_FOUND):
            gone.raise_for_status()
        made = self._client.request("PUT", f"{self._address}/{INDEX}", json=_mapping())
        made.raise_for_status()

    def _send(self, lines: Sequence[dict]) -> None:
        if not lines:
            return
        content = "".join(f"{json.dumps(line)}\n" for line in lines)
        try:
            answer = self._client.request(
                "POST", f"{self._address}/{INDEX}/_bulk", content=content,
                headers={"Content-Type": "application/x-ndjson"},
            )  # fmt: skip
            answer.raise_for_status()
        except httpx.HTTPError as error:
            logger.exception("OpenSearch was not told of a change (%s): run rebuild_search.", type(error).__name__)

    def _ask(self, method: str, path: str, question: dict) -> dict:
        answer = self._client.request(method, f"{self._address}/{INDEX}{path}", json=question)
        answer.raise_for_status()
        return answer.json()


def _mapping() -> dict:
    properties: dict[str, Any] = {"kind": {"type": "keyword"}, "language": {"type": "keyword"}}
    for code, analyser in {**ANALYSERS, "other": "standard"}.items():
        for column in COLUMNS:
            properties[f"{column}_{code}"] = {"type": "text", "analyzer": analyser}
            if column in ("names", "forms"):
                properties[f"{column}_{code}"]["fields"] = {"plain": {"type": "text", "analyzer": "standard"}}
    return {"mappings": {"dynamic": False, "properties": properties}}


def _question(language, words, kinds, in_names, any_word, most) -> dict:
    code = language.split("-")[0]
    code = code if code in ANALYSERS else "other"
    fields = [f"{name}_{code}{how}" for name, how in FIELDS_OF_NAMES]
    fields += [] if in_names else [f"words_{code}"]
    wanted = [{"multi_match": {"query": word, "fields": fields, "type": "best_fields"}} for word in words]
    match = {"should": wanted, "minimum_should_match": 1} if any_word else {"must": wanted}
    limits = [{"term": {"language": language}}, {"terms": {"kind": [str(kind) for kind in kinds]}}]
    hits = {"top_hits": {"size": most, "_source": False}}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {**match, "filter": limits}},
        "aggs": {"kinds": {"terms": {"field": "kind", "size": len(kinds)}, "aggs": {"best": hits}}},
    }


def _hits_of(answer: dict) -> dict[str, Hits]:
    found = {}
    for bucket in answer["aggregations"]["kinds"]["buckets"]:
        keys = tuple(int(hit["_id"]) for hit in bucket["best"]["hits"]["hits"])
        found[bucket["key"]] = Hits(keys, min(int(bucket["doc_count"]), MOST_RANKED))
    return found
