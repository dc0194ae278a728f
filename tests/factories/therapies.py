"""Therapies for tests."""

from tests.factories.kernel import cited, forms_of, named, stored
from therapies.models import Authorisation, AuthorisationEvent, Therapy, TherapyAlsoCalled, TherapyCitation

AUTHORISED = (("2020-03-01", "authorised"),)


def make_authorisation(brand_name, jurisdiction="EU", events=AUTHORISED, **fields):
    """Return an authorisation with its events, not saved: it is stored together with its therapy."""
    authorisation = Authorisation(
        brand_name=brand_name, jurisdiction=jurisdiction, regulator="The regulator", kind="standard", **fields
    )
    authorisation.events = [
        AuthorisationEvent(date=date, kind=kind, sort_order=n) for n, (date, kind) in enumerate(events)
    ]
    return authorisation


def make_therapy(
    name="", *, live=True, events=AUTHORISED, authorisations=None, conditions=(), also_called=(), sources=(), **fields
):
    """Make a therapy with one EU authorisation under its own name, or with ``authorisations``."""
    values = {
        "kind": "in_vivo_gene",
        "modification": "addition",
        "given": "in vivo",
        "in_short": "<ul><li>One point.</li></ul>",
    }
    therapy = Therapy(**{**values, **named("Therapy", name, fields)})
    therapy.authorisations = (
        [make_authorisation(therapy.name, events=events)] if authorisations is None else list(authorisations)
    )
    therapy.conditions = list(conditions)
    therapy.also_called = forms_of(TherapyAlsoCalled, also_called, therapy.locale)
    therapy.citations = cited(TherapyCitation, sources)
    return stored(therapy, live=live)
