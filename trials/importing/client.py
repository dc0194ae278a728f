"""The parts of ClinicalTrials.gov's API v2 that we use. No database.

People's names, e-mails and phones are not even asked for: ``FIELDS`` has no field that holds them, and no results.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ijson

from trials.importing.http import Answer, RegistryHttp
from trials.importing.shallow import Shallow

FIELDS = (
    "NCTId NCTIdAlias SecondaryId SecondaryIdType BriefTitle OfficialTitle OverallStatus LastKnownStatus WhyStopped"
    " StartDate StartDateType PrimaryCompletionDate PrimaryCompletionDateType CompletionDate CompletionDateType"
    " StudyFirstPostDate LastUpdatePostDate LeadSponsorName LeadSponsorClass Condition StudyType Phase EnrollmentCount"
    " EnrollmentType InterventionType InterventionName EligibilityCriteria MinimumAge MaximumAge Sex LocationFacility"
    " LocationStatus LocationCity LocationState LocationCountry LocationGeoPoint HasResults VersionHolder"
).split()
PAGE_SIZE = 1000
AT_ONCE = 100


class UnreadableAnswer(Exception):
    """A page is JSON at its beginning and end, and broken in between."""


@dataclass
class Page:
    """One page of studies. Read ``studies`` once, then close."""

    answer: Answer
    next_token: str

    def studies(self) -> Iterator[Any]:
        """Yield the studies. Raises UnreadableAnswer, after the studies before it, where the page is broken."""
        self.answer.body.seek(0)
        try:
            yield from ijson.items(Shallow(self.answer.body), "studies.item", use_float=True)
        except (ijson.JSONError, ValueError, RecursionError):
            raise UnreadableAnswer("a page is broken in the middle") from None

    def close(self) -> None:
        self.answer.close()


class CtgovClient:
    """Questions to ClinicalTrials.gov, or to a replay server."""

    def __init__(self, http: RegistryHttp, page_size: int = PAGE_SIZE):
        self.http = http
        self.page_size = page_size

    def version(self) -> str:
        """Return when the registry's data was made; it changes on working days."""
        answer = self.http.ask("/version")
        try:
            return str(next(ijson.items(Shallow(answer.body), "dataTimestamp"), ""))[:40]
        except (ijson.JSONError, ValueError):
            return ""
        finally:
            answer.close()

    def page(self, params: dict[str, str], token: str = "") -> Page:
        """Return one page. Raises Refused for a stale token."""
        full = {"pageSize": str(self.page_size), "fields": ",".join(FIELDS), **params}
        answer = self.http.ask("/studies", {**full, "pageToken": token} if token else full)
        try:
            next_token = next(ijson.items(Shallow(answer.body), "nextPageToken"), "")
        except (ijson.JSONError, ValueError):
            next_token = ""
        return Page(answer, next_token if isinstance(next_token, str) else "")

    def study(self, number: str) -> Any:
        """Return one study, under its present number where the one asked for is a former one. Raises NotThere."""
        answer = self.http.ask(f"/studies/{number}", {"fields": ",".join(FIELDS)})
        try:
            study: Any = next(ijson.items(Shallow(answer.body), "", use_float=True), {})
        except (ijson.JSONError, ValueError, RecursionError):
            raise UnreadableAnswer(f"the answer about {number} cannot be read") from None
        finally:
            answer.close()
        return with_alias(study, number)

    def studies(self, numbers: Sequence[str]) -> Iterator[Any]:
        """Yield those of up to a hundred studies that the registry lists under these numbers."""
        page = self.page({"filter.ids": "|".join(numbers), "pageSize": str(AT_ONCE)})
        try:
            yield from page.studies()
        finally:
            page.close()


def with_alias(study: Any, asked: str) -> Any:
    """Return a study that remembers the number it was asked for, where it answers under another one."""
    protocol = study.get("protocolSection") if isinstance(study, dict) else None
    identification = protocol.get("identificationModule") if isinstance(protocol, dict) else None
    if not isinstance(identification, dict) or identification.get("nctId") in (asked, None):
        return study
    aliases = identification.get("nctIdAliases")
    aliases = aliases if isinstance(aliases, list) else []
    if asked not in aliases:
        identification["nctIdAliases"] = [*aliases, asked]
    return study
