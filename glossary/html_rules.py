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
    rf"|(<(?![a-zA-Z/!?])|</\Z)"  # 5: a sign that opens nothing
    rf"|(<.*)",  # 6: a tag or comment without an end, which swallows all that follows
    re.DOTALL,
)

VOID = frozenset(
    "area base basefont bgsound br col embed hr image img input keygen link meta param source track wbr".split()
)
# Elements that stand on lines of their own, or at least end the word before them.
BLOCKS = frozenset(
    "address applet article aside audio blockquote body br button canvas caption center col colgroup datalist dd "
    "details dialog dir div dl dt embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html iframe image img input legend li link listing main marquee math menu meta meter nav noembed noframes noscript "
    "object ol optgroup option p param pre progress script search section select source style summary sup svg table "
    "tbody td template textarea tfoot th thead title tr track ul video xmp".split()
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

# Elements whose contents are not read: up to their closing tag everything is text, or a language of its own.
OPAQUE = {
    name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE)
    for name in "iframe math noembed noframes script style svg textarea title xmp".split()
}
# What, inside an opaque element, would make browsers leave it early or read it in another way.
BREAKS_OUT = {
    "script": re.compile("<!--"),
    **dict.fromkeys(
        ("math", "svg"),
        re.compile(
            rf"<(?:!|\?|/(?:p|br|svg|math)(?=[{SPACE}/>])|(?:svg|math|foreignobject|annotation-xml|b|big|blockquote|body|br"
            r"|center|code|dd|div|dl|dt|em|embed|font|h[1-6r]|head|i|img|li|listing|menu|meta|mi|mo|mn|ms|mtext|nobr|ol|p"
            r"|pre|ruby|s|script|small|span|strong|strike|style|sub|sup|table|textarea|title|tt|u|ul|var|xmp)"
            rf"(?=[{SPACE}/>]))",
            re.IGNORECASE,
        ),
    ),
}

# Elements that end by themselves when something else begins or the element around them ends.
OPTIONAL_END = frozenset("caption colgroup dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr".split())
CLOSE_P = frozenset(
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr li listing main menu nav ol p pre section summary table ul xmp".split()
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
