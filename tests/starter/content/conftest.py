"""Everything in portal/starter/, loaded once for the tests of this folder.

Loading takes longer than most tests. The modules here share one load: ``xdist_group`` keeps them on one process.
"""

from unittest import mock

import pytest
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.home.search_index.following import follow
from portal.starter.loading.everything import load_starter
from tests.factories.kept import kept_for_several_tests


@pytest.fixture(autouse=True)
def one_process(request):
    """Fail where the processes of ``make test`` share these tests out, so that each of them loads everything."""
    assert request.node.nodeid.endswith("@starter content") or not request.config.getoption("loadgroup", default=False)


@pytest.fixture(scope="package")
def starter_content(django_db_setup, django_db_blocker):
    """Everything in portal/starter/, loaded once for this folder; gives the number of files.

    Without the admin's two indexes, which nothing public reads: feeding them takes longer than all the rest. That
    they are fed is tested with the small folder and in tests/base/test_indexing.py.
    """
    without_search_index = mock.patch("modelsearch.signal_handlers.insert_or_update_object_task")
    with kept_for_several_tests(django_db_blocker):
        with django_db_blocker.unblock(), without_search_index, disable_reference_index_auto_update():
            number = load_starter(lambda line: None)
            # Nothing is committed here; what the search would do then is done now, for all tests of the folder.
            follow()
        yield number
