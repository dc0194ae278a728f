import pytest, time
from tests.factories.every_kind import *
from tests.factories.articles import *
from tests.factories.kernel import *
@pytest.mark.django_db
@pytest.mark.parametrize("m", RECORD_MODELS)
def test_p(m, client):
    r = make(m); d = make(m, live=False)
    print(r, r.live, r.live_revision_id, d.live, m.objects.public().count())
    for u in (INDEXES[m], r.get_absolute_url(), d.get_absolute_url()):
        try:
            t=time.time(); x=client.get(u); print(u, x.status_code, time.time()-t)
        except Exception as e: print(u, type(e), e)
@pytest.mark.django_db
def test_pages(client):
    h=make_home(); a=make_article(); make_information(parent=a.get_parent()); s=make_story(parent=a.get_parent())
    for u in ("/", a.get_url(), a.get_parent().get_url(), s.get_url(), "/sitemap.xml","/search/?q=a","/robots.txt","/healthz","/readyz", "/nope/"):
        try: x=client.get(u); print(u, x.status_code)
        except Exception as e: print(u, type(e), e)
    make_change_note(a)
    print(client.get("/").status_code)
