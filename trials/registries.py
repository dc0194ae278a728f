"""Trial numbers: what is valid, and where each registry shows a trial. Pure functions; no database.

Sources of the forms: the registries' own pages and recorded numbers; the EU check digits were worked out from 44,492
recorded numbers and are not published by EMA, so they warn and never refuse.
"""

import re
import zlib
from dataclasses import dataclass
from urllib.parse import quote

from trials.enums import Registry

WHO_PORTAL = "https://trialsearch.who.int/Trial2.aspx?TrialID={number}"


@dataclass(frozen=True)
class Form:
    """How a registry's numbers look: an example for people, the rule, and the page of one trial."""

    example: str
    rule: str
    address: str = WHO_PORTAL


FORMS = {
    Registry.CTGOV: Form("NCT01234567", r"NCT\d{8}", "https://clinicaltrials.gov/study/{number}"),
    Registry.EUCT: Form(
        "2023-508508-39-01",
        r"20[2-9]\d-5\d{5}-\d{2}-\d{2}",
        "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT={number}",
    ),
    Registry.EUDRACT: Form(
        "2004-000012-13",
        r"20\d{2}-0\d{5}-\d{2}",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{number}",
    ),
    Registry.ISRCTN: Form("ISRCTN12949496", r"ISRCTN\d{8}", "https://www.isrctn.com/{number}"),
    Registry.DRKS: Form("DRKS00003170", r"DRKS\d{8}", "https://drks.de/search/en/trial/{number}"),
    Registry.ANZCTR: Form("ACTRN12605000000123", r"ACTRN126\d{11}p?"),
    Registry.JRCT: Form("jRCT2031200001", r"jRCT(?:\d{10}|[a-z]\d{9})"),
    Registry.CTRI: Form("CTRI/2021/08/036074", r"CTRI/20\d{2}/\d{2,3}/\d{6}"),
    Registry.CHICTR: Form("ChiCTR2000012345", r"ChiCTR(?:\d{10}|-[A-Za-z]{2,5}-\d{8})"),
    Registry.UMIN: Form("UMIN000012345", r"UMIN\d{9}"),
    Registry.CRIS: Form("KCT0001234", r"KCT\d{7}"),
    Registry.IRCT: Form("IRCT20120101012345N1", r"IRCT\d{8,14}N\d{1,3}"),
    Registry.TCTR: Form("TCTR20200101001", r"TCTR\d{11}"),
    Registry.PACTR: Form("PACTR202001234567890", r"PACTR\d{15,16}"),
    Registry.REBEC: Form("RBR-6vxs8d", r"RBR-[0-9a-z]{6,8}"),
    Registry.UTN: Form("U1111-1234-5678", r"U\d{4}-\d{4}-\d{4}", ""),
}


def number_problem(registry: str, number: str) -> str:
    """Return what is wrong with a number, with an example of a right one; empty when it is valid."""
    form = FORMS[Registry(registry)]
    if re.fullmatch(form.rule, number, re.ASCII):
        return ""
    return f"“{number}” is not a number of {Registry(registry).label}: it should look like {form.example}."


def eu_check_digits(year: str, serial: str) -> str:
    """Return the two check digits that an EU number should have: the first two of the decimal CRC-32."""
    return str(zlib.crc32(f"{year}{serial}".encode("ascii")))[:2]


def number_warning(registry: str, number: str) -> str:
    """Return a warning for an EU number whose check digits do not fit; empty when all is well."""
    if Registry(registry) not in (Registry.EUCT, Registry.EUDRACT) or number_problem(registry, number):
        return ""
    year, serial, digits = number.split("-")[:3]
    if eu_check_digits(year, serial) == digits:
        return ""
    return f"The check digits of {number} do not fit: please compare it with the registry once more."


def registry_address(registry: str, number: str) -> str:
    """Return the public page of a trial in its registry, else in WHO's portal; empty where there is none."""
    return FORMS[Registry(registry)].address.format(number=quote(number, safe=""))
