"""Log lines that say nothing about a reader."""

import logging
import re

QUERY_STRING = re.compile(r"\?[^\s\"']*")
SECRET_IN_PATH = re.compile(r"(/contribute/status/)[^/\s\"']+")


def without_query(value: object) -> object:
    """Return text with every query string and every secret in a path cut off; other values unchanged."""
    return SECRET_IN_PATH.sub(r"\1…", QUERY_STRING.sub("", value)) if isinstance(value, str) else value


class WithoutQueryString(logging.Filter):
    """Cut query strings from every log line: they hold what a reader searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_query(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_query(argument) for argument in record.args)
        elif isinstance(record.args, dict):
            record.args = {key: without_query(argument) for key, argument in record.args.items()}
        return True
