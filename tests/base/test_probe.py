import pytest
from tests.factories.every_kind import *
from tests.factories.staff import *
from tests.factories.admin import *
@pytest.mark.django_db
@pytest.mark.parametrize("m", RECORD_MODELS)
def test_p(m):
    b = signed_in(make_superuser())
    v = fields_of(b.get(address(m,"add")).content.decode(), "name")
    print(m, v)
    r = make(m)
    v = fields_of(b.get(address(r,"edit")).content.decode(), "name")
    print(m, v)
    x = fill(b, address(r,"edit"), {"name":"New name"}, button=DRAFT)
    r.refresh_from_db(); print(x.status_code, r.name, r.get_latest_revision_as_object().name)
    if x.status_code!=302: print(messages_on(x)[-1500:])
    x = fill(b, address(r,"edit"), {"name":"New name"}, button=PUBLISH)
    r.refresh_from_db(); print(x.status_code, r.name, r.get_latest_revision_as_object().name)
    for ch in ({"slug":""},{"name":""}):
      for bt in (DRAFT, PUBLISH):
        x = fill(b, address(r,"edit"), ch, button=bt); print(ch, bt, x.status_code)
