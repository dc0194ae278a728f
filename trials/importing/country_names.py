"""Country names as registries write them, to ISO codes. A name found nowhere goes to a review list, never away."""

from functools import lru_cache

from django_countries.data import COUNTRIES

from portal.base.text import fold

# Spellings seen in registries that are not the name of the standard, old and new ones side by side.
ALIASES = {
    "Bolivia": "BO",
    "Bosnia and Herzegovina": "BA",
    "Brunei": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Congo, The Democratic Republic of the": "CD",
    "Czech Republic": "CZ",
    "Czechia": "CZ",
    "Côte D'Ivoire": "CI",
    "Côte d’Ivoire": "CI",
    "Former Serbia and Montenegro": "RS",
    "Former Yugoslavia": "RS",
    "Hong Kong": "HK",
    "Iran": "IR",
    "Iran, Islamic Republic of": "IR",
    "Ivory Coast": "CI",
    "Korea, Democratic People's Republic of": "KP",
    "Korea, Republic of": "KR",
    "Kosovo": "XK",
    "Laos": "LA",
    "Lao People's Democratic Republic": "LA",
    "Libyan Arab Jamahiriya": "LY",
    "Macau": "MO",
    "Macedonia": "MK",
    "Macedonia, The Former Yugoslav Republic of": "MK",
    "Moldova": "MD",
    "Moldova, Republic of": "MD",
    "Netherlands": "NL",
    "North Macedonia": "MK",
    "Palestine": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Puerto Rico": "PR",
    "Republic of Korea": "KR",
    "Russia": "RU",
    "Russian Federation": "RU",
    "Slovak Republic": "SK",
    "South Korea": "KR",
    "Swaziland": "SZ",
    "Syria": "SY",
    "Syrian Arab Republic": "SY",
    "Taiwan": "TW",
    "Tanzania": "TZ",
    "The Gambia": "GM",
    "The Netherlands": "NL",
    "Turkey": "TR",
    "Turkey (Türkiye)": "TR",
    "Türkiye": "TR",
    "UK": "GB",
    "USA": "US",
    "United Kingdom": "GB",
    "United States": "US",
    "Venezuela": "VE",
    "Viet Nam": "VN",
    "Vietnam": "VN",
}  # fmt: skip
_BY_NAME = {fold(str(name)): code for code, name in COUNTRIES.items()} | {
    fold(name): code for name, code in ALIASES.items()
}


@lru_cache(maxsize=2_000)
def country_code(name: str) -> str:
    """Return the ISO code of a country as a registry writes it; empty for one nobody has mapped yet."""
    return _BY_NAME.get(fold(name), "")
