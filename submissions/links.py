"""Finding links in a text and saying where they really lead. Pure functions: nothing is opened or looked up."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"""(?:https?://|www\.)[^\s<>"'\u00ab\u00bb\u201c\u201d]+""", re.IGNORECASE)
ENDINGS = "com|org|net|info|biz|eu|de|fr|uk|it|es|nl|shop|top|xyz|ru|cn|io|ly|co|me|gl|gd|gy"
BARE_HOST = re.compile(rf"(?<![@\w./-])(?:[\w-]+\.)+(?:{ENDINGS})\b(?:/\S*)?", re.IGNORECASE)
CLOSING = ".,;:!?)]}’'\"…"
SHORTENERS = {"bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "ow.ly", "cutt.ly", "rb.gy", "t.ly", "shorturl.at"}
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "HEBREW", "ARABIC")


@dataclass(frozen=True)
class Link:
    """One link in a text: where it stands, what it says, and where it leads; ``warnings`` are codes, see WARNINGS."""

    start: int
    end: int
    text: str
    host: str
    warnings: tuple[str, ...] = ()


def find_links(text: str) -> list[Link]:
    """Return the links of a text in order, also those written without “https://”."""
    spots = {match.start(): match.group() for match in BARE_HOST.finditer(text)}
    spots.update({match.start(): match.group() for match in ADDRESS.finditer(text)})
    found: list[Link] = []
    for start in sorted(spots):
        shown = spots[start].rstrip(CLOSING)
        if shown and not (found and start < found[-1].end):
            found.append(Link(start, start + len(shown), shown, *where_it_leads(shown)))
    return found


def where_it_leads(address: str) -> tuple[str, tuple[str, ...]]:
    """Return the host of an address, decoded for people, and what is odd about it.

    A host in Punycode ("xn--...") is decoded; a host that mixes alphabets, or hides a name before an "@", is told.
    """
    full = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(full)
        raw = (parts.hostname or "").rstrip(".")
        has_user = "@" in parts.netloc
    except ValueError:
        return "", ("broken",)
    host = decoded(raw)
    warnings = []
    if has_user:
        warnings.append("user")
    if any(ord(letter) > 127 for letter in host):
        warnings.append("letters")
    if len(alphabets(host)) > 1 or imitates_latin(host):
        warnings.append("alphabets")
    if re.fullmatch(r"[\d.]+|0x[0-9a-f]+|[0-9a-f:]*:[0-9a-f:]*", host):
        warnings.append("number")
    if host in SHORTENERS:
        warnings.append("shortened")
    return host, tuple(warnings)


def decoded(host: str) -> str:
    """Return a host with its Punycode parts as the letters they stand for; a broken part stays as it is."""
    return ".".join(_decoded_label(label) for label in host.split("."))


def alphabets(host: str) -> set[str]:
    """Return the alphabets of a host's letters, in each label alone: a label that mixes two imitates another name."""
    mixed: set[str] = set()
    for label in host.split("."):
        of_label = {alphabet for letter in label if letter.isalpha() and (alphabet := _alphabet(letter))}
        mixed = of_label if len(of_label) > len(mixed) else mixed
    return mixed


def imitates_latin(host: str) -> bool:
    """Return whether a label is written wholly in letters that look Latin but are not, such as five of Cyrillic."""
    lookalikes = set("аеорсухіјѕԁԛԝһӏпгтмвкнορυνικα")
    return any(
        len(label) > 1
        and all(letter in lookalikes for letter in label if letter.isalpha())
        and any(letter in lookalikes for letter in label)
        for label in host.split(".")
    )


def _decoded_label(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in SCRIPTS if name.startswith(script)), name.split(" ")[0])
