"""The rules of HTML that marking must know: which element may stand where, and which end by themselves.

Taken from the parsing rules of the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html).
"""

import re

SPACE = r"\t\n\r\f "
NAME = rf"[^{SPACE}/>][^{SPACE}/>=]*+"
EQUALS = rf"[{SPACE}]*+=[{SPACE}]*+"
VALUE = rf"""(?:"[^"]*+"|'[^']*+'|(?!["'])[^{SPACE}>]++|(?=>))"""

ATTRIBUTE = re.compile(rf"({NAME})(?:{EQUALS}({VALUE})|(?!{EQUALS}))")
# One piece of HTML; which one, says the number of the group. No pattern goes back over what it has read: the time
# is proportional to the length of the text, whatever the text is.
TOKEN = re.compile(
    rf"([^<]+)"  # 1: text
    rf"|<(/?)([a-zA-Z][^{SPACE}/>]*+)(?:[{SPACE}/]++|{NAME}(?:{EQUALS}{VALUE}|(?!{EQUALS})))*+>"  # 2, 3: a tag
    rf"|(<!--(?:-?>|.*?--!?>)|<(?!!--)(?:[!?]|/(?![a-zA-Z]))[^>]*+>)"  # 4: a comment, or what browsers take for one
    rf"|(<(?![a-zA-Z/!?]))"  # 5: a sign that opens nothing
    rf"|(<.*)",  # 6: a tag or comment without an end, which swallows all that follows
    re.DOTALL,
)

VOID = frozenset(
    "area base basefont bgsound br col embed hr image img input keygen link meta param source track wbr".split()
)
# Elements that stand on lines of their own, or at least end the word before them.
BLOCKS = frozenset(
    "address applet article aside audio blockquote body br button canvas caption center col colgroup datalist dd "
    "details dialog dir div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html iframe image img input legend li link listing main marquee math menu meta meter nav noembed noframes "
    "noscript object ol optgroup option p param pre progress script search section select source style summary sup "
    "svg table tbody td template textarea tfoot th thead title tr track ul video xmp".split()
)
# Elements into which a block may be put without changing what surrounds it.
HOLD_BLOCKS = frozenset("article aside body dialog div fieldset footer form header html main search section".split())
# Nothing is explained inside these: headings, links, controls, code, the heads of tables and lists, other languages.
NEVER_INSIDE = frozenset(
    "a abbr applet audio button canvas caption code datalist dfn dt h1 h2 h3 h4 h5 h6 head iframe kbd label legend "
    "listing marquee math meter nobr noembed noframes noscript object optgroup option pre progress samp script select "
    "style summary svg template textarea th title var video xmp".split()
)
QUIET_ROLES = frozenset(
    "button checkbox columnheader heading img link math menuitem option radio rowheader switch tab".split()
)
# Text directly inside these is moved elsewhere by browsers.
TABLE_PARTS = frozenset("colgroup table tbody tfoot thead tr".split())

# Elements whose contents are text up to their closing tag, whatever it looks like.
OPAQUE = {
    name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE)
    for name in "iframe noembed noframes script style textarea title xmp".split()
}
# Pictures and formulas are not HTML. These elements end them, or lead back to HTML inside them.
FOREIGN = frozenset({"math", "svg"})
LEAVE_FOREIGN = frozenset(
    "annotation-xml b big blockquote body br center code dd desc div dl dt em embed font foreignobject h1 h2 h3 h4 h5 "
    "h6 head hr i img li listing math menu meta nobr ol p pre ruby s script small span strike strong sub sup svg "
    "table tt u ul var".split()
)
HOLD_TEXT_ONLY = frozenset("mi mn mo ms mtext title".split())

# Elements that end by themselves when something else begins or the element around them ends.
OPTIONAL_END = frozenset("caption colgroup dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr".split())
# The end of one of these ends them; the end of any other element counts only where nothing inside it is open.
END_INNER = frozenset(
    "address applet article aside blockquote body button caption center colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html li listing main marquee menu nav "
    "object ol p pre search section select summary table tbody td template tfoot th thead tr ul".split()
)
CLOSE_P = frozenset(
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr li listing main menu nav ol p pre section summary table ul xmp".split()
)
SHIELD_P = frozenset("applet button caption html marquee object table td template th".split())
CELLS = frozenset("caption colgroup p td th".split())
ENDED_BY = {
    "li": frozenset({"li"}),
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt"})),
    **dict.fromkeys(("td", "th"), CELLS),
    "tr": CELLS | {"tr"},
    **dict.fromkeys(("tbody", "tfoot", "thead"), CELLS | {"tr", "tbody", "tfoot", "thead"}),
    **dict.fromkeys(("caption", "colgroup", "col"), frozenset({"caption", "colgroup"})),
}
ONLY_IN_TABLES = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
# Browsers do something surprising where one of these begins inside another of its kind.
NOT_TWICE = frozenset("a button form nobr".split())
# Browsers do something surprising wherever one of these begins.
SURPRISING = frozenset("frame frameset isindex plaintext".split())
