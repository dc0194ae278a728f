"""Playwright's event loop, which runs in the thread of the test and in which Django refuses to use the database."""

import asyncio
from contextlib import contextmanager


@contextmanager
def outside_the_loop():
    """Let Django use this thread's connection while Playwright's loop, if there is one, stands still."""
    loop = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)
