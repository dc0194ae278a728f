"""Countries in the reader's words. Which ones count as European is a list of our own: members and neighbours."""

from django_countries import countries

from portal.base.text import fold

EU = tuple("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
EUROPE = (*EU, *"AL AD AM AZ BY BA GE IS XK LI MD MC ME MK NO RU SM RS CH TR UA GB".split())


def country_name(code: str) -> str:
    """Return a country's name in the language of the page; the code itself where it is not known."""
    return str(countries.name(code) or code)


def european_countries() -> list[tuple[str, str]]:
    """Return code and name of every European country, by name in the language of the page."""
    return sorted(((code, country_name(code)) for code in EUROPE), key=lambda pair: fold(pair[1]))
