from tests.home.test_search import *
from tests.home.test_every_page import *
import re
def test_dbg(client):
    for model in RECORD_MODELS:
        make(model, "Name one")
        for number in range(9):
            make(model, f"Name {number}x")
    found(client,"name")
    with CaptureQueriesContext(connection) as caught:
        found(client, "name")
    for q in caught: print(q["sql"][:230])
def test_dbg2(client):
    record = make(Term, "Zebrafinch")
    html = page(client, record.get_absolute_url())
    print(html[:800]); print(re.findall(r"<h1.{200}", html, re.S))
