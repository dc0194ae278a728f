"""Registry text as a reader sees it: clean HTML, single lines, and eligibility in two lists. Pure; no database.

Registries write Markdown with backslash escapes ("age \\>= 18"). Raw HTML is shown as text, never obeyed.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from trials.importing.markup import registry_html

NOTHING = SafeString()
MOST_WORDS_BEFORE = 3
KIND = r"(?P<kind>non[- ]?inclusion|inclusion|exclusion)"
# Seen: Key Inclusion Criteria (Part A); SUBJECT INCLUSION CRITERIA; Exclusion Criteria for donors; a bare Inclusion.
HEADING = re.compile(
    rf"^[\W\d_]*(?P<before>(?:[a-z][\w/-]* )*?){KIND}(?P<criteria> criteri(?:a|on))?(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
LONGEST_REST = 80
# Before "inclusion criteria", these words make a sentence of it: "must not meet any of the exclusion criteria".
OF_A_SENTENCE = set(
    "a all an any are as by does each except following fulfil fulfill fulfilling fulfils have in is meet meeting meets "
    "met must no not of one or other than the these this to who with".split()
)
MIXED_IN = {
    "inclusion": re.compile(r"exclusion criteria\s*:", re.IGNORECASE),
    "exclusion": re.compile(r"(?<!non[ -])(?<!non)inclusion criteria\s*:", re.IGNORECASE),
}
ITEM = re.compile(r"^\s*(?:[*+-]|\d{1,3}[.)])\s", re.MULTILINE)


@dataclass(frozen=True)
class Eligibility:
    """Who may and who cannot join, as registered; ``whole`` where the text cannot be divided. All of it safe HTML."""

    may_join: SafeString = NOTHING
    cannot_join: SafeString = NOTHING
    whole: SafeString = NOTHING

    @property
    def is_divided(self) -> bool:
        return bool(self.may_join or self.cannot_join)


def registry_markup(text: str) -> SafeString:
    """Return registry text as safe HTML, without signs that are left over from its mark-up."""
    html = registry_html(_unescaped(text))
    # A bullet that no list took up, and an escape of a letter that Markdown does not know.
    html = re.sub(r"(<p>|<br ?/?>|\n)\s*[*•●▪◦·]\s+", r"\1", html)
    return mark_safe(html.replace("\\", ""))  # noqa: S308 - cleaned by nh3 just now


def registry_line(text: str) -> str:
    """Return registry text as one line without mark-up; the template escapes it."""
    html = registry_html(re.sub(r"([_<>*])", r"\\\1", _unescaped(text).replace("\\", "")))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _unescaped(text: str) -> str:
    return unescape(unescape((text or "").replace("&Amp;", "&amp;")))


def divided(text: str) -> Eligibility:
    """Divide eligibility at its own headings; several parts of one kind are joined with their headings kept.

    What stands before the first heading is kept with the first part. A text that seems to hold both kinds but names
    only one of them in a heading is left whole, as is one without headings.
    """
    text = _unescaped(text)
    headings = [match for match in HEADING.finditer(text) if _is_heading(match)]
    kinds = {_kind(heading) for heading in headings}
    before = text[: headings[0].start()].strip() if headings else ""
    # A list that stands before "Exclusion Criteria" says who may join, whatever it is called.
    is_list_first = kinds == {"exclusion"} and ITEM.search(before) is not None
    if not headings or (len(kinds) == 1 and not is_list_first and _speaks_of_the_other(text, kinds)):
        return Eligibility(whole=registry_markup(text))
    parts: dict[str, list[str]] = {"inclusion": [], "exclusion": []}
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        title, first_line = _title_and_first_line(heading)
        body = f"{first_line}\n{_dedented(text[heading.end() : end])}".strip()
        if body:
            parts[_kind(heading)].append(f"**{title}**\n\n{body}" if title else body)
    if before:
        parts["inclusion" if is_list_first else _kind(headings[0])].insert(0, before)
    may_join, cannot_join = ("\n\n".join(parts[kind]) for kind in ("inclusion", "exclusion"))
    # A heading in the middle of a line was not seen: better whole than on the wrong side.
    is_mixed = MIXED_IN["inclusion"].search(may_join) or MIXED_IN["exclusion"].search(cannot_join)
    if is_mixed or not (may_join or cannot_join):
        return Eligibility(whole=registry_markup(text))
    return Eligibility(registry_markup(may_join), registry_markup(cannot_join))


def _kind(heading: re.Match) -> str:
    return "inclusion" if heading["kind"].lower() == "inclusion" else "exclusion"


def _speaks_of_the_other(text: str, kinds: set[str]) -> bool:
    other = (
        r"\bexclu|\bnon[- ]?inclusion|\bineligib|\bnot eligible" if kinds == {"inclusion"} else r"\binclusion|\binclude"
    )
    return bool(re.search(other, text, re.IGNORECASE))


def _is_heading(match: re.Match) -> bool:
    before = match["before"].lower().split()
    rest = match["rest"].strip()
    if len(before) > MOST_WORDS_BEFORE or OF_A_SENTENCE & set(before):
        return False
    if not match["criteria"]:
        return not before and re.fullmatch(r"[\s:*_.)-]*", rest) is not None
    if rest.startswith(":"):
        return True
    return len(rest) <= LONGEST_REST and (
        not rest or rest[0] in "([-–—*_:." or rest.lower().startswith(("for ", "of "))
    )


def _title_and_first_line(heading: re.Match) -> tuple[str, str]:
    """Return what the heading says besides its kind, and what of the text stands on the heading's own line."""
    rest = heading["rest"].strip()
    before = heading["before"].strip()
    title, colon, line = rest.partition(":")
    if colon and not title.strip():
        title, line = "", line.strip()
    elif not colon:
        title, line = rest, ""
    named = title.strip(" *_.-–—()[]")
    own = "" if before.lower() in ("", "key", "general", "main", "major", "the", "subject", "patient") else before
    return " ".join(part for part in (own, named) if part), line.strip(" *_")


def _dedented(body: str) -> str:
    """Return a part without the indentation that all its items share, which Markdown would take for code."""
    lines = body.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(indents, default=0)
    return "\n".join(line[least:] if line.strip() else "" for line in lines)
