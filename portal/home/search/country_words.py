"""What people call a country besides its name, and its people, by language. Data; a new language is a new entry.

Names of countries themselves come from django-countries. Words as ``portal.home.search.words`` compares them.
"""

from functools import lru_cache

from django.utils import translation
from django_countries import countries

from portal.home.search.words import words_of

COUNTRY_WORDS = {
    "en": {
        "AR": "argentinian", "AT": "austrian", "AU": "australian aussie", "BE": "belgian flemish", "BG": "bulgarian",
        "BR": "brazilian", "CA": "canadian", "CH": "swiss", "CL": "chilean", "CN": "chinese", "CY": "cypriot",
        "CZ": "czech", "DE": "german", "DK": "danish", "EE": "estonian", "ES": "spanish", "FI": "finnish",
        "FR": "french", "GB": "uk britain british england english scotland scottish wales welsh",
        "GR": "greek", "HR": "croatian", "HU": "hungarian", "IE": "irish", "IL": "israeli", "IN": "indian",
        "IS": "icelandic", "IT": "italian", "JP": "japanese", "KR": "korean korea", "LT": "lithuanian",
        "LU": "luxembourgish", "LV": "latvian", "MK": "macedonian macedonia", "MT": "maltese", "MX": "mexican",
        "NL": "dutch holland", "NO": "norwegian", "NZ": "zealand", "PL": "polish", "PT": "portuguese",
        "RO": "romanian", "RS": "serbian", "RU": "russian russia", "SE": "swedish", "SI": "slovenian", "SK": "slovak",
        "TR": "turkish turkey", "UA": "ukrainian", "US": "us usa america american", "ZA": "african",
    },
    "fr": {
        "BE": "belge", "CA": "canadien canadienne", "CH": "suisse", "DE": "allemand allemande",
        "ES": "espagnol espagnole", "FR": "francais francaise", "GB": "anglais angleterre", "IT": "italien italienne",
        "US": "usa americain americaine",
    },
    "de": {
        "AT": "osterreichisch osterreichische", "CH": "schweizer", "DE": "deutsch deutsche",
        "FR": "franzosisch franzosische", "GB": "britisch england", "IT": "italienisch italienische",
        "US": "usa amerikanisch amerikanische",
    },
}  # fmt: skip


def words_of_country(code: str, language: str) -> str:
    """Return what else a country and its people are called in a language; empty for most."""
    return COUNTRY_WORDS.get(language.split("-")[0], {}).get(code, "")


@lru_cache(maxsize=16)
def place_words(language: str) -> frozenset[str]:
    """Return every word of a language that names one country or its people."""
    known = COUNTRY_WORDS.get(language.split("-")[0], {})
    with translation.override(language):
        names = [countries.name(code) for code in known]
    single = [name for name in names if len(name.split()) == 1]
    return frozenset(word for text in (*known.values(), *single) for word in words_of(text, language))
