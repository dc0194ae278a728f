"""Keeps people out of what registries send: names, e-mail addresses and telephone numbers. Pure; no database.

Two ways, because each alone lets something through: names that a study gives for its contacts and investigators are
struck out of every text of that study, and names of sponsors and places are judged by their form.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

INDIVIDUAL = "an individual investigator"
STRUCK_OUT = "…"

# The full-width sign too, which Chinese and Japanese sponsors type.
E_MAIL = re.compile("[\\w.+\\\\%'-]+\\s?[@\uff20]\\s?[\\w\\\\-]+(?:\\\\?\\.[\\w\\\\-]+)*\\\\?\\.[A-Za-z]{2,}")
# Written in the international or North American way, or after a word that announces it: doses and years stay.
PHONE = re.compile(
    r"(?<![\w-])(?:\+\d[\d ().-]{7,18}\d|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?![\w-])"
    r"|(?<![\w-])(?P<word>tel|phone|telephone|mobile|call|fax)(?P<gap>[ :.]{1,3})\(?\d[\d ().-]{6,}\d",
    re.IGNORECASE,
)
MAY_BE_PHONE = re.compile(r"\d[ ().-]*\d[\d ().-]{4,}\d")
DEGREES = r"(?:M\.?D\.?|Ph\.?\s?D\.?|D\.?O\.?|MBBS|FRCP|FACP|M\.?Sc\.?|R\.?N\.?|MPH|Pharm\.?D\.?)"
NAME = r"[A-Z][\w'’-]+(?: [A-Z]\.?){0,2}(?: [A-Z][\w'’-]+){1,2}"
NAME_AND_DEGREE = re.compile(rf"\b{NAME}(?:, ?{DEGREES}| (?:M\.?D\.?|Ph\.?D\.?)(?! Anderson))(?=[\s,.;:)]|$)")
TITLE_AND_NAME = re.compile(r"\b(?:Dr|Prof|Professor)\b\.?,? (?:Dr\.? )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}")
HAS_DEGREE = re.compile(rf"(?:,| ){DEGREES}(?=[\s,.]|$)")
HAS_TITLE = re.compile(r"\b(?:Dr|Prof|Professor)\b")
LOOKS_LIKE_A_NAME = re.compile(
    r"(?:[A-Z][\w'’-]+|[A-Z]\.?)(?: (?:[A-Z][\w'’-]*\.?)){1,3}|[A-Z][\w'’-]+, [A-Z][\w'’. -]+"
)
ORGANISATION = re.compile(
    # parts of words, in the languages that registries' names of organisations come in
    r"universi|uniklin|hosp|hôpit|hopit|ospedal|sjukhus|sygehus|clin|klin|kliin|sanator|sanatór|institu|instytut|intezet|intézet"
    r"|research|investig|medic|médic|medisch|medizin|health|gesund|salud|saúde|santé|pharma|therap|biotech|biolog|genet"
    r"|gen(?:omics|e )|oncol|cancer|krebs|diagn|radiol|cardio|neuro|hemato|haemato|transplant|surg|trial|college|school"
    r"|academ|academy|founda|fundaci|fondazione|fondation|stiftung|service|laborator|associa|society|network|department"
    r"|corporat|compan|science|partner|physician|specialist|practice|memorial|general|kettering|anderson|children|national"
    r"|centr|center|zentrum|regional|municip|county|provinc|veteran|polyclin|policl|ambulat|dispens|charit|consort|council"
    r"|ministry|agency|authority|program|technolog|solution|system|global|international|innovati|vaccin|immun|dental|ophthal"
    r"|retina|vision|eye |allerg|asthma|dermat|skin|pulmon|respir|kidney|diabet|endocrin|gastro|arthrit|rheum|wellness"
    r"|korhaz|kórház|nemocnic|szpital"
    r"|rehab|limited|hospic|lifehouse"
    # whole words
    r"|\b(?:univ|uni|uz|hsc|ao|inst|ctr|site|unit|group|grp|office|lab|labs|bio|inc|llc|ltd|gmbh|ag|sa|srl|spa|bv|nv|plc|co|corp|pc|pa|pllc"
    r"|saint|st|ste|san|santa|são|sao|royal|city|state|care|trust|nhs|chu|chru|chr|crc|mc|vamc|va|irccs|umhat|mhat|azienda|asst"
    r"|north|south|east|west|northern|southern|eastern|western|central|valley|county|bay|park|hill|beth|mercy|sacred|providence"
    r"|mount|mt|mayo|hopkins|sinai|cedars|emory|duke|stanford|harvard|yale|mcgill|dana|farber|hutchinson|roussy|cannon|novartis"
    r"|pfizer|roche|sanofi|merck|langone|squibb|sankyo|bayer|novo|lilly|amgen|takeda|celgene|gilead|kite|bluebird|genzyme|karolinska|rigshospitalet)\b",
    re.IGNORECASE,
)  # fmt: skip
# Words of ORGANISATION that are surnames and given names too: they do not save what a study itself calls a contact.
SURNAMES = re.compile(
    r"\b(?:north|south|east|west|northern|southern|eastern|western|central|valley|county|bay|park|hill|beth|mercy|providence"
    r"|mount|mayo|hopkins|emory|duke|stanford|harvard|mcgill|dana|hutchinson|cannon|royal|city|state|care|trust|anderson"
    r"|franklin|klinge?\w*|clint\w*|ma?c?clin\w*|skinn\w*|hoskins?|haskins?|askin|eugene|gene|charity)\b"
    r"(?<!MD Anderson)(?<!\bBeth(?= Israel))(?<!\bPark(?= Nicollet))(?<!\bEmory(?= Winship))(?<!Johns Hopkins)",
    re.IGNORECASE,
)
NOT_A_NAME = re.compile(
    r"\d|@|www\.|\b(?:contact|study|call|team|manager|coordinator|director|information|desk|line|department|clinical|site"
    r"|investigator|responsible|use|see|please|monitor|transparency|disclosure)\b",
    re.IGNORECASE,
)


def without_addresses(text: str) -> str:
    """Return text without e-mail addresses and telephone numbers."""
    if "@" in text or "\uff20" in text:
        text = E_MAIL.sub(STRUCK_OUT, text)
    return PHONE.sub(STRUCK_OUT, text) if MAY_BE_PHONE.search(text) else text


def without_people(text: str, names: tuple[str, ...] = ()) -> str:
    """Return a long text without addresses, without the names given, and without what carries a title or degree."""
    text = strike_out(without_addresses(text), names)
    if "Dr" in text or "Prof" in text:
        text = TITLE_AND_NAME.sub(STRUCK_OUT, text)
    return NAME_AND_DEGREE.sub(STRUCK_OUT, text) if HAS_DEGREE.search(text) else text


def strike_out(text: str, names: tuple[str, ...]) -> str:
    """Return text without the names given, whatever their case and spacing."""
    if not names or not text:
        return text
    folded = text.casefold()
    for name in names:
        if name.rpartition(" ")[2].casefold() in folded:
            pattern = r"\s+".join(re.escape(part) for part in name.split())
            text = re.sub(rf"(?<!\w){pattern}(?!\w)", STRUCK_OUT, text, flags=re.IGNORECASE)
    return text


def organisation(text: str, names: tuple[str, ...] = (), *, is_organisation: bool = False) -> str:
    """Return the name of a sponsor or place; a person's becomes a neutral phrase. A street of Dr. X stays a street.

    ``is_organisation`` says that the registry counts it as a company or authority, so that its form is not judged.
    """
    name = strike_out(without_addresses(text), names)
    if name != text and not re.search(r"\w{3}", HAS_DEGREE.sub("", name.replace(STRUCK_OUT, ""))):
        return INDIVIDUAL
    if is_organisation:
        return name
    return INDIVIDUAL if is_person(name) else name


@lru_cache(maxsize=20_000)
def is_person(name: str) -> bool:
    """Whether the name of a sponsor or place is a person's, as far as its form tells."""
    degree = HAS_DEGREE.search(name)
    if degree:
        before = name[: degree.start()]
        return not ORGANISATION.search(before) and not re.match(r"[ ,]*M\.?D\.? Anderson", name[degree.start() :])
    if ORGANISATION.search(name):
        return False
    return bool(HAS_TITLE.search(name) or LOOKS_LIKE_A_NAME.fullmatch(name))


def names_in(study: dict) -> tuple[str, ...]:
    """Return the people a study names as contacts and investigators, longest first: only to strike them out."""
    found = dict.fromkeys(bare for sent in _sent_names(study) if (bare := _bare(sent)))
    return tuple(sorted(found, key=len, reverse=True))


def _bare(sent: str) -> str:
    """Return a name without degrees and titles; empty for what is no person's name ("Study Contact")."""
    bare = re.sub(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms)\b\.?\s*)+", "", sent.split(",")[0].strip(), flags=re.IGNORECASE)
    bare = re.sub(rf"(?: {DEGREES})+$", "", bare).strip()
    is_name = len(bare.split()) >= 2 and not NOT_A_NAME.search(bare) and not ORGANISATION.search(SURNAMES.sub("", bare))
    # A name that ORGANISATION knows counts as a person's only where it has the form of one.
    is_doubtful = bool(ORGANISATION.search(bare))
    return bare if is_name and (not is_doubtful or LOOKS_LIKE_A_NAME.fullmatch(bare)) else ""


def _sent_names(study: dict) -> Iterator[str]:
    protocol = study.get("protocolSection")
    if not isinstance(protocol, dict):
        return
    places = _dict(protocol.get("contactsLocationsModule"))
    rows = [*_dicts(places.get("centralContacts")), *_dicts(places.get("overallOfficials"))]
    for site in _dicts(places.get("locations")):
        rows += _dicts(site.get("contacts"))
    sponsors = _dict(protocol.get("sponsorCollaboratorsModule"))
    party = _dict(sponsors.get("responsibleParty"))
    for text in [*(row.get("name") for row in rows), party.get("investigatorFullName"), party.get("oldNameTitle")]:
        if isinstance(text, str):
            yield text


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
