"""Trial numbers: what is valid, and where each registry shows a trial. Pure functions; no database.

Sources of the forms: the registries' own pages and recorded numbers; the EU check digits were worked out from 44,492
recorded numbers and are not published by EMA, so they warn and never refuse.
"""

import re
import unicodedata
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

    @property
    def letters(self) -> str:
        """The letters with which every number of the registry begins, with what follows them before the digits."""
        return re.match(r"[A-Za-z]*[/-]?", self.example)[0]  # type: ignore[index]


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
    if _is_valid(registry, number):
        return ""
    other = normalise_number(number)
    if other is not None and other[0] != registry:
        labels = Registry(other[0]).label, Registry(registry).label
        return f"“{number}” is a number of {labels[0]}, not of {labels[1]}, whose numbers look like {form.example}."
    if registry == Registry.EUCT and re.fullmatch(r"20[2-9]\d-5\d{5}-\d{2}", number, re.ASCII):
        return f"“{number}” has no last part: add the number of the submission, as in {form.example}."
    return f"“{number}” is not a number of {Registry(registry).label}: it should look like {form.example}."


def _is_valid(registry: str, number: str) -> bool:
    return re.fullmatch(FORMS[Registry(registry)].rule, number, re.ASCII) is not None


def eu_check_digits(year: str, serial: str) -> str:
    """Return the two check digits that an EU number should have: the first two of the decimal CRC-32."""
    return str(zlib.crc32(f"{year}{serial}".encode("ascii")))[:2]


def number_warning(registry: str, number: str) -> str:
    """Return a warning for an EU number whose check digits do not fit; empty when all is well."""
    if registry not in (Registry.EUCT, Registry.EUDRACT) or number_problem(registry, number):
        return ""
    year, serial, digits = number.split("-")[:3]
    if eu_check_digits(year, serial) == digits:
        return ""
    return f"The check digits of {number} do not fit: please compare it with the registry once more."


def registry_address(registry: str, number: str) -> str:
    """Return the public page of a trial in its registry, else in WHO's portal; empty where there is none."""
    return FORMS[Registry(registry)].address.format(number=quote(number, safe=""))


# What people put between the parts of a number: spaces, dashes, "#", ":", "No." and the registry's own word for it.
GAP = r"[\W_]*"
LABEL = rf"(?:{GAP}(?:ID|No|Number|CTR)){{0,2}}{GAP}"


def _digits(count: int) -> str:
    return rf"(?P<digits>\d(?:{GAP}\d){{{count - 1}}})(?!\d)"


PREFIXES = {
    Registry.CTGOV: re.compile(rf"NCT{LABEL}{_digits(8)}", re.IGNORECASE),
    Registry.ISRCTN: re.compile(rf"ISRCTN{LABEL}{_digits(8)}", re.IGNORECASE),
    Registry.DRKS: re.compile(rf"DRKS{LABEL}{_digits(8)}", re.IGNORECASE),
    Registry.ANZCTR: re.compile(
        rf"(?:ACTRN|ANZCTR){LABEL}(?P<digits>126(?:{GAP}\d){{11}}(?: ?p\b)?)(?!\d)", re.IGNORECASE
    ),
    Registry.UMIN: re.compile(rf"UMIN{LABEL}{_digits(9)}", re.IGNORECASE),
    Registry.CRIS: re.compile(rf"KCT{LABEL}{_digits(7)}", re.IGNORECASE),
    Registry.TCTR: re.compile(rf"TCTR{LABEL}{_digits(11)}", re.IGNORECASE),
    Registry.PACTR: re.compile(rf"PACTR{LABEL}(?P<digits>\d(?:{GAP}\d){{14,15}})(?!\d)", re.IGNORECASE),
}
LETTERS = {Registry.CTGOV: "NCT", Registry.CRIS: "KCT", Registry.ANZCTR: "ACTRN"}
EU_NUMBER = re.compile(
    r"(?<!\d)(20\d{2})(?: ?[-/.] ?| )(\d{6})(?: ?[-/.] ?| )(\d{2})(?:(?: ?[-/.] ?| )?(\d{2}))?(?!\d)", re.ASCII
)
OTHERS = {
    Registry.CTRI: re.compile(rf"CTRI{LABEL}(20\d{{2}}) ?[-/] ?(\d{{2,3}}) ?[-/] ?(\d{{6}})(?!\d)", re.IGNORECASE),
    Registry.IRCT: re.compile(rf"IRCT{LABEL}(\d{{8,14}}) ?(N\d{{1,3}})(?!\d)", re.IGNORECASE),
    Registry.CHICTR: re.compile(
        rf"ChiCTR(?:{GAP}(\d{{10}})|[- :]{{0,2}}([A-Za-z]{{2,5}})[- ]{{0,2}}(\d{{8}}))(?!\d)", re.IGNORECASE
    ),
    Registry.JRCT: re.compile(rf"jRCT{LABEL}([a-z]?\d{{9,10}})(?!\d)", re.IGNORECASE),
    # Without the dash only what has a digit early on: "RBR patients" is no number.
    Registry.REBEC: re.compile(r"\bRBR(?: ?- ?| ?(?=[a-z]{0,5}\d))([0-9a-z]{6,8})\b", re.IGNORECASE),
    Registry.UTN: re.compile(r"\b(?:U|UTN[ :#]{0,2}U?)[ -]?(\d{4})[ -]?(\d{4})[ -]?(\d{4})(?!\d)", re.IGNORECASE),
}
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"))


def in_plain_signs(text: str) -> str:
    """Return text with the digits and dashes of a keyboard, whatever a word processor made of them."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return " ".join(text.split())


def find_numbers(text: str) -> list[tuple[str, str]]:
    """Return registry and canonical number of every trial number in a text, however people spaced and cased it.

    An EU number is told from an old EudraCT number by its second part: EudraCT's begin with 0, the newer ones with 5.
    A newer number without its last part (the submission) is not a whole number and is left out.
    """
    found: list[tuple[str, str]] = []
    text = in_plain_signs(text)
    for registry, pattern in PREFIXES.items():
        for match in pattern.finditer(text):
            digits = re.sub(r"[\W_]", "", match["digits"]).lower()
            letters = LETTERS.get(registry) or registry.value.upper()
            found.append((registry.value, letters + digits))
    for match in EU_NUMBER.finditer(text):
        year, serial, check, submission = match.groups()
        if serial.startswith("0"):
            found.append((Registry.EUDRACT.value, f"{year}-{serial}-{check}"))
        elif serial.startswith("5") and submission:
            found.append((Registry.EUCT.value, f"{year}-{serial}-{check}-{submission}"))
    for registry, other in OTHERS.items():
        found += [(registry.value, _canonical(registry, match)) for match in other.finditer(text)]
    return [pair for pair in dict.fromkeys(found) if _is_valid(*pair)]


def _canonical(registry: Registry, match: re.Match) -> str:
    parts = match.groups()
    if registry == Registry.CTRI:
        return f"CTRI/{'/'.join(parts)}"
    if registry == Registry.UTN:
        return f"U{'-'.join(parts)}"
    if registry == Registry.CHICTR:
        year_and_serial, kind, serial = parts
        return f"ChiCTR{year_and_serial}" if year_and_serial else f"ChiCTR-{kind.upper()}-{serial}"
    if registry == Registry.IRCT:
        return f"IRCT{parts[0]}{parts[1].upper()}"
    return {Registry.JRCT: "jRCT", Registry.REBEC: "RBR-"}[registry] + parts[0].lower()


def number_as_typed(registry: str, text: str) -> str:
    """Return the canonical number of a registry that somebody typed, however; the text itself where there is not one.

    A number typed without the letters before it is understood too: the registry was chosen beside it. A number of
    another registry stays what it is.
    """
    found_as_typed = find_numbers(text)
    found_with_letters = [] if found_as_typed else find_numbers(f"{FORMS[Registry(registry)].letters}{text}")
    numbers = [number for found, number in [*found_as_typed, *found_with_letters] if found == registry]
    return numbers[0] if len(numbers) == 1 else " ".join(text.split())


def normalise_number(text: str) -> tuple[str, str] | None:
    """Return registry and canonical number of the one trial number that somebody typed; None when there is not one."""
    found = find_numbers(text)
    return found[0] if len(found) == 1 else None
