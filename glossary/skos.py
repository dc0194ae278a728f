"""The glossary as a SKOS concept scheme in Turtle. Pure functions from terms to text; no models."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from glossary.formats import LICENCE_ADDRESS, Link, OpenTerm, Scheme, last_change, moment_text

PREFIXES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
NEEDS_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')
# What an address may hold without being encoded; the rest cannot stand between < and >.
SAFE_IN_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"


@dataclass
class _Subject:
    """One thing of a Turtle file with what is said about it."""

    address: str
    kind: str
    statements: list[str] = field(default_factory=list)

    def say(self, predicate: str, values: Sequence[str]) -> None:
        if values:
            self.statements.append(f"{predicate} {', '.join(dict.fromkeys(values))}")

    def __str__(self) -> str:
        return " ;\n  ".join([f"{_iri(self.address)} a {self.kind}", *self.statements]) + " .\n"


def glossary_skos(terms: Sequence[OpenTerm], scheme: Scheme) -> str:
    """Return all terms of a language as a SKOS concept scheme in Turtle."""
    above = _terms_above(terms)
    whole = _Subject(scheme.address, "skos:ConceptScheme")
    whole.say("dct:title", [_literal(scheme.name, scheme.language)])
    whole.say("dct:language", [_literal(scheme.language)])
    whole.say("dct:publisher", [_literal(scheme.publisher)])
    whole.say("dct:license", [_iri(LICENCE_ADDRESS)])
    whole.say("dct:modified", _dated(last_change(terms)))
    whole.say("skos:hasTopConcept", [_iri(term.address) for term in terms if term.broader is None])
    return "\n".join([PREFIXES, str(whole), *(str(_concept(term, scheme, above)) for term in terms)])


def _concept(term: OpenTerm, scheme: Scheme, above: dict[str, set[str]]) -> _Subject:
    concept = _Subject(term.address, "skos:Concept")

    def said(texts: Iterable[str]) -> list[str]:
        return [_literal(text, term.language) for text in texts if text]

    concept.say("skos:inScheme", [_iri(scheme.address)])
    concept.say("skos:topConceptOf", [] if term.broader else [_iri(scheme.address)])
    concept.say("skos:prefLabel", said([term.name]))
    concept.say("skos:altLabel", said(term.shown_forms))
    concept.say("skos:hiddenLabel", said(term.hidden_forms))
    concept.say("skos:definition", said([term.short_definition]))
    concept.say("skos:scopeNote", said([term.more]))
    concept.say("skos:example", said([term.sentence]))
    concept.say("skos:broader", [_iri(term.broader.address)] if term.broader else [])
    concept.say("skos:narrower", [_iri(link.address) for link in term.narrower])
    concept.say("skos:related", [_iri(link.address) for link in term.see_also if _are_beside(term, link, above)])
    concept.say("skos:exactMatch", [_iri(link.address) for link in term.translations])
    concept.say("dct:source", [_iri(source.address) for source in term.sources])
    concept.say("dct:created", _dated(term.first_published_at))
    concept.say("dct:modified", _dated(term.changed_at))
    concept.say("dct:license", [_iri(LICENCE_ADDRESS)])
    return concept


def _terms_above(terms: Sequence[OpenTerm]) -> dict[str, set[str]]:
    """Return the addresses of all broader terms of each term, near and far."""
    broader = {term.address: term.broader.address for term in terms if term.broader}
    above: dict[str, set[str]] = {}
    for address in broader:
        found: set[str] = set()
        step = broader.get(address)
        while step is not None and step not in found:
            found.add(step)
            step = broader.get(step)
        above[address] = found
    return above


def _are_beside(term: OpenTerm, link: Link, above: dict[str, set[str]]) -> bool:
    """Return whether two terms may be called related: in SKOS, none of them may then stand above the other."""
    is_itself = link.address == term.address
    is_above = link.address in above.get(term.address, ()) or term.address in above.get(link.address, ())
    return not is_itself and not is_above


def _literal(text: str, language: str = "") -> str:
    escaped = NEEDS_ESCAPE.sub(lambda match: ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}"), text)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def _iri(address: str) -> str:
    return f"<{quote(address, safe=SAFE_IN_ADDRESS)}>"


def _dated(moment: datetime | None) -> list[str]:
    return [f'"{moment_text(moment)}"^^xsd:dateTime'] if moment else []
