"""Where each country's tile stands in the diagrams of Europe and of the rest of the world. No borders, no sizes.

A row of words is a row of tiles, a dot an empty place. No diagram is wider than eleven tiles: on a screen of 320 pixels
eleven are as many as can be hit with a finger.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

WIDEST = 11

EUROPE_ROWS = """
    IS .  .  .  .  NO SE FI .  RU .
    .  .  .  .  .  DK .  .  EE .  .
    .  IE GB .  NL .  .  .  LV .  .
    .  .  .  BE LU DE .  PL LT BY .
    .  .  FR .  LI .  CZ SK .  UA .
    .  .  .  MC CH AT HU RO MD .  .
    PT ES AD .  IT SI HR RS BG GE .
    .  .  .  .  SM .  BA XK MK .  AZ
    .  .  .  .  .  .  ME AL GR TR AM
    .  .  .  .  MT .  .  .  .  CY .
"""
AMERICAS_ROWS = """
    CA .  .  .  .  .  .  .  .
    US .  .  .  .  .  .  .  .
    MX .  .  BS .  .  .  .  .
    GT BZ .  CU HT DO PR KN AG
    SV HN .  .  JM .  .  DM LC
    .  NI .  .  .  .  .  VC BB
    .  CR .  .  .  .  .  GD TT
    .  .  PA CO VE GY SR .  .
    .  .  .  EC PE BR .  .  .
    .  .  .  .  BO PY .  .  .
    .  .  .  CL AR UY .  .  .
"""
AFRICA_ROWS = """
    .  .  .  MA DZ TN LY EG .  .  .
    .  .  .  MR ML NE TD SD ER .  .
    CV SN GM .  BF BJ NG CF SS ET DJ
    .  GW GN CI GH TG CM CG UG KE SO
    .  .  SL LR ST GQ GA CD RW TZ .
    .  .  .  .  .  .  AO ZM BI MW SC
    .  .  .  .  .  .  NA BW ZW MZ KM
    .  .  .  .  .  .  .  ZA SZ MG MU
    .  .  .  .  .  .  .  LS .  .  .
"""
ASIA_ROWS = """
    .  .  .  .  UZ KZ .  .  MN .  .
    .  .  .  .  TM TJ KG .  CN KP JP
    LB SY IQ IR AF .  NP BT HK KR .
    IL JO KW BH PK .  IN BD MM LA TW
    PS SA QA AE .  .  .  .  TH VN PH
    .  YE OM .  .  MV LK .  MY KH BN
    .  .  .  .  .  .  .  .  SG ID TL
"""
OCEANIA_ROWS = """
    PW FM MH .
    PG NR KI .
    .  SB TV WS
    AU VU FJ TO
    .  NZ .  .
"""


@dataclass(frozen=True)
class Place:
    """Where one tile stands: column and row, from 1."""

    code: str
    column: int
    row: int


@dataclass(frozen=True)
class Region:
    """One diagram: its name in the address of the page, its name for readers, and its tiles in reading order."""

    slug: str
    name: object
    places: tuple[Place, ...]

    @property
    def codes(self) -> list[str]:
        return [place.code for place in self.places]


def places_of(rows: str) -> tuple[Place, ...]:
    """Return the tiles that rows of words describe."""
    lines = [line.split() for line in rows.strip().splitlines()]
    return tuple(
        Place(code, column, row)
        for row, line in enumerate(lines, start=1)
        for column, code in enumerate(line, start=1)
        if code != "."
    )


@cache
def regions() -> tuple[Region, ...]:
    """Return all diagrams, Europe first."""
    return (
        Region("europe", _("Europe"), places_of(EUROPE_ROWS)),
        Region("americas", _("The Americas"), places_of(AMERICAS_ROWS)),
        Region("africa", _("Africa"), places_of(AFRICA_ROWS)),
        Region("asia", _("Asia"), places_of(ASIA_ROWS)),
        Region("oceania", _("Australia and Oceania"), places_of(OCEANIA_ROWS)),
    )
