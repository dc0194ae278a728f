"""Log lines say nothing about a reader."""

import logging

import pytest
from django.conf import settings

from portal.base.logs import WithoutQueryString, without_query


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"GET /search/?q=leukaemia HTTP/1.1" 200', '"GET /search/ HTTP/1.1" 200'),
        ("Not Found: /glossary/?q=my+illness&page=2", "Not Found: /glossary/"),
        ("/a?x=1 and /b?y=2", "/a and /b"),
        ("Plain words", "Plain words"),
    ],
)
def test_without_query_cuts_what_was_searched_for(line, kept):
    assert without_query(line) == kept


def test_without_query_of_a_number_is_the_number():
    assert without_query(404) == 404


@pytest.mark.parametrize("args", [("/search/?q=secret",), {"path": "/search/?q=secret"}])
def test_log_filter_cleans_message_and_arguments(args):
    message = "Not found: %(path)s /x?q=secret" if isinstance(args, dict) else "Not found: %s /x?q=secret"
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, (args,), None)
    record.args = args

    assert WithoutQueryString().filter(record) is True
    assert "secret" not in record.getMessage()
    assert "/search/" in record.getMessage()


def test_every_handler_of_the_site_has_the_filter():
    handlers = settings.LOGGING["handlers"]

    assert handlers
    assert all("no_query" in handler["filters"] for handler in handlers.values())
