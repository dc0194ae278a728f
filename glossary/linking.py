"""Marks the first use of glossary words in HTML. Pure functions; no models, no database.

The HTML is read as a browser reads it, tag by tag, and copied out unchanged but for the marks and definitions put in
between. Where it is not well formed, so that nobody can say what a mark would do to it, nothing more is marked.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from glossary.html_rules import (
    ATTRIBUTE,
    BLOCKS,
    BREAKS_OUT,
    CLOSE_P,
    ENDED_BY,
    HOLD_BLOCKS,
    NEVER_INSIDE,
    NOT_TWICE,
    OPAQUE,
    OPTIONAL_END,
    QUIET_ROLES,
    SHIELD_P,
    TABLE_PARTS,
    TOKEN,
    VOID,
)
from glossary.matching import WORD, Form, Match, Matcher

__all__ = ["Form", "Marks", "Match", "Matcher", "mark"]

SECTION_STARTS = frozenset({"h2"})
MOST_PER_SCREEN = 6
WORDS_PER_SCREEN = 120
DEEPEST = 250

NOTABLE = re.compile(r"data-glossary|popover|hidden|inert|role|lang|\bvh\b", re.IGNORECASE)
WHOLE = re.compile(r"((?:[^<]++|</?(?:b|strong|i|em|sub|small|span|u)(?:\s[^<>]*+)?>)*+)</(a|button)\s*>", re.IGNORECASE)
TAGS = re.compile(r"<[^>]*+>")
# As in html.unescape.
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
