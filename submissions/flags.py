"""What a moderator should look at in a text, found by pure functions. A hint, never a decision: a person decides.

The lists of words are English with the commonest German and French ones; a text in another language gets the flags that
need no words (e-mail, telephone, links, dates, prices).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from submissions.desk_enums import FlagKind
from submissions.links import find_links

MOST_LETTERS = 60_000  # what is longer is looked at up to here; the forms take far less


@dataclass(frozen=True)
class Flag:
    """One spot in a text; ``start`` and ``end`` count letters, ``note`` says more where there is more to say."""

    kind: FlagKind
    start: int
    end: int
    text: str
    note: str = ""


def _words(*lines: str) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)


EMAIL = re.compile(
    r"\b[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]| at (?=[\w-]+ dot ))\s?[\w-]+(?:(?:\.| dot |\(dot\)|\[dot\])[\w-]+)+",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w/.-])(?:\+|00|\(?0)\d(?:[\s()./-]{0,2}\d){6,14}(?!\w)")
MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vrier|mar(?:ch|s)?|märz|apr(?:il)?|avril|may|mai|june?|juni|juin|"
    r"july?|juli|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|"
    r"de[cz](?:ember)?|décembre)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d{{2}}|(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s(?:of\s)?{MONTH}(?:,?\s(?:19|20)\d{{2}})?"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d{{2}})?)\b",
    re.IGNORECASE,
)
AMOUNT = r"(?:\d{1,3}(?:[.,'\u00a0 ]\d{3}){1,4}|\d{1,12}(?:[.,]\d{1,2})?)(?:k\b|\s(?:thousand|million))?"
CURRENCY = r"(?:€|\$|£|¥|(?:euros?|eur|dollars?|usd|pounds?|gbp|chf|francs?|yuan|rupees?)\b)"
PRICE = re.compile(rf"{CURRENCY}\s?{AMOUNT}|(?<![\d.,]){AMOUNT}\s?{CURRENCY}", re.IGNORECASE)
CURE = _words(
    r"cures?d?", r"curing", r"miracle", r"100\s?% (?:safe|success\w*|effective)", r"guarantee[sd]?", r"risk[- ]free",
    r"no side[- ]effects?", r"breakthrough", r"fully healed", r"heal(?:s|ed)? (?:completely|for good)",
    r"success rate", r"always works?", r"geheilt", r"heilt", r"wunder(?:mittel|heilung)", r"garantiert", r"guérit?",
    r"guérison", r"miraculeux", r"garanti",
)  # fmt: skip
HOSPITAL = re.compile(
    r"\b(?:(?:[A-ZÄÖÜÉ][\w’'.-]+|St\.?|de|of|the|la|le|für|und|and)\s){0,4}"
    r"(?:Hospital|Clinic|Klinik|Klinikum|Universitätsklinikum|Krankenhaus|Infirmary|Medical Cent(?:er|re)|"
    r"Hôpital|Clinique|CHU|Charité|Spital|Ospedale)"
    r"(?:\s(?:of|de|der|di|für|St\.?|[A-ZÄÖÜÉ][\w’'-]+)){0,3}"
)
DANGER = _words(
    r"kill (?:my|him|her|them)sel(?:f|ves)", r"suicid\w*", r"end my life", r"take my (?:own )?life",
    r"(?:want|wish|going) to die", r"don'?t want to live", r"do not want to live", r"no reason to live",
    r"harm(?:ing)? myself", r"hurt(?:ing)? myself", r"self[- ]harm\w*", r"overdos\w+", r"he (?:hits|beats) me",
    r"can(?:not|'t|’t) breathe", r"chest pain", r"is unconscious", r"bleeding (?:and|heavily|that)", r"emergency",
    r"umbringen", r"nicht mehr leben", r"selbstmord", r"suizid\w*", r"me tuer", r"mettre fin à mes jours",
    r"plus envie de vivre",
)  # fmt: skip
ADVICE = _words(
    r"should (?:i|we|my \w+|he|she) (?:stop|start|take|try|go|have|get|join|pay|change|travel|switch)",
    r"(?:which|what) (?:therapy|treatment|trial|clinic|drug|medicine|dose) (?:is|would be|should|do you)",
    r"what (?:should|can|shall) (?:i|we) do", r"is it safe (?:for|to)", r"do you (?:recommend|advise)",
    r"can you (?:help|treat|cure|advise)", r"can (?:i|my \w+) (?:get|have|join|stop|take)", r"please (?:advise|help)",
    r"am i eligible", r"second opinion", r"stop(?:ped)? taking", r"soll(?:te)? ich", r"was soll ich tun",
    r"dois[- ]je", r"que dois[- ]je faire",
)  # fmt: skip
TITLED = re.compile(
    r"\b(?:Dr|Drs|Prof|Professor|Doctor|Mr|Mrs|Ms|Miss|Mx|Sister|Nurse|Herr|Frau|M|Mme|Mlle|Docteur|Professeur)\.?\s"
    r"(?:(?:Dr|Prof)\.?\s)?(?:(?:van|von|de|der|den|la|le|Al-?)\s?){0,3}[A-ZÄÖÜÉÈÇŁŚŠŽ][\w’'-]+"
    r"(?:\s(?:(?:van|von|de|der|den|la|le)\s){0,3}[A-ZÄÖÜÉÈÇŁŚŠŽ][\w’'-]+){0,2}"
)
NAMED = re.compile(
    r"\b(?:[Mm]y name is|[Ii] am called|[Mm]y name’s|[Cc]alled|[Nn]amed|[Ii]ch heiße|[Mm]ein Name ist|"
    r"[Jj]e m['’]appelle)\s"
    r"((?:[A-ZÄÖÜÉÈÇ][\w’'-]+)(?:\s[A-ZÄÖÜÉÈÇ][\w’'-]+){0,2})"
)
KIN = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s(?:\w+\s)?(?:son|daughter|wife|husband|partner|brother|sister|mother|father|mum|"
    r"mom|dad|"
    r"friend|doctor|nurse|child|boy|girl|baby|nephew|niece|cousin|grandson|granddaughter),?\s"
    r"((?:[A-ZÄÖÜÉÈÇ][\w’'-]+)(?:\s[A-ZÄÖÜÉÈÇ][\w’'-]+){0,2})"
)
SIGNED = re.compile(
    r"(?:[Bb]est (?:wishes|regards)|[Kk]ind regards|[Rr]egards|[Ss]incerely|[Tt]hank(?:s| you)|[Ll]ove|[Gg]rüße[n]?|"
    r"[Cc]ordialement),?\s*\n\s*((?:[A-ZÄÖÜÉÈÇ][\w’'.-]+)(?:\s[A-ZÄÖÜÉÈÇ][\w’'.-]+){0,2})\s*$",
    re.MULTILINE,
)
TWO_CAPITALS = re.compile(
    r"(?<=[a-zäöüß,;:] )([A-ZÄÖÜÉÈÇ][a-zäöüßéèêçàôïñ’'-]+(?:\s[A-ZÄÖÜÉÈÇ][a-zäöüßéèêçàôïñ’'-]+){1,2})(?![\w-])"
)
NOT_NAMES = re.compile(
    r"\b(?:Therapy|Trial|Foundation|Society|Association|University|Institute|Hospital|Clinic|Cent(?:er|re)|Union|Kingdom|"
    r"States|Europe|European|Syndrome|Disease|Alliance|Network|Federation|Agency|Cell|Gene|Day|Street|Road|Medical|"
    r"Medicines?|Charity|Trust|Group|North|South|East|West|New|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|God)\b"
)
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]+")
MARK_UP = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]{0,200}>|\[url|\]\(https?:|javascript:|data:text/html", re.IGNORECASE)
FORMULA = re.compile(r"^\s*[=@+-]\s?[A-Za-z_]{2,}\s*\(|^\s*=\s?\w", re.MULTILINE)


def find_flags(text: str, known: Collection[str] = ()) -> list[Flag]:
    """Return what to look at in a text, in the order of the text. ``known`` are names that are no person's.

    Two flags of the same kind never overlap; where a number is part of a link, only the link is told.
    """
    text = text[:MOST_LETTERS]
    found = [*_links(text), *_spots(text, FlagKind.EMAIL, EMAIL)]
    taken = [(flag.start, flag.end) for flag in found]
    for kind, pattern in ((FlagKind.DATE, DATE), (FlagKind.PHONE, PHONE), (FlagKind.PRICE, PRICE)):
        spots = [flag for flag in _spots(text, kind, pattern) if not _overlaps(flag, taken)]
        taken += [(flag.start, flag.end) for flag in spots]
        found += spots
    for kind, pattern in (
        (FlagKind.DANGER, DANGER), (FlagKind.ADVICE, ADVICE), (FlagKind.CURE, CURE), (FlagKind.ODD_LETTERS, HIDDEN),
        (FlagKind.ODD_LETTERS, MARK_UP), (FlagKind.ODD_LETTERS, FORMULA),
    ):  # fmt: skip
        found += _spots(text, kind, pattern)
    hospitals = [flag for flag in _spots(text, FlagKind.HOSPITAL, HOSPITAL) if " " in flag.text.strip()]
    names = [flag for flag in _names(text, known) if not _overlaps(flag, taken)]
    of_hospitals = [(flag.start, flag.end) for flag in hospitals]
    found += [*hospitals, *(flag for flag in names if not _overlaps(flag, of_hospitals))]
    return sorted(found, key=lambda flag: (flag.start, flag.end, flag.kind))


def kinds_of(flags: Iterable[Flag]) -> list[FlagKind]:
    """Return the kinds of some flags, each once, the most urgent first."""
    there = {flag.kind for flag in flags}
    return [kind for kind in FlagKind if kind in there]


def flags_of_texts(texts: Mapping[str, str], known: Collection[str] = ()) -> dict[str, list[Flag]]:
    """Return the flags of several texts, by the key of each; texts without any are left out."""
    found = {key: find_flags(text, known) for key, text in texts.items()}
    return {key: flags for key, flags in found.items() if flags}


def without(text: str, kinds: Collection[FlagKind], known: Collection[str] = (), mark: str = "[…]") -> str:
    """Return a copy of a text in which the spots of some kinds are blacked out; the text itself is never changed."""
    spots = [flag for flag in find_flags(text, known) if flag.kind in kinds]
    spots += [flag for flag in _later_uses(text, spots) if flag.kind in kinds]
    parts, end = [], 0
    for flag in sorted(spots, key=lambda flag: flag.start):
        if flag.start >= end:
            parts += [text[end : flag.start], mark]
        end = max(end, flag.end)
    return "".join([*parts, text[end:]])


def _later_uses(text, spots):
    """A name said once with its sign (“my son Tom”) is a name wherever it stands."""
    names = {word for flag in spots if flag.kind == FlagKind.NAME for word in flag.text.split() if len(word) > 2}
    names = {name for name in names if name[:1].isupper() and not TITLE.fullmatch(name)}
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            yield Flag(FlagKind.NAME, match.start(), match.end(), match.group())


TITLE = re.compile(r"(?:Dr|Drs|Prof|Professor|Doctor|Mr|Mrs|Ms|Miss|Mx|Sister|Nurse|Herr|Frau|Mme|Mlle|Docteur)\.?")


def _links(text):
    for link in find_links(text):
        kind = FlagKind.ODD_LINK if link.warnings else FlagKind.LINK
        note = f"{link.host} ({', '.join(link.warnings)})" if link.warnings else link.host
        yield Flag(kind, link.start, link.end, link.text, note)


def _spots(text, kind, pattern):
    for match in pattern.finditer(text):
        if match.group().strip():
            yield Flag(kind, match.start(), match.end(), match.group())


def _names(text, known):
    known_words = {word.casefold() for name in known for word in name.split()}
    spots: dict[int, Flag] = {}
    for pattern in (TITLED, NAMED, KIN, SIGNED, TWO_CAPITALS):
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            name = match.group(group)
            is_known = all(word.casefold() in known_words for word in name.split())
            if not is_known and not (pattern is TWO_CAPITALS and NOT_NAMES.search(name)):
                spots.setdefault(match.start(group), Flag(FlagKind.NAME, match.start(group), match.end(group), name))
    end = 0
    for start in sorted(spots):
        if start >= end:
            end = spots[start].end
            yield spots[start]


def _overlaps(flag, spans):
    return any(flag.start < end and start < flag.end for start, end in spans)
