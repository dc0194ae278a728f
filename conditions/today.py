"""The four questions a reader brings to a condition, answered in one line each, for the top of its page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Answer:
    """One question with its short answer, and the place on the page where the long one stands."""

    question: str
    answer: str
    anchor: str


@dataclass(frozen=True)
class InCountry:
    """What we know about one approved therapy in the reader's country."""

    name: str
    address: str
    words: str
    is_known: bool
    is_unapproved: bool = False
    source_title: str = ""
    source_address: str = ""
    checked: str = ""


def in_country(cards, country: str) -> list[InCountry]:
    """Return, for each approved therapy, whether people in a country can get it; "not known" is said, never hidden."""
    return [card.in_country(country, InCountry) for card in cards]


def answers(page, country_name: str) -> list[Answer]:
    """Return the four answers for a condition's page; ``country_name`` is empty until the reader has chosen one."""
    return [
        Answer(_("Is a therapy approved?"), approved_line(page.approved), "approved"),
        Answer(_("Can I get it in my country?"), country_line(page, country_name), "country"),
        Answer(_("Is one being tested?"), trials_line(page.trials), "trials"),
        Answer(_("Who can help?"), help_line(page), "help"),
    ]


def approved_line(cards) -> str:
    """Say how many therapies are approved somewhere, and which; one that is no longer sold is no answer to a reader."""
    if not cards:
        return _("We know of none.")
    names = ", ".join(card.therapy.name for card in cards[:NAMES_SHOWN])
    if len(cards) > NAMES_SHOWN:
        names = _("%(names)s and %(n)s more") % {"names": names, "n": len(cards) - NAMES_SHOWN}
    if not any(card.is_sold for card in cards):
        return _("Approval still exists, but no longer sold: %(names)s.") % {"names": names}
    return ngettext("Yes, one: %(names)s.", "Yes, %(n)s: %(names)s.", len(cards)) % {"n": len(cards), "names": names}


def country_line(page, country_name: str) -> str:
    """Say for how many approved therapies we know something in the chosen country."""
    if not page.approved:
        return _("There is none to get, as far as we know.")
    if not country_name:
        return _("Choose your country.")
    known = [row for row in page.in_country if row.is_known]
    if all(row.is_unapproved for row in page.in_country):
        return _("None of them is approved in the European Union.")
    if not known:
        return _("We do not know for %(country)s. Ask your team or an organisation.") % {"country": country_name}
    return "; ".join(f"{row.name}: {row.words}" for row in known[:NAMES_SHOWN])


def trials_line(cards) -> str:
    """Say how many trials we list, and how many look for people by a recent look at the registry."""
    if not cards:
        return _("We list no trial.")
    open_now = sum(1 for card in cards if card.is_open)
    all_of_them = ngettext("We list %(n)s trial", "We list %(n)s trials", len(cards)) % {"n": len(cards)}
    if open_now:
        return _("%(trials)s; %(n)s of them look for people.") % {"trials": all_of_them, "n": open_now}
    return _("%(trials)s; for none of them we are sure that it looks for people now.") % {"trials": all_of_them}


def help_line(page) -> str:
    """Say how many organisations there are for it."""
    number = len(page.own_organisations) + len(page.related_organisations)
    if not number:
        return _("We know of none for it alone; umbrella organisations help everyone.")
    return ngettext("%(n)s organisation", "%(n)s organisations", number) % {"n": number}
