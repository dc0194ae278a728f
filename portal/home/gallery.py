"""Example content for the gallery of components."""

from articles.blocks import ArticleBody

EXAMPLES = [
    {"type": "text", "value": "<h2>A heading</h2><p>Running text with a <a href='/glossary/'>link</a> and <b>weight</b>.</p>"},
    {"type": "inset", "value": "<p>One or two sentences that stand out.</p>"},
    {"type": "details", "value": {"summary": "How is a vector made?", "text": "<p>A longer explanation.</p>"}},
    {"type": "care", "value": {"level": "later", "heading": "Tell your team if you:", "points": ["feel tired for weeks"], "phone": ""}},
    {"type": "care", "value": {"level": "soon", "heading": "Call your team if you:", "points": ["have a fever"], "phone": ""}},
    {"type": "care", "value": {"level": "now", "heading": "Call 112 if someone:", "points": ["cannot be woken"], "phone": "112"}},
    {"type": "warning", "value": {"heading": "Be careful", "text": "<p>A warning that is not about symptoms.</p>"}},
    {"type": "questions", "value": {"heading": "Questions to ask", "questions": ["What are the risks for me?"]}},
    {"type": "number", "value": {"figure": "8 of 100", "sentence": "8 of 100 people had this effect (example)."}},
    {"type": "table", "value": {"caption": "An example table", "rows": "Name|Since\nExample|2018"}},
    {"type": "timeline", "value": {"entries": [{"date": "1990-09", "heading": "An example", "text": "<p>What happened.</p>"}]}},
]  # fmt: skip


def gallery_blocks():
    """Return the example blocks as a stream value, ready to be rendered."""
    return ArticleBody().to_python(EXAMPLES)
