"""Finds its way through a trial of the EU's register, whatever is missing, and reads its numbers for a status."""

import datetime
import re
from typing import Any

from portal.base.partial_dates import PartialDate
from trials.enums import RegistryStatus
from trials.importing.country_names import country_code
from trials.importing.ctgov import clean, code
from trials.importing.facts import DateFacts

STATUS = {
    1: RegistryStatus.NOT_YET_RECRUITING,  # under evaluation
    2: RegistryStatus.NOT_YET_RECRUITING,  # authorised, recruitment pending
    3: RegistryStatus.RECRUITING,  # authorised, recruiting
    4: RegistryStatus.RECRUITING,  # ongoing, recruiting
    5: RegistryStatus.ACTIVE_NOT_RECRUITING,  # ongoing, recruitment ended
    6: RegistryStatus.SUSPENDED,  # temporarily halted
    7: RegistryStatus.SUSPENDED,
    8: RegistryStatus.COMPLETED,  # ended; early ends are told from the events
    9: RegistryStatus.WITHDRAWN,  # expired: authorised, never started
    10: RegistryStatus.TERMINATED,  # revoked
    11: RegistryStatus.WITHDRAWN,  # not authorised
    12: RegistryStatus.WITHDRAWN,  # cancelled
}
WORDS = {
    1: "Under evaluation", 2: "Authorised, recruitment pending", 3: "Authorised, recruiting", 4: "Ongoing, recruiting",
    5: "Ongoing, recruitment ended", 6: "Temporarily halted", 7: "Suspended", 8: "Ended", 9: "Expired", 10: "Revoked",
    11: "Not authorised", 12: "Cancelled",
}  # fmt: skip
DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)


class Dossier:
    """Reads a trial along paths that may lead nowhere, and remembers what it could not understand."""

    def __init__(self, raw: Any):
        self.raw = raw if isinstance(raw, dict) else {}
        application = self.raw.get("authorizedApplication")
        # Before June 2024 the parts stood at the top.
        self.application = application if isinstance(application, dict) else self.raw
        self.part_one = dig(self.application, "authorizedPartI") or {}
        self.part_one = self.part_one if isinstance(self.part_one, dict) else {}
        self.unknown: list[tuple[str, str]] = []
        self.unmapped: list[str] = []

    def day(self, raw: Any, name: str) -> datetime.date | None:
        """Return a day, from "24/04/2024" or the beginning of "2024-04-24T15:14:59.077268872"."""
        text = code(raw)
        match = DAY_FIRST.fullmatch(text)
        written = f"{match[3]}-{match[2]}-{match[1]}" if match else text[:10]
        if not written:
            return None
        try:
            return datetime.date.fromisoformat(written)
        except ValueError:
            self.unknown.append((name, f"{text[:40]} is not a date"))
            return None

    def date(self, raw: Any, kind: str, name: str) -> DateFacts:
        text = code(raw)
        try:
            return DateFacts(str(PartialDate.parse(text)), kind) if len(text) in (4, 7) else self._full(raw, kind, name)
        except ValueError:
            return self._full(raw, kind, name)

    def _full(self, raw: Any, kind: str, name: str) -> DateFacts:
        day = self.day(raw, name)
        return DateFacts(day.isoformat(), kind) if day else DateFacts()

    def status(self, raw: Any, name: str) -> str:
        """Return our word for the register's number of a status; unknown for any other."""
        number = int(raw) if isinstance(raw, int | str) and str(raw).isdigit() and len(str(raw)) < 4 else None
        if number in STATUS:
            return STATUS[number].value
        if raw not in (None, ""):
            self.unknown.append((name, f"{str(raw)[:40]} is no status that we know"))
        return ""

    def country(self, name: Any) -> tuple[str, str]:
        sent = clean(name, "name")
        found = country_code(sent) if sent else ""
        if sent and not found:
            self.unmapped.append(sent[:120])
        return found, sent[:120]


def dig(value: Any, *path: str) -> Any:
    """Return what lies at the end of a path of keys; None where it leads nowhere."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
