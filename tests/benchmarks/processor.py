"""How fast the processor is just now: hosts lend theirs at half of their speed and less, and change it any minute."""

import time

from tests.benchmarks.extent import IS_FULL

# A million additions on the processor for which the limits of the benchmarks were written, in seconds.
FULL_SPEED = 0.067
ADDITIONS, ROUNDS = 1_000_000, 5


def slowness() -> float:
    """Return how many times slower the processor is than that one, never less than 1; 1 in the full benchmark."""
    if IS_FULL:
        return 1.0
    return max(1.0, min(_seconds() for _round in range(ROUNDS)) / FULL_SPEED)


def _seconds() -> float:
    began, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - began
