"""What holds for whole kinds of therapy and stages of research, said plainly and with the source of each statement.

General knowledge for every trial of a kind, never a statement about one trial; the wording needs a medical reviewer.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.base.enums import TherapyKind
from trials.enums import Phase

GENE = (TherapyKind.IN_VIVO_GENE, TherapyKind.GENE_MODIFIED_CELLS)
FOLLOW_UP = (
    "FDA, Long Term Follow-up After Administration of Human Gene Therapy Products (2020)",
    "https://www.fda.gov/regulatory-information/search-fda-guidance-documents/"
    "long-term-follow-after-administration-human-gene-therapy-products",
)
AAV = ("Mendell and others, Current Clinical Applications of In Vivo Gene Therapy with AAVs (2021)",
       "https://doi.org/10.1016/j.ymthe.2020.12.007")  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One statement; ``source`` and ``address`` are empty where it is a question to ask rather than a fact."""

    words: str
    source: str = ""
    address: str = ""


def known_of_kind(kind: str, follow_up_years: int | None = None) -> list[Known]:
    """Return what a reader must know about therapies of a kind, before any of it is found out the hard way."""
    if kind not in GENE:
        return [
            Known(_("Cells that were given cannot always be taken out again. Ask what can be undone.")),
            Known(_("Ask whether it may rule out another therapy later, and how long you would be followed.")),
            Known(_("Ask about pregnancy, contraception and having children.")),
        ]
    rows = [Known(_("It is given once, as a rule, and it cannot be undone."))]
    if kind == TherapyKind.IN_VIVO_GENE:
        rows += [
            Known(
                _("Your body may make antibodies against the carrier. They may rule out another gene therapy later."),
                *AAV,
            ),
            Known(_("You may need steroids for weeks or months, to calm your immune system."), *AAV),
        ]
    else:
        rows += [
            Known(_("You may need strong medicines first, such as chemotherapy. Ask what they do to your fertility.")),
            Known(_("It may rule out another cell or gene therapy later. Ask which.")),
        ]
    rows.append(_follow_up(follow_up_years))
    rows.append(
        Known(_("You may have to prevent a pregnancy (use contraception) for some time. Ask for how long, men too."))
    )
    return rows


def _follow_up(years: int | None) -> Known:
    if years:
        line = ngettext(
            "In this trial, people are followed for %(years)s year.",
            "In this trial, people are followed for %(years)s years.", years,
        )  # fmt: skip
        return Known(line % {"years": years})
    return Known(_("Check-ups go on for long: 5 years for some gene therapies and up to 15 for others."), *FOLLOW_UP)


def known_of_stage(phases: list[str]) -> str:
    """Return what a trial of this stage is for, by its earliest phase."""
    if Phase.EARLY_PHASE1 in phases or Phase.PHASE1 in phases:
        return _("The main aim is safety. Most people in early trials do not get better because of it.")
    if Phase.PHASE2 in phases:
        return _("It looks for signs that it works. Nobody knows yet whether it does.")
    if Phase.PHASE3 in phases:
        return _("It compares what is tested with what is used now. Nobody knows yet which is better.")
    if Phase.PHASE4 in phases:
        return _("It looks at a therapy that is approved already, for longer or in more people.")
    return _("The registry does not say how far the research has come. Ask how many people have had it so far.")


def not_known() -> list[str]:
    """Return what nobody can know before a trial is over."""
    return [
        _("whether it will help you"),
        _("side effects that are rare or come late"),
        _("how long an effect lasts"),
    ]
