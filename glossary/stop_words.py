"""Forms that no term may have: they would be marked in every sentence. Pure; no models, no database."""

import unicodedata

from django.utils.translation import gettext as _

from glossary.matching import keeps_case
from portal.base.text import fold

# Articles, pronouns, prepositions, conjunctions and the commonest verbs, as portal.base.text.fold writes them.
STOP_WORDS = {
    "en": frozenset(
        "a about above after again against all also am an and any are as at be because been before being "
        "below between both but by can cannot could did do does doing done down during each either else ever "
        "every few for from further get gets got had has have having he her here hers herself him himself his "
        "how however i if in into is it its itself just let like made make many may me might more most much "
        "must my myself neither never no nor not now of off often on once one only or other others our ours "
        "ourselves out over own per quite rather really same shall she should since so some still such than "
        "that the their theirs them themselves then there these they this those though through thus to too "
        "under until up upon us used using very was we well were what when where whether which while who whom "
        "whose why will with within without would yes yet you your yours yourself yourselves".split()
    ),
    "fr": frozenset(
        "a afin ai aient ainsi alors apres as au aucun aucune aussi autre autres aux avait avant avec avoir "
        "ayant c ca car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez comme "
        "comment contre d dans de depuis des deux devant doit donc dont du elle elles en encore entre es est "
        "et etaient etait etant ete etes etre eu eux fait fois font hors il ils j jamais je jusque l la le "
        "lequel les leur leurs lors lorsque lui m ma mais me meme memes mes mien moi moins mon n ne ni non "
        "nos notre nous on ont ou par parce parfois pas pendant peu peut peuvent plus plusieurs plutot pour "
        "pourquoi pres puis qu quand que quel quelle quelles quelque quels qui quoi s sa sans sauf se selon "
        "sera seront ses si sien soi soit son sont sous souvent suis sur t ta tant te tel telle tes toi ton "
        "toujours tous tout toute toutes tres trop tu un une vers voici voila vos votre vous y"
        .split()
    ),
    "de": frozenset(
        "ab aber alle allem allen aller alles als also am an ander andere anderen anderer auch auf aus bei "
        "beim bereits bin bis bist da dabei dadurch dafur dagegen daher damit danach dann daran darauf daraus "
        "darin daruber darum das dass davon dazu dein deine dem den denn der deren des deshalb dessen die "
        "dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige er "
        "es etwas euch euer fur gegen hab habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre "
        "ihrem ihren ihrer im immer in ins ist ja je jede jedem jeden jeder jedes jedoch jene kann kein keine "
        "keinem keinen keiner konnen man manche mehr mein meine mich mir mit muss mussen nach nicht nichts "
        "noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so sogar "
        "soll sollen sondern sonst soweit sowie und uns unser unter viel viele vom von vor wahrend war waren "
        "was weder weil weiter welche welchem welchen welcher wenn wer werde werden wie wieder will wir wird "
        "wo wurde wurden zu zum zur zwar zwischen uber".split()
    ),
    "ar": frozenset(
        fold(word)
        for word in (
            "في من إلى على عن مع هذا هذه ذلك تلك هو هي هم هن نحن أنا أنت أن إن كان كانت يكون تكون لا لم لن ما "
            "ماذا متى أين كيف هل أو أم ثم بل لكن قد كل بعض غير عند بعد قبل بين حتى إذا لو منذ الذي التي الذين أي "
            "كما أيضا فقط ليس ليست"
        ).split()
    ),
}  # fmt: skip


def problem_of_form(text: str, language: str) -> str:
    """Return why a name or other form cannot lead to a term, and what to do; empty where it can."""
    words = fold(text).split()
    if not words:
        return _("“%(text)s” has no letter: write a word.") % {"text": text}
    if len(words) == 1 and len(words[0]) == 1 and not _is_word_of_one_sign(words[0]):
        return _("“%(text)s” is a single letter and stands in every text: write the whole word.") % {"text": text}
    stop_words = STOP_WORDS.get(language.split("-")[0], frozenset())
    if all(word in stop_words for word in words) and not _keeps_its_case(text):
        return _("“%(text)s” is a word of every sentence and would be marked everywhere: leave it out.") % {
            "text": text
        }
    return ""


def _is_word_of_one_sign(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))


def _keeps_its_case(text: str) -> bool:
    """Return whether a form is marked only as written: “ALL”, the leukaemia, is not found in “all”."""
    return any(len(word) > 1 and keeps_case(word) for word in text.split())
