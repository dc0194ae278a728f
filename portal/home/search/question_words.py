"""What people type around the word they are looking for, by language. Data; a new language is a new entry.

Written as ``portal.base.text.fold`` writes them. A word here is never lost: a name that holds it ("clinical trial") is
still found under the whole of it. The small words of every language are ``glossary.stop_words.STOP_WORDS``.
"""

from enum import StrEnum


class Intent(StrEnum):
    """What somebody wants to know, as far as the words around the name tell."""

    MEANING = "meaning"
    STATUS = "status"
    TREATMENT = "treatment"
    TRIALS = "trials"
    SUPPORT = "support"
    ADVICE = "advice"
    QUESTION = "question"
    PLACE = "place"


INTENT_WORDS = {
    "en": {
        Intent.MEANING: "mean means meaning meant define defined definition explain explained explanation stand stands "
        "abbreviation acronym word term called simple terms plain english",
        Intent.STATUS: "still available availability approved approval approve licence license licensed licenced "
        "market marketed withdrawn withdraw discontinued stopped sold buy price cost costs expensive nhs covered "
        "paid pay authorised authorized authorisation authorization status legal banned allowed ema fda get brand drug "
        "medicine name made by",
        Intent.TREATMENT: "treatment treatments treat treated treating cure cures cured curable therapy therapies help "
        "medicine medicines medication drug drugs new latest hope option options disease condition syndrome",
        Intent.TRIALS: "trial trials study studies recruiting recruitment recruit join joining open enrolling clinical "
        "research participate near number id registry test tests",
        Intent.SUPPORT: "support group groups organisation organisations organization organizations charity charities "
        "association associations foundation society federation alliance union league trust helpline community "
        "network patient patients advocacy help "
        "contact talk families family parents peer near",
        Intent.ADVICE: "safe safety risk risks danger dangerous effect effects side questions ask check advice rights "
        "insurance travel information info about work works working happen happens long last take",
    },
    "fr": {
        Intent.MEANING: "signifie signification veut dire definition definir expliquer explication sens mot terme",
        Intent.STATUS: "disponible disponibilite autorise autorisee approuve approuvee marche retire prix rembourse "
        "statut",
        Intent.TREATMENT: "traitement traitements traiter soigner guerir guerison therapie therapies medicament "
        "maladie syndrome",
        Intent.TRIALS: "essai essais etude etudes clinique cliniques recrute recrutement participer recherche numero",
        Intent.SUPPORT: "association associations organisation organisations aide soutien groupe fondation patients "
        "patient contact familles",
        Intent.ADVICE: "sur securite risque risques danger effets secondaires questions conseils droits",
    },
    "de": {
        Intent.MEANING: "bedeutet bedeutung heisst definition erklaren erklart erklarung begriff wort abkurzung",
        Intent.STATUS: "verfugbar erhaltlich zugelassen zulassung markt zuruckgezogen preis kosten status",
        Intent.TREATMENT: "behandlung behandlungen behandeln heilung heilen heilbar therapie therapien medikament "
        "arzneimittel krankheit syndrom",
        Intent.TRIALS: "studie studien klinische klinischer rekrutiert teilnehmen forschung nummer",
        Intent.SUPPORT: "selbsthilfe verein verband stiftung organisation organisationen hilfe gruppe "
        "selbsthilfegruppe patienten kontakt familien",
        Intent.ADVICE: "sicher sicherheit risiko risiken gefahr nebenwirkungen fragen rat rechte",
    },
    "ar": {
        Intent.MEANING: "معنى يعني تعني تعريف شرح",
        Intent.STATUS: "متاح متوفر معتمد موافقة سعر تكلفة",
        Intent.TREATMENT: "علاج علاجات دواء مرض متلازمة شفاء",
        Intent.TRIALS: "تجربة تجارب دراسة دراسات سريرية",
        Intent.SUPPORT: "منظمة منظمات جمعية دعم مساعدة مجموعة",
        Intent.ADVICE: "آمن خطر مخاطر آثار جانبية أسئلة",
    },
}  # fmt: skip

# Words of a question that are not among the small words, and what people write before a code or number.
FILLERS = {
    "en": "whats wheres hows whos whens dont cant doesnt isnt im ive id please tell give find know need want looking "
    "look search show there exist exists anyone someone something anything child children kid kids son daughter baby "
    "babies husband wife mother father mum dad adult adults people person human patient patients today now currently "
    "yet ever going go work works working best way ways kind kinds type types list page website site google "
    "wikipedia question word say says said see used use uses come comes came happened become became different "
    "difference",
    "fr": "quoi est cest quest existe trouver chercher savoir mon enfant fils fille aujourdhui",
    "de": "gibt finden suche wissen kind sohn tochter heute",
    "ar": "",
}
# What a question begins with that a whole page answers, not the meaning of one word and not a state.
QUESTION_BEGINS = {
    "en": "how why when where who which should can could will would may must do does did what",
    "fr": "comment pourquoi quand ou qui quel quelle quels quelles puis peut dois doit faut",
    "de": "wie warum wieso wann wo wer welche welcher welches soll sollte kann konnte darf muss",
    "ar": "كيف لماذا متى أين من هل",
}
# Small words that carry a question: what is "after gene therapy" is not gene therapy.
TELLING = {"en": "after before during without", "fr": "apres avant pendant sans", "de": "nach vor wahrend ohne"}
# Words that stand for one another in names: who types "kids" means "childhood" too.
SAME_WORDS = {
    "en": ("child children childhood kid kids paediatric baby babies infant",),
    "fr": ("enfant enfants bebe pediatrique",),
    "de": ("kind kinder baby kindlich",),
}
CODE_WORDS = (
    "orpha orphacode orphanet mondo mesh icd icd10 icd11 omim code codes 10 11 no nr nct number id eudract ctis eu ct"
)
